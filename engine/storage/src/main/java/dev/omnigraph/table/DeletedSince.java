package dev.omnigraph.table;

import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the lists of deleted rows of two versions of a table. */
final class DeletedSince {
  private DeletedSince() {}

  /** A fragment of both versions, by its files. */
  private record Both(LiveFile then, LiveFile now) {}

  /**
   * Whether of the files that both versions have, no row that was deleted is there again. It is
   * when a version was restored in between. The lists are read only where they differ, and none is
   * read of a file that had no deleted row.
   */
  static boolean onlyGrew(LanceTable then, LanceTable now) {
    String path = now.pin().path();
    Map<String, LiveFile> before = new HashMap<>();
    LanceLookups.fragments(then)
        .forEach(
            fragment -> fragment.data(path).forEach(file -> before.put(file, fragment.live(path))));
    List<Both> differ = new ArrayList<>();
    LanceLookups.fragments(now)
        .forEach(
            fragment -> {
              LiveFile live = fragment.live(path);
              fragment.data(path).stream()
                  .map(before::get)
                  .filter(Objects::nonNull)
                  .distinct()
                  .filter(was -> !was.file().deletions().isEmpty())
                  .filter(was -> !was.file().deletions().equals(live.file().deletions()))
                  .forEach(was -> differ.add(new Both(was, live)));
            });
    if (differ.isEmpty()) {
      return true;
    }
    Map<Integer, BitSet> had = then.deletedRows(differ.stream().map(Both::then).toList());
    Map<Integer, BitSet> has = now.deletedRows(differ.stream().map(Both::now).toList());
    return differ.stream()
        .allMatch(
            both -> {
              BitSet again = (BitSet) rows(had, both.then()).clone();
              again.andNot(rows(has, both.now()));
              return again.isEmpty();
            });
  }

  private static BitSet rows(Map<Integer, BitSet> lists, LiveFile file) {
    return Objects.requireNonNull(lists.get(file.fragment()));
  }
}
