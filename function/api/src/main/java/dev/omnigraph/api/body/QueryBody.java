package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.call.QueryRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A read query as it is asked for. */
@JsonNaming(SnakeCaseStrategy.class)
public record QueryBody(
    @Nullable String query,
    @Nullable String name,
    @Nullable Map<String, @Nullable Object> params,
    @Nullable String branch,
    @Nullable String commit,
    @Nullable String asOf,
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
