package dev.omnigraph.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A server of embeddings that answers as it is told, and keeps what it was asked. */
final class StubServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new ArrayList<>();
  private final Queue<Answer> answers = new ArrayDeque<>();
  private Function<Request, Answer> usual = request -> new Answer(200, "{}");

  /** What arrived. */
  record Request(String path, Map<String, String> headers, JsonNode body) {
    /** How many texts it has, as OpenAI's API has them. */
    int texts() {
      return body.path("input").size();
    }
  }

  /** What is answered. */
  record Answer(int status, String body, Map<String, String> headers) {
    Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  /** No answer, ever. */
  static final Answer SILENCE = new Answer(0, "");

  StubServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  /** The next answers, each given once. */
  StubServer then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** What is answered when nothing else is said. */
  StubServer usually(Function<Request, Answer> answer) {
    usual = answer;
    return this;
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** An answer of OpenAI's API, with vectors that count from 1 in their first number. */
  static Answer openAi(int count, int dimension) {
    return new Answer(
        200,
        IntStream.range(0, count)
            .mapToObj(i -> "{\"index\":%d,\"embedding\":%s}".formatted(i, vector(i, dimension)))
            .collect(Collectors.joining(",", "{\"data\":[", "]}")));
  }

  static String vector(int number, int dimension) {
    return IntStream.range(0, dimension)
        .mapToObj(i -> i == 0 ? Integer.toString(number + 1) : "1")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer answer = answer(exchange);
    if (answer.equals(SILENCE)) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized Answer answer(HttpExchange exchange) {
    try {
      Map<String, String> headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(Collectors.toMap(e -> e.getKey(), e -> String.join(",", e.getValue())));
      Request request =
          new Request(
              exchange.getRequestURI().toString(),
              headers,
              Json.read(exchange.getRequestBody().readAllBytes()));
      requests.add(request);
      Answer next = answers.poll();
      return next == null ? usual.apply(request) : next;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
