package dev.omnigraph.maintain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@link Optimize} did.
 *
 * @param commitId the commit published, or null when there was nothing to do
 * @param tables every table looked at, in the catalog's order
 */
public record OptimizeResult(@Nullable String commitId, List<TableResult> tables) {
  public OptimizeResult {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param rewritten fragments that compaction replaced
   * @param indexesBuilt columns whose indexes were built or extended
   * @param indexesNotBuilt columns that have {@code @index}, of types that no index is built for
   */
  public record TableResult(
      String type,
      String tableId,
      int fragmentsBefore,
      int fragmentsAfter,
      int rewritten,
      long rows,
      List<String> indexesBuilt,
      List<String> indexesNotBuilt) {
    public TableResult {
      indexesBuilt = List.copyOf(indexesBuilt);
      indexesNotBuilt = List.copyOf(indexesNotBuilt);
    }
  }
}
