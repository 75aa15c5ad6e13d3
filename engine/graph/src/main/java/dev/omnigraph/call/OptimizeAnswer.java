package dev.omnigraph.call;

import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an optimize run did; when there was nothing to do, there is no commit.
 *
 * @param commitId the commit published, or null
 * @param tables every table looked at, in the catalog's order
 * @param recovery what the sweep that came first found on the way
 */
public record OptimizeAnswer(
    BranchName branch, @Nullable CommitId commitId, List<Table> tables, SweepReport recovery) {
  public OptimizeAnswer {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param rewritten fragments that compaction replaced
   * @param indexesBuilt columns whose indexes were built or extended to cover every row
   * @param indexesNotBuilt columns that have {@code @index} and none was built for: Vectors, and
   *     Strings that are too long
   * @param lookupsBuilt columns by which look-up objects were built
   */
  public record Table(
      String type,
      TableId tableId,
      int fragmentsBefore,
      int fragmentsAfter,
      int rewritten,
      long rows,
      List<String> indexesBuilt,
      List<String> indexesNotBuilt,
      List<String> lookupsBuilt) {
    public Table {
      indexesBuilt = List.copyOf(indexesBuilt);
      indexesNotBuilt = List.copyOf(indexesNotBuilt);
      lookupsBuilt = List.copyOf(lookupsBuilt);
    }
  }
}
