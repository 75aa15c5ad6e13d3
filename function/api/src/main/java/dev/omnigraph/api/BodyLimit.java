package dev.omnigraph.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
  private final Refusals refusals;

  BodyLimit(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M")
          MemorySize limit,
      Refusals refusals) {
    this.limit = limit.asLongValue();
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::check);
  }

  private void check(RoutingContext context) {
    if (length(context.request().getHeader("Content-Length")) <= limit) {
      context.next();
      return;
    }
    refusals.send(context.response(), 413, HttpProblems.tooLarge(limit, context.request().path()));
  }

  private static long length(@Nullable String header) {
    return header != null && header.matches("[0-9]{1,18}") ? Long.parseLong(header) : 0;
  }
}
