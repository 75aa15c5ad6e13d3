package dev.omnigraph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an optimize run did; nothing to do is a report without commit.
 *
 * @param commitId the last maintenance commit published, or null
 */
public record OptimizeReport(
    String branch, @Nullable String commitId, List<TableReport> tables, RecoveryReport recovery) {

  /**
   * One table.
   *
   * @param indexesBuilt names of indexes built or extended to cover every row
   * @param indexesNotBuilt properties with {@code @index} whose type has no index yet: Strings and
   *     Vectors
   */
  public record TableReport(
      String type,
      String tableId,
      int fragmentsBefore,
      int fragmentsAfter,
      long rows,
      List<String> indexesBuilt,
      List<String> indexesNotBuilt) {}

  /** What the recovery sweep found on the way. */
  public record RecoveryReport(int rolledForward, int rolledBack, int inFlight) {}
}
