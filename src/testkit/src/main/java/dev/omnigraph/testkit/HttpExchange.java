package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request, read whole, and its answer. */
final class HttpExchange {
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Socket socket;
  private final long startNanos;
  private boolean answered;
  private boolean keepAlive;

  private HttpExchange(
      String method,
      String target,
      Map<String, String> headers,
      byte[] body,
      Socket socket,
      long startNanos) {
    this.method = method;
    this.startNanos = startNanos;
    int question = target.indexOf('?');
    this.path = question < 0 ? target : target.substring(0, question);
    this.query = question < 0 ? "" : target.substring(question + 1);
    this.headers = headers;
    this.body = body;
    this.socket = socket;
    this.keepAlive = !"close".equalsIgnoreCase(headers.get("Connection"));
  }

  /** The next request of a connection, or null when the client has closed it. */
  static @Nullable HttpExchange read(BufferedInputStream in, Socket socket) throws IOException {
    String request = line(in);
    if (request == null) {
      return null;
    }
    long startNanos = System.nanoTime();
    String[] words = request.split(" ", 3);
    if (words.length != 3) {
      throw new EOFException("no HTTP request: " + request);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = need(line(in)); !line.isEmpty(); line = need(line(in))) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    if ("100-continue".equalsIgnoreCase(headers.get("Expect"))) {
      socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
    }
    return new HttpExchange(words[0], words[1], headers, body(in, headers), socket, startNanos);
  }

  String method() {
    return method;
  }

  /** As sent: percent-encoded. */
  String path() {
    return path;
  }

  /** As sent: percent-encoded; empty when there is none. */
  String query() {
    return query;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /** When the request line had arrived, as {@link System#nanoTime}. */
  long startNanos() {
    return startNanos;
  }

  boolean isAnswered() {
    return answered;
  }

  boolean keepsAlive() {
    return keepAlive;
  }

  /** Sends an answer; of one to HEAD only the head, with the length the body would have. */
  void respond(int status, Map<String, String> fields, byte[] content) throws IOException {
    answered = true;
    write(status, fields, content, content.length);
  }

  /** Announces the whole content, sends half of it and closes the connection. */
  void breakOff(int status, Map<String, String> fields, byte[] content) throws IOException {
    answered = true;
    keepAlive = false;
    write(status, fields, content, content.length / 2);
    socket.close();
  }

  /** Resets the connection without an answer. */
  void reset() throws IOException {
    answered = true;
    keepAlive = false;
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void write(int status, Map<String, String> fields, byte[] content, int sent)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
    fields.forEach(
        (name, value) -> {
          if (!name.equalsIgnoreCase("Content-Length")) {
            head.append(name + ": " + value + "\r\n");
          }
        });
    if (status != 204 && status != 304) {
      head.append("Content-Length: " + fields.getOrDefault("Content-Length", "" + content.length));
      head.append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + sent);
    whole.writeBytes(head.toString().getBytes(ISO_8859_1));
    if (!method.equals("HEAD")) {
      whole.write(content, 0, sent);
    }
    OutputStream out = socket.getOutputStream();
    whole.writeTo(out);
    out.flush();
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
      return chunked(in);
    }
    String length = headers.get("Content-Length");
    return length == null ? new byte[0] : exactly(in, Integer.parseInt(length));
  }

  private static byte[] chunked(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(need(line(in)).replaceAll(";.*", "").strip(), 16);
      if (size == 0) {
        while (!need(line(in)).isEmpty()) {
          // Trailers are of no use to a test.
        }
        return body.toByteArray();
      }
      body.writeBytes(exactly(in, size));
      need(line(in));
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the client broke off its request");
    }
    return bytes;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  private static String need(@Nullable String line) throws EOFException {
    if (line == null) {
      throw new EOFException("the client broke off its request");
    }
    return line;
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 206 -> "Partial Content";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 416 -> "Range Not Satisfiable";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Slow Down";
      default -> "Status";
    };
  }
}
