package dev.omnigraph.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body that announces itself as too large, in the one shape of failures: Quarkus' own
 * check, which comes after this one and before any resource, would answer with nothing.
 */
@Singleton
public class BodyLimit {
  /** Just before Quarkus' own. */
  private static final int ORDER = -3;

  private final long limit;
  private final ObjectMapper json;

  BodyLimit(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M")
          MemorySize limit,
      ObjectMapper json) {
    this.limit = limit.asLongValue();
    this.json = json;
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::check);
  }

  private void check(RoutingContext context) {
    if (length(context.request().getHeader("Content-Length")) <= limit) {
      context.next();
      return;
    }
    // What is still on its way is not read, so the connection cannot be used again.
    HttpServerResponse response = context.response().setStatusCode(413);
    response.putHeader("Connection", "close").putHeader("Content-Type", MediaType.APPLICATION_JSON);
    response.end(body(context.normalizedPath()));
  }

  private String body(String path) {
    try {
      return json.writeValueAsString(HttpProblems.body(413, null, path));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long length(@Nullable String header) {
    return header != null && header.matches("[0-9]{1,18}") ? Long.parseLong(header) : 0;
  }
}
