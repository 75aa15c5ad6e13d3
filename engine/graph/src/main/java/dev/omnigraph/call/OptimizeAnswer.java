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
   * The search segments of a property that were built.
   *
   * @param kind {@code text} or {@code vector}
   * @param rows that they know
   * @param rowsLeft that are to be known too, and are left to the next run
   * @param failure a file of which none could be built, and why; null when there is none. Its rows
   *     are left, and every run tries again
   */
  public record Segments(
      String property, String kind, long rows, long rowsLeft, @Nullable String failure) {}

  /**
   * One table.
   *
   * @param rewritten fragments that compaction replaced
   * @param indexesBuilt columns whose indexes were built or extended to cover every row
   * @param indexesNotBuilt columns that have {@code @index} and none was built for, because their
   *     texts are too long; their words are found all the same
   * @param lookupsBuilt columns by which look-up objects were built
   * @param segmentsBuilt the search segments that were built, by column
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
      List<String> lookupsBuilt,
      List<Segments> segmentsBuilt) {
    public Table {
      indexesBuilt = List.copyOf(indexesBuilt);
      indexesNotBuilt = List.copyOf(indexesNotBuilt);
      lookupsBuilt = List.copyOf(lookupsBuilt);
      segmentsBuilt = List.copyOf(segmentsBuilt);
    }
  }
}
