package dev.omnigraph.merge;

import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.row.RowLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What two sides had in common. */
sealed interface Base {
  /** The entities of these ids that were there, in the order of the layout. */
  Map<String, @Nullable Object[]> images(RowLayout layout, Collection<String> ids);

  /** One state. */
  record Of(BranchView view) implements Base {
    @Override
    public Map<String, @Nullable Object[]> images(RowLayout layout, Collection<String> ids) {
      Map<String, @Nullable Object[]> images = new HashMap<>();
      new Images(view, layout).byId(ids).forEach((id, row) -> images.put(id, row.values()));
      return images;
    }
  }

  /** What merging two of them gives, on the base of what these had in common. */
  record Merged(Base base, Base one, Base other) implements Base {
    @Override
    public Map<String, @Nullable Object[]> images(RowLayout layout, Collection<String> ids) {
      Map<String, @Nullable Object[]> before = base.images(layout, ids);
      Map<String, @Nullable Object[]> first = one.images(layout, ids);
      Map<String, @Nullable Object[]> second = other.images(layout, ids);
      Set<String> all = new HashSet<>(first.keySet());
      all.addAll(second.keySet());
      Map<String, @Nullable Object[]> images = new HashMap<>();
      for (String id : all) {
        @Nullable Object @Nullable [] image =
            ThreeWay.commonBase(before.get(id), first.get(id), second.get(id));
        if (image != null) {
          images.put(id, image);
        }
      }
      return images;
    }
  }
}
