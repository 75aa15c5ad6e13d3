package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that cannot be read, and callers who go away. */
@QuarkusTest
class MalformedRequestTest {

  @Test
  void aBodyWhoseEndCannotBeToldIsRefused() {
    Wire.Answer answer =
        send(
            "POST /graphs/a/query HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                + "Transfer-Encoding: xchunked\n\n2\n{}\n0\n\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(error(answer).path("code").asText()).isEqualTo("bad_request");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"query, application/json", "load, application/x-ndjson"})
  void aChunkThatIsTooLongForAnyNumberLeavesNoTraceInTheLog(String route, String type) {
    List<String> errors = new CopyOnWriteArrayList<>();
    Handler log = Logs.errorsTo(errors);
    try {
      Wire.Answer answer =
          send(
              "POST /graphs/a/%s HTTP/1.1\nHost: localhost\nContent-Type: %s\n"
                      .formatted(route, type)
                  + "Transfer-Encoding: chunked\n\nfffffffffffffffff\n{}\n0\n\n");

      assertThat(answer.status()).isIn(0, 400, 404);
      assertThat(RestAssured.get("/version").statusCode()).isEqualTo(200);
      assertThat(errors).isEmpty();
    } finally {
      Logs.stop(log);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"query, application/json", "load, application/x-ndjson"})
  void aCallerWhoGoesAwayLeavesNoTraceInTheLog(String route, String type) {
    List<String> errors = new CopyOnWriteArrayList<>();
    Handler log = Logs.errorsTo(errors);
    try {
      new Wire(RestAssured.port)
          .send(
              "POST /graphs/a/%s HTTP/1.1\nHost: localhost\nContent-Type: %s\n"
                      .formatted(route, type)
                  + "Content-Length: 1000\n\n{")
          .close();

      assertThat(RestAssured.get("/version").statusCode()).isEqualTo(200);
      assertThat(errors).isEmpty();
    } finally {
      Logs.stop(log);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void whatNoRouterCanReadIsRefusedInTheOneShape(
      String what, int status, String code, String request) {
    try (Wire wire = new Wire(RestAssured.port)) {
      Wire.Answer answer = wire.send(request).answer();

      assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
      assertThat(answer.head()).containsIgnoringCase("connection: close");
      assertThat(error(answer).path("code").asText()).isEqualTo(code);
      assertThat(wire.isClosedByTheOther()).isTrue();
    }
  }

  static Stream<Arguments> unreadable() {
    String rest = " HTTP/1.1\nHost: localhost\n\n";
    String query =
        "POST /graphs/a/query HTTP/1.1\nHost: localhost\nContent-Type: application/json\n";
    return Stream.of(
        arguments("%u002e", 400, "bad_request", "GET /graphs/%u002e/branches" + rest),
        arguments("%zz", 400, "bad_request", "GET /graphs/a%zz/branches" + rest),
        arguments("half an escape", 400, "bad_request", "GET /graphs/a%4" + rest),
        arguments("%zz after ?", 400, "bad_request", "GET /graphs/a/branches?x=%zz" + rest),
        arguments(
            "two lengths",
            400,
            "bad_request",
            query + "Content-Length: 2\nContent-Length: 3\n\n{}"),
        arguments(
            "a length and chunks",
            400,
            "bad_request",
            query + "Content-Length: 2\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n"),
        arguments("a length below zero", 400, "bad_request", query + "Content-Length: -1\n\n"),
        arguments("NUL", 400, "bad_request", "GET /version HTTP/1.1\nHost: localhost\nA: \0\n\n"),
        arguments(
            "a blank in a header's name",
            400,
            "bad_request",
            "GET /version HTTP/1.1\nHost: localhost\nA b: c\n\n"),
        arguments("a long path", 414, "uri_too_long", "GET /" + "x".repeat(10_000) + rest),
        arguments(
            "long headers",
            431,
            "headers_too_large",
            "GET /version HTTP/1.1\nHost: localhost\nA: %s\n\n".formatted("x".repeat(30_000))),
        arguments(
            "HTTP/1.7",
            505,
            "unsupported_http_version",
            "GET /version HTTP/1.7\nHost: localhost\n\n"),
        arguments(
            "HTTP/9.9",
            505,
            "unsupported_http_version",
            "GET /version HTTP/9.9\nHost: localhost\n\n"),
        arguments("no HTTP", 400, "bad_request", "GET /version FTP/1\nHost: localhost\n\n"),
        arguments("HTTP/2", 505, "unsupported_http_version", "PRI * HTTP/2.0\n\nSM\n\n"),
        arguments("garbage", 400, "bad_request", "hello\n\n"),
        arguments("TLS", 400, "bad_request", "\u0016\u0003\u0001\u0002\0\u0001\u00fc\n\n"));
  }

  private static Wire.Answer send(String request) {
    try (Wire wire = new Wire(RestAssured.port)) {
      return wire.send(request).answer();
    }
  }

  private static JsonNode error(Wire.Answer answer) {
    assertThat(answer.head()).containsIgnoringCase("content-type: application/json");
    try {
      JsonNode error = new ObjectMapper().readTree(answer.body());
      assertThat(error.path("error").asText()).isNotBlank();
      return error;
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.toString(), e);
    }
  }
}
