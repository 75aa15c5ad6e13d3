package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
