package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.MutationAnswer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a write query did. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "MutationResult")
public record MutationResult(
    String query,
    long affectedNodes,
    long affectedEdges,
    @Schema(description = "The commit published; the branch's newest when nothing changed")
        String commit,
    @Schema(description = "Whether an earlier request with the same Idempotency-Key did the work")
        boolean replayed,
    long requests) {

  public static MutationResult of(MutationAnswer answer) {
    return new MutationResult(
        answer.query(),
        answer.affectedNodes(),
        answer.affectedEdges(),
        answer.commitId(),
        answer.replayed(),
        answer.io().requests());
  }
}
