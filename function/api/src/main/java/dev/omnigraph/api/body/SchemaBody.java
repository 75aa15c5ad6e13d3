package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import org.jspecify.annotations.Nullable;

/** A schema that a branch is to have; who asks is never part of it. */
@JsonNaming(SnakeCaseStrategy.class)
public record SchemaBody(
    @Nullable String schema,
    @Nullable String branch,
    @Nullable Boolean allowDataLoss,
    @Nullable String expectedHead) {
  /** What messages call the schema's text. */
  private static final String SOURCE = "schema";

  private String text() {
    return Params.required("schema", schema);
  }

  private boolean losesHistory() {
    return Boolean.TRUE.equals(allowDataLoss);
  }

  public PlanRequest toPlanRequest() {
    return new PlanRequest(text(), SOURCE, losesHistory(), new ReadAt.Head(Params.branch(branch)));
  }

  public SchemaRequest toRequest(
      String actor, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    return new SchemaRequest(
        text(),
        SOURCE,
        true,
        losesHistory(),
        WriteOptions.on(Params.branch(branch), actor)
            .expecting(Params.expectedHead(ifMatch, expectedHead))
            .keyed(Params.idempotencyKey(idempotencyKey)));
  }
}
