package dev.omnigraph.changes;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.Change.Operation;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares the entities of one type in two states. Of a property that only the later schema has,
 * what an entity gets that states none is no change, and neither is the loss of one that only the
 * earlier schema has: that is a change of the schema.
 */
final class EntityDiff {
  private final TypePair pair;
  private final @Nullable RowLayout earlier;
  private final @Nullable RowLayout later;
  private final @Nullable Images before;
  private final @Nullable Images after;
  private final boolean withBlobs;

  /**
   * @param withBlobs whether images have the contents of blobs
   */
  EntityDiff(View from, View to, TypePair pair, boolean withBlobs) {
    this.pair = pair;
    this.withBlobs = withBlobs;
    this.earlier = pair.before() == null ? null : new RowLayout(pair.before());
    this.later = pair.after() == null ? null : new RowLayout(pair.after());
    this.before = earlier == null ? null : new Images(from, earlier);
    this.after = later == null ? null : new Images(to, later);
  }

  /** The changes of these entities, in their order; none of those that are the same. */
  List<Change> of(Collection<String> ids) {
    Map<String, Images.Row> then = before == null ? Map.of() : before.byId(ids);
    Map<String, Images.Row> now = after == null ? Map.of() : after.byId(ids);
    List<Change> changes = new ArrayList<>();
    for (String id : ids) {
      Change change = compare(id, then.get(id), now.get(id));
      if (change != null) {
        changes.add(change);
      }
    }
    return changes;
  }

  private @Nullable Change compare(String id, Images.@Nullable Row then, Images.@Nullable Row now) {
    if (then == null && now == null) {
      return null;
    }
    if (then == null) {
      return change(Operation.INSERT, id, null, now, List.of());
    }
    if (now == null) {
      return change(Operation.DELETE, id, then, null, List.of());
    }
    List<String> changed = changed(then.values(), now.values());
    return changed.isEmpty() ? null : change(Operation.UPDATE, id, then, now, changed);
  }

  private Change change(
      Operation operation,
      String id,
      Images.@Nullable Row then,
      Images.@Nullable Row now,
      List<String> changed) {
    return new Change(
        operation,
        pair.kind(),
        pair.type().name(),
        id,
        image(earlier, then),
        image(later, now),
        List.copyOf(changed));
  }

  /** Names of what differs; ends of an edge that has no key may differ as well. */
  private List<String> changed(@Nullable Object[] then, @Nullable Object[] now) {
    RowLayout was = Objects.requireNonNull(earlier);
    RowLayout is = Objects.requireNonNull(later);
    List<String> changed = new ArrayList<>();
    for (int column = RowLayout.SRC; column < is.ofProperty(0); column++) {
      if (!Objects.equals(then[column], now[column])) {
        changed.add(is.shownName(column));
      }
    }
    for (int n = 0; n < is.type().properties().size(); n++) {
      Property property = is.type().properties().get(n);
      Object value = now[is.ofProperty(n)];
      int former = place(was.type(), property);
      boolean same =
          former < 0
              ? Objects.deepEquals(property.defaultValue(), value)
              : Values.same(
                  was.type().properties().get(former).type(),
                  then[was.ofProperty(former)],
                  property.type(),
                  value);
      if (!same) {
        changed.add(property.name());
      }
    }
    return changed;
  }

  /** Which of the type's properties is the same as another schema's; -1 for none. */
  private static int place(EntityType type, Property property) {
    List<Property> properties = type.properties();
    for (int n = 0; n < properties.size(); n++) {
      if (properties.get(n).id() == property.id()) {
        return n;
      }
    }
    return -1;
  }

  private @Nullable Map<String, @Nullable Object> image(
      @Nullable RowLayout layout, Images.@Nullable Row row) {
    if (layout == null || row == null) {
      return null;
    }
    Map<String, @Nullable Object> image = new LinkedHashMap<>();
    for (int column = 0; column < layout.width(); column++) {
      image.put(layout.shownName(column), shown(row.values()[column]));
    }
    return image;
  }

  private @Nullable Object shown(@Nullable Object value) {
    return !withBlobs && value instanceof byte[] blob ? ContentDigest.of(blob) : value;
  }
}
