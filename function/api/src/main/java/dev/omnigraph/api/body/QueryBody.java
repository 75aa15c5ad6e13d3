package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.QueryRequest;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A read query as it is asked for. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Query", requiredProperties = "query")
public record QueryBody(
    @Schema(
            description = "Text of one or more queries in .gq",
            examples =
                "query busy { match { $f: Flight } return { $f.origin, sum($f.count) as n } order {"
                    + " n desc } limit 10 }")
        @Nullable String query,
    @Schema(description = "Which of the text's queries; needed when it has more than one")
        @Nullable String name,
    @Schema(description = "Values of the query's parameters, by name without $")
        @Nullable Map<String, @Nullable Object> params,
    @Schema(description = "main when absent") @Nullable String branch,
    @Schema(description = "Read the state that this commit published") @Nullable String commit,
    @Schema(
            description = "Read the newest state at or before this time",
            examples = "2026-01-31T12:00:00Z")
        @Nullable String asOf,
    @Schema(description = "Whether the answer comes with its plan, as text for people")
        @Nullable Boolean explain) {

  public boolean explains() {
    return Boolean.TRUE.equals(explain);
  }

  public QueryRequest toRequest() {
    return new QueryRequest(
        Params.required("query", query),
        Params.SOURCE,
        name,
        params == null ? Map.of() : params,
        Params.readAt(branch, commit, asOf));
  }
}
