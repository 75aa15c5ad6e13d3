package dev.omnigraph.embed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, each of which may arrive several times without harm. One is sent again when the
 * server says that it is busy or broken (408, 409, 429 and 5xx), when it does not answer in time,
 * and when the connection fails; everything else is told at once.
 */
final class Caller implements AutoCloseable {
  /** Answers that another attempt may mend: too slow, in conflict with another, too many. */
  private static final Set<Integer> BUSY = Set.of(408, 409, 429);

  private static final int SERVER_ERROR = 500;

  /** More than the vectors of any batch. */
  private static final long LARGEST_ANSWER = 64 << 20;

  /** Of what a server says, in messages. */
  private static final int REASON = 300;

  private @Nullable HttpClient client;
  private final Duration timeout;
  private final Pace pace;

  /** What is to be known of answers that are not 200. */
  interface Answers {
    /** What the server says went wrong; empty when it is not found. */
    String reason(JsonNode answer);

    /** Whether no other attempt can succeed, although the status of the answer says so. */
    default boolean isFinal(JsonNode answer) {
      return false;
    }
  }

  /** What became of an attempt that another one may mend. */
  private record Failure(String what, Optional<Duration> retryAfter, @Nullable Exception cause) {}

  Caller(Duration timeout, Pace pace) {
    this.timeout = timeout;
    this.pace = pace;
  }

  /** When a call that begins now must have ended. */
  long end(Duration time) {
    return pace.nanos().getAsLong() + time.toNanos();
  }

  /**
   * The answer to a request.
   *
   * @param end as {@link #end} gave it
   * @throws GraphException {@code embedding_unavailable}, {@code embedding_refused}, {@code
   *     embedding_failed}
   */
  JsonNode send(Message message, Proof proof, Answers answers, long end) {
    String server = message.to().getHost();
    for (int attempt = 1; ; attempt++) {
      Failure failure;
      try {
        HttpResponse<byte[]> response = sendOnce(message, proof, end);
        int status = response.statusCode();
        if (status == 200) {
          return read(response.body(), server);
        }
        JsonNode answer = Json.read(response.body());
        String said = said(status, proof, answers.reason(answer));
        boolean isFinal = answers.isFinal(answer);
        if (isFinal || (!BUSY.contains(status) && status < SERVER_ERROR)) {
          throw refusal(server, status, isFinal, said);
        }
        failure = new Failure("answers %d%s".formatted(status, said), retryAfter(response), null);
      } catch (TimeoutException e) {
        failure = new Failure("did not answer in time", Optional.empty(), null);
      } catch (IOException e) {
        failure = new Failure("cannot be reached", Optional.empty(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable(server, new Failure("was not waited for", Optional.empty(), e), attempt);
      }
      Duration pause = pace.pauseAfter(attempt, failure.retryAfter());
      if (attempt >= pace.attempts() || pause.toNanos() >= end - pace.nanos().getAsLong()) {
        throw unavailable(server, failure, attempt);
      }
      pace.sleep().accept(pause);
    }
  }

  private HttpResponse<byte[]> sendOnce(Message message, Proof proof, long end)
      throws IOException, TimeoutException, InterruptedException {
    long left = Math.min(timeout.toNanos(), end - pace.nanos().getAsLong());
    // Not the request's own timeout, which ends with the headers.
    CompletableFuture<HttpResponse<byte[]>> response =
        client()
            .sendAsync(
                proof.of(message).build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      return response.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } finally {
      response.cancel(true);
    }
  }

  private static JsonNode read(byte[] body, String server) {
    JsonNode answer = Json.read(body);
    if (!answer.isObject()) {
      throw failed("The answer of %s is not a JSON object.".formatted(server));
    }
    return answer;
  }

  /** A 401 may repeat the key in ways that are not known here, so its text is left out. */
  private static String said(int status, Proof proof, String reason) {
    String text = status == 401 ? "" : proof.withoutSecrets(reason);
    String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
    if (plain.isEmpty()) {
      return "";
    }
    return ": " + (plain.length() > REASON ? plain.substring(0, REASON) + "…" : plain);
  }

  private static Optional<Duration> retryAfter(HttpResponse<byte[]> response) {
    return response.headers().firstValue("Retry-After").flatMap(Caller::retryAfter);
  }

  private static Optional<Duration> retryAfter(String header) {
    if (header.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      Instant at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration pause = Duration.between(Instant.now(), at);
      return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static GraphException unavailable(String server, Failure failure, int attempts) {
    GraphException.Builder error =
        GraphException.of(
                EmbedError.EMBEDDING_UNAVAILABLE,
                "The embedding model at %s %s, after %d %s."
                    .formatted(
                        server, failure.what(), attempts, attempts == 1 ? "attempt" : "attempts"))
            .with("server", server)
            .with("attempts", attempts)
            .cause(failure.cause());
    failure
        .retryAfter()
        .ifPresent(pause -> error.next("Try again in %d seconds.".formatted(pause.toSeconds())));
    return error.build();
  }

  private static GraphException refusal(String server, int status, boolean isFinal, String said) {
    boolean isRight = isFinal || status == 401 || status == 403 || status == 404;
    return GraphException.of(
            isRight ? EmbedError.EMBEDDING_REFUSED : EmbedError.EMBEDDING_FAILED,
            "The embedding model at %s answers %d%s.".formatted(server, status, said))
        .with("server", server)
        .with("status", status)
        .build();
  }

  static GraphException failed(String message) {
    return GraphException.of(EmbedError.EMBEDDING_FAILED, message).build();
  }

  /** Made when it is first needed, which most processes never do. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(timeout)
              // Asked to go on with HTTP/2, some servers answer as if there were no body.
              .version(HttpClient.Version.HTTP_1_1)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
