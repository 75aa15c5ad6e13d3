package dev.omnigraph.cli.remote;

import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The API of a graph behind a URL. Requests that read, and writes under an idempotency key, are
 * sent again when they are refused for want of capacity or the connection breaks off; a write
 * without a key never is once it may have arrived. Redirections are not followed, so that a token
 * goes nowhere else.
 */
public final class Api implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final String KEY = "Idempotency-Key";

  private final URI graph;
  private final Proof proof;
  private final Duration patience;
  private final Pauses pauses;
  private final HttpClient client;
  private final Failures failures;

  /**
   * @param graph {@code https://…/graphs/NAME}
   * @param patience until an answer begins
   */
  public Api(URI graph, Proof proof, Duration patience, Pauses pauses) {
    this.graph = graph;
    this.proof = proof;
    this.patience = patience;
    this.pauses = pauses;
    this.failures = new Failures(graph, proof);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();
  }

  /** An answer that is read as it comes. */
  public record Received(HttpHeaders headers, InputStream body) implements AutoCloseable {
    /** A header that the API always sends. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * The JSON that the API answers.
   *
   * @throws GraphException what the server says, or why it says nothing
   */
  public String json(ApiRequest request) {
    try (Received received = open(request)) {
      String text = new String(received.body().readAllBytes(), StandardCharsets.UTF_8);
      if (!received.header("Content-Type").startsWith("application/json")) {
        throw failures.notTheApi(200);
      }
      return text;
    } catch (IOException e) {
      throw failures.of(e, request, null);
    }
  }

  /**
   * Sends a message of JSON-RPC, whose answer is one too, also where it tells of a failure.
   *
   * @return empty where the message has no answer
   * @throws GraphException what the server says else, or why it says nothing
   */
  public Optional<String> message(ApiRequest request) {
    HttpResponse<InputStream> response = response(request, request);
    String text;
    try (InputStream body = response.body()) {
      text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failures.of(e, request, null);
    }
    if (response.statusCode() < 300 && text.isEmpty()) {
      return Optional.empty();
    }
    if (Reading.object(text).has("jsonrpc")) {
      return Optional.of(text);
    }
    throw failures.of(response.statusCode(), text, request);
  }

  /**
   * An answer of any type, to be closed by the caller.
   *
   * @throws GraphException what the server says, or why it says nothing
   */
  public Received open(ApiRequest request) {
    ApiRequest sent = keyed(request);
    HttpResponse<InputStream> response = response(request, sent);
    if (response.statusCode() < 300) {
      return new Received(response.headers(), response.body());
    }
    try {
      throw failures.of(response, sent);
    } catch (IOException e) {
      throw failures.of(e, sent, key(request, sent));
    }
  }

  /** The first answer that is not to be asked for again. */
  private HttpResponse<InputStream> response(ApiRequest request, ApiRequest sent) {
    for (int attempt = 1; ; attempt++) {
      Optional<Duration> pause;
      try {
        HttpResponse<InputStream> response = client.send(built(sent), BodyHandlers.ofInputStream());
        pause = response.statusCode() < 300 ? Optional.empty() : pause(sent, attempt, response);
        if (pause.isEmpty()) {
          return response;
        }
        response.body().close();
      } catch (IOException e) {
        if (!isRepeated(sent, attempt) || !Tries.isWorthAnother(e)) {
          throw failures.of(e, sent, key(request, sent));
        }
        pause = Optional.of(Tries.before(attempt + 1, RandomGenerator.getDefault()));
      } catch (InterruptedException e) {
        throw interrupted(sent);
      }
      pause(pause.get(), sent);
    }
  }

  /**
   * What a link of an answer leads to. It needs no proof of who calls, and is given none.
   *
   * @throws GraphException why it says nothing
   */
  public Received fetch(URI link) {
    Api place = new Api(link, new Proof.None(), patience, pauses);
    return place.open(ApiRequest.get());
  }

  /** The same server, for what is not about a graph: {@code version}. */
  public Api server() {
    return new Api(Urls.server(graph), proof, patience, pauses);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Optional<Duration> pause(
      ApiRequest sent, int attempt, HttpResponse<InputStream> response) {
    return Tries.isBusy(response.statusCode()) && isRepeated(sent, attempt)
        ? Tries.before(attempt + 1, response.headers(), RandomGenerator.getDefault())
        : Optional.empty();
  }

  private void pause(Duration time, ApiRequest sent) {
    try {
      pauses.pause(time);
    } catch (InterruptedException e) {
      throw interrupted(sent);
    }
  }

  private GraphException interrupted(ApiRequest sent) {
    Thread.currentThread().interrupt();
    return failures.of(new InterruptedIOException("it was interrupted"), sent, null);
  }

  private static boolean isRepeated(ApiRequest sent, int attempt) {
    Content content = sent.content();
    return attempt < Tries.MOST
        && sent.repetition() != Repetition.ONCE
        && (content == null || content.isRepeatable());
  }

  private static ApiRequest keyed(ApiRequest request) {
    return request.repetition() == Repetition.KEYED && !request.headers().containsKey(KEY)
        ? request.header(KEY, UUID.randomUUID().toString())
        : request;
  }

  /** The key under which the caller can send it again. */
  private static @Nullable String key(ApiRequest asked, ApiRequest sent) {
    return asked.repetition() == Repetition.KEYED ? sent.headers().get(KEY) : null;
  }

  private HttpRequest built(ApiRequest request) {
    URI uri = Urls.below(graph, request.target());
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    Content content = request.content();
    if (content != null) {
      headers.put("Content-Type", content.type());
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri).timeout(patience).method(request.method(), publisher(content));
    headers.forEach(builder::setHeader);
    proof.add(builder, new Unsigned(request.method(), uri, headers, content));
    return builder.build();
  }

  private static BodyPublisher publisher(@Nullable Content content) {
    if (content == null) {
      return BodyPublishers.noBody();
    }
    BodyPublisher stream = BodyPublishers.ofInputStream(content.open());
    if (content.length() == 0) {
      return BodyPublishers.noBody();
    }
    return content.length() < 0 ? stream : BodyPublishers.fromPublisher(stream, content.length());
  }
}
