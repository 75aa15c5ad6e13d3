package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.CallReport;
import dev.omnigraph.call.MutationAnswer;

/** What a write query did. */
@JsonNaming(SnakeCaseStrategy.class)
public record MutationResult(
    String query,
    long affectedNodes,
    long affectedEdges,
    String commit,
    boolean replayed,
    long requests) {

  public static MutationResult of(MutationAnswer answer, CallReport report) {
    return new MutationResult(
        answer.query(),
        answer.affectedNodes(),
        answer.affectedEdges(),
        answer.commitId(),
        answer.replayed(),
        report.io().requests());
  }
}
