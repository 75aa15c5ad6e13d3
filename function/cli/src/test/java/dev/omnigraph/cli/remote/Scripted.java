package dev.omnigraph.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server that answers what it was told to, one answer for each request. {@code {server}} in a
 * body is its address.
 */
public final class Scripted implements AutoCloseable {
  /** The connection is closed without an answer. */
  static final Reply HANG_UP = new Reply(0, Map.of(), "");

  private final HttpServer server;
  private final Queue<Reply> replies;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();

  /** What it answers. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply json(int status, String body) {
      return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }

    public Reply with(String header, String value) {
      return new Reply(status, Map.of("Content-Type", "application/json", header, value), body);
    }
  }

  /** What was sent. */
  public record Received(String line, Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  public Scripted(Reply... replies) throws IOException {
    this.replies = new ArrayDeque<>(List.of(replies));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI graph() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/graphs/towns");
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    received.add(new Received(line, Map.copyOf(exchange.getRequestHeaders()), body));
    Reply reply = replies.isEmpty() ? HANG_UP : replies.remove();
    try (exchange) {
      if (reply.status() != 0) {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        String server = "http://127.0.0.1:" + this.server.getAddress().getPort();
        byte[] bytes = reply.body().replace("{server}", server).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
