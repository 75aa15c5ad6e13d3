package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as S3 understands it, with a path-style address.
 *
 * @param bucket empty when the request names none
 * @param key decoded; empty when the request is about the bucket
 * @param query decoded; a parameter without a value has an empty one
 * @param headers names in any case
 * @param body without the framing of {@code aws-chunked}
 */
public record S3Request(
    String method,
    String bucket,
    String key,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {
  private static final String CREDENTIAL = "Credential=";

  static S3Request of(HttpExchange exchange) {
    String path = decodePath(exchange.path().substring(1));
    int slash = path.indexOf('/');
    byte[] body = exchange.body();
    boolean framed =
        exchange.header("Content-Encoding").orElse("").contains("aws-chunked")
            || exchange.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
    return new S3Request(
        exchange.method(),
        slash < 0 ? path : path.substring(0, slash),
        slash < 0 ? "" : path.substring(slash + 1),
        decodeQuery(exchange.query()),
        exchange.headers(),
        framed ? unframe(body) : body);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  boolean has(String parameter) {
    return query.containsKey(parameter);
  }

  /** What it does, as people call it: {@code GET}, {@code LIST}, {@code MULTI-DELETE} … */
  public String operation() {
    if (key.isEmpty() && method.equals("GET")) {
      return "LIST";
    }
    if (method.equals("POST") && has("delete")) {
      return "MULTI-DELETE";
    }
    if (method.equals("PUT") && header("x-amz-copy-source").isPresent()) {
      return "COPY";
    }
    return has("uploadId") || has("uploads") ? "MULTIPART-" + method : method;
  }

  /** Whose request it is: the access key that it, or the link that it follows, was signed with. */
  public Optional<String> accessKey() {
    return header("Authorization")
        .filter(value -> value.contains(CREDENTIAL))
        .map(value -> value.substring(value.indexOf(CREDENTIAL) + CREDENTIAL.length()))
        .or(() -> parameter("X-Amz-Credential"))
        .map(value -> value.substring(0, value.indexOf('/')));
  }

  private static Map<String, String> decodeQuery(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
    }
    return parameters;
  }

  /** Unlike in a form, a plus sign in a path is a plus sign. */
  static String decodePath(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), UTF_8);
  }

  /** Chunks of {@code size;extensions CRLF bytes CRLF}, then trailers (checksums, signatures). */
  private static byte[] unframe(byte[] framed) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(framed.length);
    for (int at = 0; at < framed.length; ) {
      int end = at;
      while (framed[end] != '\n') {
        end++;
      }
      String head = new String(framed, at, end - at, ISO_8859_1).strip();
      int size = Integer.parseInt(head.replaceAll(";.*", "").toLowerCase(Locale.ROOT), 16);
      if (size == 0) {
        break;
      }
      plain.write(framed, end + 1, size);
      at = end + 1 + size + 2;
    }
    return plain.toByteArray();
  }
}
