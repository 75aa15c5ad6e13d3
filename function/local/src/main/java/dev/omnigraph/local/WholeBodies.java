package dev.omnigraph.local;

import dev.omnigraph.api.Fallback;
import dev.omnigraph.api.Refusals;
import dev.omnigraph.api.Routes;
import dev.omnigraph.api.Routes.Route;
import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.HttpError;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives a thread to a request when its body is here, and not before: callers that send half of it
 * and wait would else hold all threads. Only what a load sends is read as it comes, since it may be
 * larger than the memory. An export is sent as it is read, for the same reason, and so are rows.
 * Few of each at a time may wait for their callers, and few feeds for their commits.
 */
@Singleton
public class WholeBodies {
  /** As much as a function takes, and then some. */
  static final long LONGEST = 10L << 20;

  /** A fraction of the threads; loads of one branch are one after the other anyway. */
  static final int LOADS = 32;

  /** Their memory is bounded as a whole; this leaves threads to all that is not a query. */
  static final int QUERIES = 64;

  /** Each holds a thread for as long as it waits for a commit. */
  static final int FEEDS = 32;

  /** After the checks of what a request says of itself. */
  private static final int ORDER = -1;

  private final BodyHandler whole = BodyHandler.create(false).setBodyLimit(LONGEST);
  private final Semaphore loads = new Semaphore(LOADS);
  private final Semaphore queries = new Semaphore(QUERIES);
  private final Semaphore feeds = new Semaphore(FEEDS);
  private final Refusals refusals;

  WholeBodies(Refusals refusals) {
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::read);
    router.route().order(ORDER).handler(this::begin);
  }

  private void read(RoutingContext context) {
    String operation = operation(context);
    // Nobody reads the body of what leads nowhere.
    if (operation.isEmpty() || operation.equals("load") || !hasBody(context.request())) {
      context.next();
      return;
    }
    context.put(Fallback.READING, LONGEST);
    context.request().resume();
    whole.handle(context);
  }

  private void begin(RoutingContext context) {
    context.remove(Fallback.READING);
    switch (operation(context)) {
      case "load", "export" ->
          limited(
              context,
              loads,
              HttpError.TOO_MANY_LOADS,
              "%d loads and exports are under way already.",
              LOADS);
      case "query", "call", "mutate", "mcp" ->
          limited(
              context,
              queries,
              HttpError.TOO_MANY_QUERIES_AT_ONCE,
              "%d queries are under way already.",
              QUERIES);
      case "feed" -> {
        if (context.queryParams().contains("wait")) {
          limited(
              context,
              feeds,
              HttpError.TOO_MANY_FEEDS,
              "%d feeds wait for commits already.",
              FEEDS);
        } else {
          context.next();
        }
      }
      default -> context.next();
    }
  }

  private static String operation(RoutingContext context) {
    return Optional.ofNullable(context.request().path())
        .flatMap(path -> Routes.find(context.request().method().name(), path))
        .map(Route::operation)
        .orElse("");
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return request.getHeader("Transfer-Encoding") != null
        || (length != null && !length.equals("0"));
  }

  /** The slots of feeds that wait, each taken by one that does. */
  Semaphore feeds() {
    return feeds;
  }

  /** The slots of queries, each taken while one is under way. */
  Semaphore queries() {
    return queries;
  }

  private void limited(
      RoutingContext context, Semaphore slots, HttpError code, String message, int limit) {
    if (slots.tryAcquire()) {
      // The end of an answer and that of its connection are both told.
      AtomicBoolean held = new AtomicBoolean(true);
      context.addEndHandler(
          done -> {
            if (held.getAndSet(false)) {
              slots.release();
            }
          });
      context.next();
      return;
    }
    refusals.send(
        context.response(),
        code.status(),
        ErrorBody.of(code, message.formatted(limit), Map.of("limit", limit)));
  }
}
