package dev.omnigraph.caller;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One small answer over HTTP, whole within five seconds; redirections are not followed. */
final class Fetch {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long LARGEST_ANSWER = 1 << 18;

  private final Duration timeout;
  private @Nullable HttpClient client;

  Fetch() {
    this(TIMEOUT);
  }

  Fetch(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * The text of an answer 200.
   *
   * @throws IOException any other answer, or none in time
   */
  String text(HttpRequest.Builder request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> response =
        client()
            .sendAsync(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
    try {
      // Not the request's own timeout, which ends with the headers.
      HttpResponse<String> answer = response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (answer.statusCode() != 200) {
        throw new IOException("it answers " + answer.statusCode());
      }
      return answer.body();
    } catch (ExecutionException e) {
      throw new IOException("it cannot be reached", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("it does not answer in time", e);
    } finally {
      response.cancel(true);
    }
  }

  /** Made when it is first needed, which most processes never do. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(timeout)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
    }
    return client;
  }
}
