package dev.omnigraph.merge;

import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.stored.StoredError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which stored queries a merge ends with: file by file, those that only one side changed. */
final class QueriesMerge {
  private QueriesMerge() {}

  /**
   * What the target gets.
   *
   * @param bases the nearest common ancestors; a file that not all of them have alike counts as
   *     changed by both
   * @return empty when the target keeps what it has
   * @throws GraphException {@code merge_queries_differ} with the files that both changed
   */
  static Optional<NewTexts> of(List<Texts> bases, Texts target, Texts source, Prefer prefer) {
    if (target.equals(source)) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>(target.files().keySet());
    names.addAll(source.files().keySet());
    SortedMap<String, String> merged = new TreeMap<>(target.files());
    List<String> contested = new ArrayList<>();
    for (String name : names) {
      String ours = target.files().get(name);
      String theirs = source.files().get(name);
      if (Objects.equals(ours, theirs) || isIn(bases, name, theirs)) {
        continue;
      }
      if (!isIn(bases, name, ours) && prefer == Prefer.NONE) {
        contested.add(name);
      } else if (isIn(bases, name, ours) || prefer == Prefer.SOURCE) {
        put(merged, name, theirs);
      }
    }
    if (!contested.isEmpty()) {
      throw GraphException.of(
              StoredError.MERGE_QUERIES_DIFFER,
              "Both sides changed " + String.join(", ", contested) + " since they parted.")
          .with("files", contested)
          .build();
    }
    Texts after = new Texts(merged);
    return after.equals(target) ? Optional.empty() : Optional.of(new NewTexts(after, null));
  }

  private static boolean isIn(List<Texts> bases, String name, @Nullable String text) {
    return !bases.isEmpty()
        && bases.stream().allMatch(base -> Objects.equals(base.files().get(name), text));
  }

  private static void put(SortedMap<String, String> files, String name, @Nullable String text) {
    if (text == null) {
      files.remove(name);
    } else {
      files.put(name, text);
    }
  }
}
