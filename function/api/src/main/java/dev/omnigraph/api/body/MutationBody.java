package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.WriteOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A write query as it is asked for; who asks is never part of it. */
@JsonNaming(SnakeCaseStrategy.class)
public record MutationBody(
    @Nullable String query,
    @Nullable String name,
    @Nullable Map<String, @Nullable Object> params,
    @Nullable String branch,
    @Nullable String expectedHead) {

  public MutationRequest toRequest(
      String actor, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    return new MutationRequest(
        Params.required("query", query),
        Params.SOURCE,
        name,
        params == null ? Map.of() : params,
        WriteOptions.on(Params.branch(branch), actor)
            .expecting(Params.expectedHead(ifMatch, expectedHead))
            .keyed(Params.idempotencyKey(idempotencyKey)));
  }
}
