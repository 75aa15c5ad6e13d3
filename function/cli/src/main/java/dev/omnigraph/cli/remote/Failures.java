package dev.omnigraph.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a server did not do what it was asked for, or why nobody knows. */
final class Failures {
  /** Of an answer that is not the API's, more is not of interest. */
  private static final int MOST = 1 << 20;

  private final URI graph;
  private final Proof proof;

  Failures(URI graph, Proof proof) {
    this.graph = graph;
    this.proof = proof;
  }

  /** An answer that tells of a failure. */
  GraphException of(HttpResponse<InputStream> response, ApiRequest sent) throws IOException {
    String text;
    try (InputStream body = response.body()) {
      text = new String(body.readNBytes(MOST), StandardCharsets.UTF_8);
    }
    return of(response.statusCode(), text, sent);
  }

  /** The same of a text that was read. */
  GraphException of(int status, String text, ApiRequest sent) {
    JsonNode json = Reading.object(text);
    if (ServerFailure.isOne(json)) {
      return ServerFailure.of(status, json, sent.files(), proof);
    }
    return switch (status) {
      case 401, 403 -> refused(status, json);
      case 404, 405 -> notTheApi(status);
      case 413 ->
          GraphException.of(
                  RemoteError.SENT_TOO_LARGE,
                  "%s does not take a body of this size.".formatted(host()))
              .build();
      case 429 ->
          GraphException.of(
                  RemoteError.TOO_MANY_REQUESTS,
                  "%s takes no more requests for now.".formatted(host()))
              .build();
      case 500, 502, 503, 504 -> failed(status, sent);
      default -> notTheApi(status);
    };
  }

  /**
   * No answer.
   *
   * @param key under which a write can be sent again
   */
  GraphException of(IOException e, ApiRequest sent, @Nullable String key) {
    if (Tries.neverArrived(e)) {
      return unreachable(e);
    }
    String what =
        e instanceof HttpTimeoutException
            ? "%s gave no answer in time.".formatted(host())
            : "The connection to %s broke off: %s.".formatted(host(), e.getMessage());
    if (!sent.isWrite()) {
      return GraphException.of(RemoteError.ANSWER_LOST, what).cause(e).build();
    }
    GraphException.Builder uncertain =
        GraphException.of(RemoteError.WRITE_UNCERTAIN, what + " It may have been done.").cause(e);
    return key == null
        ? uncertain.build()
        : uncertain
            .next("Run the command again with --key %s: it is done once.".formatted(key))
            .with("key", key)
            .build();
  }

  GraphException notTheApi(int status) {
    return GraphException.of(
            RemoteError.NOT_THE_API,
            "What answers at %s is not the API of OmniGraph (HTTP %d).".formatted(graph, status))
        .build();
  }

  private GraphException refused(int status, JsonNode json) {
    String said = json.path("message").asText(json.path("Message").asText(""));
    String reason = said.isEmpty() ? "" : ": " + said;
    return GraphException.of(
            RemoteError.ACCESS_REFUSED,
            "%s does not accept who calls (HTTP %d)%s.".formatted(host(), status, reason))
        .next(ServerFailure.access(proof))
        .build();
  }

  private GraphException failed(int status, ApiRequest sent) {
    RemoteError code =
        sent.isWrite() && sent.repetition() == ApiRequest.Repetition.ONCE
            ? RemoteError.WRITE_UNCERTAIN
            : RemoteError.SERVER_FAILED;
    return GraphException.of(
            code, "%s answers HTTP %d, and not as the API does.".formatted(host(), status))
        .build();
  }

  private GraphException unreachable(IOException e) {
    if (e instanceof SSLException) {
      return GraphException.of(
              RemoteError.CERTIFICATE_REFUSED,
              "No safe connection to %s: %s.".formatted(host(), e.getMessage()))
          .cause(e)
          .build();
    }
    String problem =
        isUnknown(e)
            ? "There is no host %s.".formatted(graph.getHost())
            : e instanceof HttpConnectTimeoutException
                ? "%s does not answer.".formatted(host())
                : e instanceof ConnectException
                    ? "No server listens at %s.".formatted(host())
                    : "%s cannot be reached: %s.".formatted(host(), e.getMessage());
    return GraphException.of(RemoteError.SERVER_UNREACHABLE, problem).cause(e).build();
  }

  private static boolean isUnknown(@Nullable Throwable e) {
    return e != null
        && (e instanceof UnresolvedAddressException
            || e instanceof UnknownHostException
            || isUnknown(e.getCause()));
  }

  private String host() {
    return graph.getRawAuthority();
  }
}
