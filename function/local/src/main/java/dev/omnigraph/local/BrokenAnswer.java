package dev.omnigraph.local;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.RequestScoped;

/** Ends an answer whose body broke off, so that nobody takes it for a whole one. */
@RequestScoped
class BrokenAnswer {
  private final HttpServerRequest request;

  BrokenAnswer(CurrentVertxRequest current) {
    this.request = current.getCurrent().request();
  }

  /** Whether a failure can no longer be answered as one. */
  boolean hasBegun() {
    HttpServerResponse response = request.response();
    return response.headWritten();
  }

  /**
   * Closes the connection, and waits until it is: what is written after the failure, an error's
   * body or the end of this one, would else arrive behind the rows.
   */
  void end() {
    request.connection().close().toCompletionStage().toCompletableFuture().join();
  }

  HttpServerResponse response() {
    return request.response();
  }
}
