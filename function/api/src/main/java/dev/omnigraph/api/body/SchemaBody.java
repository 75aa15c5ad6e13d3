package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.SchemaRequest;
import org.jspecify.annotations.Nullable;

/** A schema that a branch is to have; who asks is never part of it. */
@JsonNaming(SnakeCaseStrategy.class)
public record SchemaBody(
    @Nullable String schema,
    @Nullable String branch,
    @Nullable Boolean allowDataLoss,
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
