package dev.omnigraph.table;

import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the rows of two versions of a table differ, by the data files that these consist of: a
 * fragment is the same in both when its first data file is, whatever its id. Rows that a compaction
 * wrote again are rows that went and rows that came.
 *
 * @param added fragments of the later version whose file the earlier one lacks
 * @param removed by file, the places of the rows that only the earlier version has
 * @param restored by file of both, the places of rows that only the later version has: not of one
 *     that went on from the earlier
 */
public record VersionDiff(
    List<LiveFile> added, Map<String, BitSet> removed, Map<String, BitSet> restored) {
  public VersionDiff {
    added = List.copyOf(added);
    removed = Collections.unmodifiableMap(removed);
    restored = Collections.unmodifiableMap(restored);
  }

  /** Reads the lists of deleted rows of fragments where they differ, and nothing else. */
  public static VersionDiff between(Table before, Table after) {
    Map<String, LiveFile> former = byFile(before);
    List<LiveFile> added = new ArrayList<>();
    List<LiveFile> earlier = new ArrayList<>();
    List<LiveFile> later = new ArrayList<>();
    for (LiveFile now : after.files()) {
      LiveFile then = former.remove(now.file().path());
      if (then == null) {
        added.add(now);
      } else if (!then.file().deletions().equals(now.file().deletions())) {
        earlier.add(then);
        later.add(now);
      }
    }
    List<LiveFile> gone = List.copyOf(former.values());
    earlier.addAll(gone);
    Map<Integer, BitSet> deletedThen = before.deletedRows(earlier);
    Map<Integer, BitSet> deletedNow = after.deletedRows(later);
    Map<String, BitSet> removed = new LinkedHashMap<>();
    Map<String, BitSet> restored = new LinkedHashMap<>();
    for (int i = 0; i < later.size(); i++) {
      BitSet then = of(deletedThen, earlier.get(i));
      BitSet now = of(deletedNow, later.get(i));
      put(removed, later.get(i), without(now, then));
      put(restored, later.get(i), without(then, now));
    }
    for (LiveFile file : gone) {
      BitSet rows = new BitSet();
      rows.set(0, (int) file.file().rows());
      put(removed, file, without(rows, of(deletedThen, file)));
    }
    return new VersionDiff(added, removed, restored);
  }

  /** How many rows differ, at most: deleted ones of fragments that came are among them. */
  public long rows() {
    return added.stream().mapToLong(file -> file.file().rows()).sum()
        + rows(removed)
        + rows(restored);
  }

  private static long rows(Map<String, BitSet> places) {
    return places.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /** The fragments of a version by the file that they are known by. */
  public static Map<String, LiveFile> byFile(Table table) {
    Map<String, LiveFile> files = new LinkedHashMap<>();
    table.files().forEach(file -> files.put(file.file().path(), file));
    return files;
  }

  /** Addresses of places in the fragments of a version that has all of these files. */
  public static List<Long> addresses(Map<String, BitSet> places, Map<String, LiveFile> files) {
    List<Long> addresses = new ArrayList<>();
    places.forEach(
        (path, rows) -> {
          long fragment = Objects.requireNonNull(files.get(path)).fragment();
          rows.stream().forEach(row -> addresses.add(fragment << 32 | row));
        });
    return addresses;
  }

  /** The places of rows by their addresses in a version. */
  public static Map<String, BitSet> places(Iterable<Long> addresses, Table table) {
    Map<Integer, String> paths = new HashMap<>();
    table.files().forEach(file -> paths.put(file.fragment(), file.file().path()));
    Map<String, BitSet> places = new HashMap<>();
    for (long address : addresses) {
      String path = Objects.requireNonNull(paths.get((int) (address >>> 32)));
      places.computeIfAbsent(path, p -> new BitSet()).set((int) address);
    }
    return places;
  }

  private static void put(Map<String, BitSet> rows, LiveFile file, BitSet places) {
    if (!places.isEmpty()) {
      rows.put(file.file().path(), places);
    }
  }

  private static BitSet of(Map<Integer, BitSet> deleted, LiveFile file) {
    return Objects.requireNonNull(deleted.get(file.fragment()));
  }

  private static BitSet without(BitSet all, BitSet others) {
    BitSet rest = (BitSet) all.clone();
    rest.andNot(others);
    return rest;
  }
}
