package dev.omnigraph.table;

import java.util.List;

/**
 * What a table's upkeep would do to the version it was planned on.
 *
 * @param fragments of the version
 * @param rewrites ids of fragments, each group to become one fragment or few
 * @param indexes that do not cover every row, or will not after the rewrites
 */
public record UpkeepPlan(int fragments, List<List<Integer>> rewrites, List<IndexSpec> indexes) {
  public UpkeepPlan {
    rewrites = List.copyOf(rewrites);
    indexes = List.copyOf(indexes);
  }

  public boolean isEmpty() {
    return rewrites.isEmpty() && indexes.isEmpty();
  }
}
