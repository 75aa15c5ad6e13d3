package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.SchemaRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A schema that a branch is to have; who asks is never part of it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "SchemaChange", requiredProperties = "schema")
public record SchemaBody(
    @Schema(description = "The whole .pg text", examples = "node Person { name: String @key }")
        @Nullable String schema,
    @Schema(description = "main when absent") @Nullable String branch,
    @Schema(
            description =
                "Whether what is dropped goes from earlier commits too; false when absent")
        @Nullable Boolean allowDataLoss,
    @Schema(description = "Change only if this is still the branch's newest commit; else 412")
        @Nullable String expectedHead) {
  /** What messages call the schema's text. */
  public static final String SOURCE = "schema";

  public String text() {
    return Params.required("schema", schema);
  }

  public boolean losesHistory() {
    return Boolean.TRUE.equals(allowDataLoss);
  }

  public SchemaRequest toRequest(
      String actor, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    return new SchemaRequest(
        text(),
        SOURCE,
        losesHistory(),
        Params.branch(branch),
        actor,
        Params.expectedHead(ifMatch, expectedHead),
        Params.idempotencyKey(idempotencyKey));
  }
}
