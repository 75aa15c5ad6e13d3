package dev.omnigraph.table;

import java.util.List;

/**
 * What a table's upkeep would do to the version it was planned on.
 *
 * @param fragments of the version
 * @param rewrites ids of fragments, each group to become one fragment or few
 * @param indexes that do not cover every row, or will not after the rewrites
 * @param refused indexes of texts that were found to be too long for them, which are not tried
 * @param lookups the look-up objects of the table, if they are to be built
 * @param keepsLookups whether those that the version has stay
 * @param counts whether the numbers of values are not known
 * @param segments the search segments that are to be built or dropped
 */
public record UpkeepPlan(
    int fragments,
    List<List<Integer>> rewrites,
    List<IndexSpec> indexes,
    List<IndexSpec> refused,
    List<LookupSpec> lookups,
    boolean keepsLookups,
    boolean counts,
    SegmentPlan segments) {
  public UpkeepPlan {
    rewrites = List.copyOf(rewrites);
    indexes = List.copyOf(indexes);
    refused = List.copyOf(refused);
    lookups = List.copyOf(lookups);
  }

  public boolean isEmpty() {
    return rewrites.isEmpty()
        && indexes.isEmpty()
        && lookups.isEmpty()
        && !counts
        && segments.isEmpty();
  }
}
