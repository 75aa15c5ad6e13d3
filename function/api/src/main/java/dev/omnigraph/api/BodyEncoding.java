package dev.omnigraph.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses, in the one shape of failures, a body whose end a server could only guess. */
@Singleton
public class BodyEncoding {
  /** Before everything that reads a path or a body. */
  private static final int ORDER = -15;

  private final Refusals refusals;

  BodyEncoding(Refusals refusals) {
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::check);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String encoding = request.getHeader("Transfer-Encoding");
    if (encoding == null || encoding.strip().equalsIgnoreCase("chunked")) {
      context.next();
      return;
    }
    // Where the body ends is not known, and so neither is where the next request begins.
    String reason = "The Transfer-Encoding is not one that this server reads.";
    refusals.send(context.response(), 400, HttpProblems.body(400, reason, request.path()));
  }
}
