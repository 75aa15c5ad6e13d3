package dev.omnigraph.api;

import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.HttpError;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Answers, in the one shape of failures, requests that are refused before any resource. */
@Singleton
public class Refusals {
  /** What is still on its way is not read, so the connection is closed. */
  public void send(HttpServerResponse response, int status, ErrorBody error) {
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    response.setStatusCode(status);
    response.putHeader("Connection", "close");
    response.putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    if (HttpError.mayComeBack(status)) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    response.end(error.text());
  }
}
