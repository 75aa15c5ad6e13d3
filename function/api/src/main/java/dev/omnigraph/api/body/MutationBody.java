package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.MutationRequest;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A write query as it is asked for; who asks is never part of it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Mutation", requiredProperties = "query")
public record MutationBody(
    @Schema(
            description = "Text of one or more queries in .gq",
            examples =
                "query rename($iata: String, $n: String) { update Airport set { name: $n } where iata = $iata }")
        @Nullable String query,
    @Schema(description = "Which of the text's queries; needed when it has more than one")
        @Nullable String name,
    @Schema(description = "Values of the query's parameters, by name without $")
        @Nullable Map<String, @Nullable Object> params,
    @Schema(description = "main when absent") @Nullable String branch,
    @Schema(description = "Write only if this is still the branch's newest commit; else 412")
        @Nullable String expectedHead) {

  public MutationRequest toRequest(
      String actor, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    return new MutationRequest(
        Params.required("query", query),
        Params.SOURCE,
        name,
        params == null ? Map.of() : params,
        Params.branch(branch),
        actor,
        Params.expectedHead(ifMatch, expectedHead),
        Params.idempotencyKey(idempotencyKey));
  }
}
