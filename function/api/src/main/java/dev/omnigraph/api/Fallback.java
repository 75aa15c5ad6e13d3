package dev.omnigraph.api;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Answers, in the one shape of failures, what failed before it reached a resource: a path that
 * cannot be read, a body that is cut off or too long. A caller who has gone is no failure of the
 * server's and leaves no trace in its log.
 */
@Singleton
public class Fallback {
  /**
   * A key of a request whose body is on its way, with the bytes that it may have: what fails then
   * is the caller's failure.
   */
  public static final String READING = "omnigraph.reading";

  /** Before Quarkus' own, which would put it into the log. */
  private static final int ORDER = -20;

  private static final Logger LOG = Logger.getLogger(Fallback.class);

  private final Refusals refusals;

  Fallback(Refusals refusals) {
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).failureHandler(this::answer);
  }

  private void answer(RoutingContext context) {
    int status = context.statusCode();
    if (context.get(READING) != null && (status < 400 || status >= 500)) {
      LOG.debugf(context.failure(), "The body of %s cannot be read", context.request().path());
      status = 400;
    }
    if (status < 400 || status >= 500) {
      context.next();
      return;
    }
    String path = context.request().path();
    refusals.send(
        context.response(),
        status,
        status == 413
            ? HttpProblems.tooLarge(context.get(READING), path)
            : HttpProblems.body(status, null, path));
  }
}
