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
 * larger than the memory. An export is sent as it is read, for the same reason. Few of both at a
 * time may wait for their callers.
 */
@Singleton
public class WholeBodies {
  /** As much as a function takes, and then some. */
  static final long LONGEST = 10L << 20;

  /** A fraction of the threads; loads of one branch are one after the other anyway. */
  static final int LOADS = 32;

  /** After the checks of what a request says of itself. */
  private static final int ORDER = -1;

  private final BodyHandler whole = BodyHandler.create(false).setBodyLimit(LONGEST);
  private final Semaphore loads = new Semaphore(LOADS);
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
    context.put(Fallback.READING, true);
    context.request().resume();
    whole.handle(context);
  }

  private void begin(RoutingContext context) {
    context.remove(Fallback.READING);
    switch (operation(context)) {
      case "load", "export" -> limited(context);
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

  private void limited(RoutingContext context) {
    if (loads.tryAcquire()) {
      // The end of an answer and that of its connection are both told.
      AtomicBoolean held = new AtomicBoolean(true);
      context.addEndHandler(
          done -> {
            if (held.getAndSet(false)) {
              loads.release();
            }
          });
      context.next();
      return;
    }
    refusals.send(
        context.response(),
        HttpError.TOO_MANY_LOADS.status(),
        ErrorBody.of(
            HttpError.TOO_MANY_LOADS,
            "%d loads and exports are under way already.".formatted(LOADS),
            Map.of("limit", LOADS)));
  }
}
