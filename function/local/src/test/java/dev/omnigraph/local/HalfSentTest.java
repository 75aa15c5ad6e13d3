package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.api.Routes;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers that send half of a body and wait: more of them than the server has threads. */
@QuarkusTest
class HalfSentTest {
  private static final int MANY = 300;

  /** Requests in which the server must have seen what other connections did. */
  private static final int TRIES = 1000;

  private final List<Wire> waiting = new ArrayList<>();

  @AfterEach
  void hangUp() {
    waiting.forEach(Wire::close);
  }

  @Test
  void queriesThatAreHalfSentKeepNobodyWaiting() {
    for (int i = 0; i < MANY; i++) {
      waiting.add(half("POST /graphs/any/query", "application/json", "{\"query\":"));
    }

    assertThat(whole("GET /version", "", "").status()).isEqualTo(200);
    assertThat(whole("POST /graphs/any/mutate", "application/json", "{}").status()).isEqualTo(400);
  }

  @Test
  void exportsThatAreHalfSentTakeNoPlaceOfLoads() {
    for (int i = 0; i < WholeBodies.LOADS; i++) {
      waiting.add(half("POST /graphs/any/export", "application/json", "{"));
    }

    assertThat(whole("POST /graphs/any/load", "application/x-ndjson", "").status()).isEqualTo(404);
    assertThat(whole("POST /graphs/any/export", "application/json", "{}").status()).isEqualTo(404);
  }

  @Test
  void aBodyThatCameInTwoPartsIsReadAsOne() {
    try (Wire wire = half("POST /graphs/any/query", "application/json", "{\"query\":")) {
      Wire.Answer answer = wire.send(" ".repeat(989) + "1}").answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("wrong_type");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withBodies")
  void everyBodyButThatOfALoadHasALimitThatItsLengthIsHeldAgainst(String request) {
    try (Wire wire = new Wire(RestAssured.port)) {
      Wire.Answer answer =
          wire.send(
                  request
                      + " HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                      + "Content-Length: %d\n\n{".formatted(WholeBodies.LONGEST + 1))
              .answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("body_too_large");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/graphs/any/./query,       400, bad_request",
    "/graphs/any/x/../query,    400, bad_request",
    "/graphs/any//query,        400, bad_request",
    "/graphs/any/query;a=b,     400, bad_request",
    "/graphs/any/%71uery,       413, body_too_large",
  })
  void noSpellingOfAPathGoesRoundTheLimit(String path, int status, String code) {
    try (Wire wire = new Wire(RestAssured.port)) {
      Wire.Answer answer =
          wire.send(
                  "POST %s HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                          .formatted(path)
                      + "Content-Length: %d\n\n{".formatted(WholeBodies.LONGEST + 1))
              .answer();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).contains(code);
    }
  }

  static Stream<String> withBodies() {
    return Routes.all().stream()
        .filter(route -> Set.of("POST", "PUT").contains(route.method()))
        .filter(route -> !route.operation().equals("load"))
        .map(route -> route.method() + " " + route.path().replaceAll("\\{\\w+}", "any"));
  }

  @Test
  void loadsThatAreHalfSentLeaveThreadsForOthers() {
    Path folder = Path.of("target/test-graphs", "half" + System.nanoTime());
    Graph.create(GraphStorage.newFolder(folder), "node P { k: String @key }", "p.pg", "test")
        .close();
    String load = "POST /graphs/" + folder.getFileName() + "/load";
    for (int i = 0; i < WholeBodies.LOADS; i++) {
      waiting.add(half(load, "application/x-ndjson", "{\"type\":"));
    }
    awaitRefusal(load);

    assertThat(whole("GET /version", "", "").status()).isEqualTo(200);
    waiting.forEach(Wire::close);
    awaitRoom();
  }

  /**
   * Whether each waiting load has its place cannot be seen, but that the last place is taken. One
   * that came while the question itself had a place was refused, so another is sent for it.
   */
  private void awaitRefusal(String load) {
    Wire.Answer answer = whole("POST /graphs/any/load", "application/x-ndjson", "");
    for (int tries = 0; answer.status() != 429 && tries < TRIES; tries++) {
      waiting.add(half(load, "application/x-ndjson", "{\"type\":"));
      answer = whole("POST /graphs/any/load", "application/x-ndjson", "");
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(429);
    assertThat(answer.head()).containsIgnoringCase("retry-after: 1");
    assertThat(answer.body()).contains("too_many_loads");
  }

  private void awaitRoom() {
    Wire.Answer answer = whole("POST /graphs/any/load", "application/x-ndjson", "");
    for (int tries = 0; answer.status() == 429 && tries < TRIES; tries++) {
      answer = whole("POST /graphs/any/load", "application/x-ndjson", "");
    }
    assertThat(answer.status()).isEqualTo(404);
  }

  private static Wire half(String request, String type, String body) {
    return new Wire(RestAssured.port)
        .send(
            request
                + " HTTP/1.1\nHost: localhost\nContent-Type: "
                + type
                + "\nContent-Length: 1000\n\n"
                + body);
  }

  private static Wire.Answer whole(String request, String type, String body) {
    try (Wire wire = new Wire(RestAssured.port)) {
      return wire.send(
              request
                  + " HTTP/1.1\nHost: localhost\n"
                  + (type.isEmpty() ? "" : "Content-Type: " + type + "\n")
                  + "Content-Length: "
                  + body.length()
                  + "\n\n"
                  + body)
          .answer();
    }
  }
}
