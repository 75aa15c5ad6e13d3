package dev.omnigraph;

import dev.omnigraph.manifest.CommitKind;
import java.time.Instant;
import java.util.List;

/**
 * A commit, for people.
 *
 * @param parents none for the first, two for a merge
 * @param tables what it touched
 */
public record CommitInfo(
    String commitId,
    long seq,
    CommitKind kind,
    String branch,
    String actor,
    Instant authoredAt,
    List<String> parents,
    List<TableSummary> tables) {

  /** Entities of one type that a commit changed. */
  public record TableSummary(
      String type, long inserted, long updated, long deleted, long rowsAfter) {}
}
