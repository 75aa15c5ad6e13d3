package dev.omnigraph.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.omnigraph.testkit.FunctionUrl;
import dev.omnigraph.testkit.LambdaAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The HTTP function behind a port, as behind a function URL without an authorizer. */
final class Gateway implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final Function function;

  private Gateway(HttpServer server, Function function) {
    this.server = server;
    this.function = function;
  }

  /**
   * Listens on this machine only.
   *
   * @param port 0 for a free one
   */
  static Gateway start(int port, Function function) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Gateway gateway = new Gateway(server, function);
    server.createContext("/", gateway::handle);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
    return gateway;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      LambdaAnswer answer = function.invoke(event(exchange));
      if (answer.errorType().isPresent()) {
        boolean throttled = answer.errorType().get().equals(Function.THROTTLED);
        respond(exchange, throttled ? 429 : 502, answer.body().getBytes(StandardCharsets.UTF_8));
        return;
      }
      JsonNode response = json.readTree(answer.body());
      response
          .path("headers")
          .properties()
          .forEach(h -> exchange.getResponseHeaders().add(h.getKey(), h.getValue().asText()));
      String body = response.path("body").asText("");
      respond(
          exchange,
          response.path("statusCode").asInt(),
          response.path("isBase64Encoded").asBoolean()
              ? Base64.getDecoder().decode(body)
              : body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String event(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    return FunctionUrl.event(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        headers,
        exchange.getRequestBody().readAllBytes(),
        "");
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().remove("Content-Length");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
