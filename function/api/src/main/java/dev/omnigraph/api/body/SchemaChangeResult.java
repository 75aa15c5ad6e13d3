package dev.omnigraph.api.body;

import dev.omnigraph.SchemaAnswer;
import dev.omnigraph.schema.SchemaStep;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a change of the schema did. */
@Schema(name = "SchemaChangeResult")
public record SchemaChangeResult(
    @Schema(description = "In order; empty when the schema was there already") List<String> steps,
    @Schema(description = "The commit published; the branch's newest when there was nothing to do")
        String commit,
    @Schema(description = "Whether an earlier request with the same Idempotency-Key did the work")
        boolean replayed,
    long requests) {

  public static SchemaChangeResult of(SchemaAnswer answer) {
    return new SchemaChangeResult(
        answer.steps().stream().map(SchemaStep::summary).toList(),
        answer.commitId(),
        answer.replayed(),
        answer.io().requests());
  }
}
