package dev.omnigraph.table;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.lookup.Lookup;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Decides, from what is known of a table's look-up objects, whether to build them. Pure. */
record LookupPlanner(TableOptions options) {
  /** Of the rows that an object knows, so many that are gone or that it does not know. */
  private static final double STALE_SHARE = 0.1;

  /** Each is one more file to read beside the object. */
  private static final int MOST_UNCOVERED = 16;

  /**
   * They are read beside the object too, so a large table does not wait for a tenth. Half of what
   * readers take, so that as many may come before the next upkeep.
   */
  private static final long MOST_UNCOVERED_ROWS = Lookup.MOST_UNCOVERED_ROWS / 2;

  /** Of an id in memory, with its rank. */
  private static final long BYTES_OF_AN_ID = 48;

  /**
   * Whether a table should have look-up objects: it is not read whole, and they fit the memory.
   *
   * @param parts of the table
   */
  boolean isWanted(Collection<UpkeepPlanner.Part> parts, long rows, List<LookupSpec> specs) {
    boolean small =
        rows <= options.reads().smallRows()
            && parts.stream().allMatch(part -> part.bytes() <= options.reads().wholeBytes());
    return !small
        && !specs.isEmpty()
        && rows * LookupColumns.OTHER_BYTES <= options.lookups().objectBytes()
        && bytes(parts, rows, specs) <= options.lookups().mostBytes();
  }

  /** What building takes, about. */
  private static long bytes(
      Collection<UpkeepPlanner.Part> parts, long rows, List<LookupSpec> specs) {
    long all = parts.stream().mapToLong(UpkeepPlanner.Part::rows).sum();
    long ids =
        specs.stream()
            .flatMap(spec -> Stream.ofNullable(spec.keys()))
            .distinct()
            .mapToLong(Pin::rows)
            .reduce(Long::sum)
            .orElse(rows);
    return all * LookupBuilder.BYTES_OF_A_ROW + ids * BYTES_OF_AN_ID;
  }

  /**
   * Whether an object is no longer worth reading, or will not be after the rewrites.
   *
   * @param covered files of an object
   * @param version the fragments that there are
   * @param rewritten ids of those that will be rewritten
   */
  boolean isStale(List<CoveredFile> covered, List<LiveFile> version, Set<Integer> rewritten) {
    Map<String, CoveredFile> files = new HashMap<>();
    covered.forEach(file -> files.put(file.path(), file));
    Set<String> gone = new HashSet<>(files.keySet());
    long changed = 0;
    int uncovered = 0;
    long uncoveredRows = 0;
    for (LiveFile live : version) {
      CoveredFile known = files.get(live.file().path());
      if (known == null) {
        uncovered++;
        uncoveredRows += live.rows();
        continue;
      }
      if (rewritten.contains(live.fragment())) {
        return true;
      }
      gone.remove(known.path());
      if (!known.equals(live.file())) {
        changed += known.rows() - live.rows();
      }
    }
    for (CoveredFile file : covered) {
      changed += gone.contains(file.path()) ? file.rows() : 0;
    }
    changed += uncoveredRows;
    long all = covered.stream().mapToLong(CoveredFile::rows).sum();
    return uncovered > MOST_UNCOVERED
        || uncoveredRows > MOST_UNCOVERED_ROWS
        || (changed >= STALE_SHARE * all && changed > 0);
  }
}
