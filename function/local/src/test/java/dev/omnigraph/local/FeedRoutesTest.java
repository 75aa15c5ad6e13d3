package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed of a branch, and holds, over HTTP. */
@QuarkusTest
class FeedRoutesTest {
  private static final String PUT = "query put($n: String) { insert Person { name: $n, age: 1 } }";

  /** Each test has a graph of its own name, because the server keeps graphs open. */
  private final String graph = "f" + System.nanoTime();

  @BeforeEach
  void create() {
    Graph.create(
            GraphStorage.newFolder(Path.of("target/test-graphs", graph)),
            "node Person { name: String @key  age: I32? }",
            "schema.pg",
            "test")
        .close();
  }

  @Test
  void commitsAreToldInOrderAndTheCursorGoesOn() {
    String cursor = ok(feed(Map.of())).getString("cursor");
    put("Ann");
    put("Bob");

    JsonPath answer = ok(feed(Map.of("cursor", cursor)));

    assertThat(answer.getList("blocks.changes.id"))
        .isEqualTo(List.of(List.of("Ann"), List.of("Bob")));
    assertThat(answer.getList("blocks.cause.kind")).isEqualTo(List.of("mutate", "mutate"));
    assertThat(answer.getList("blocks.complete")).isEqualTo(List.of(true, true));
    assertThat(answer.getBoolean("caught_up")).isTrue();
    assertThat(ok(feed(Map.of("cursor", answer.getString("cursor")))).getList("blocks")).isEmpty();
  }

  @Test
  void theBeginningTellsTheSchema() {
    put("Ann");

    JsonPath answer = ok(feed(Map.of("start", "beginning", "limit", 1)));

    assertThat(answer.getString("blocks[0].cause.kind")).isEqualTo("init");
    assertThat(answer.getString("blocks[0].source")).startsWith("node Person");
    assertThat(answer.getString("blocks[1].source")).isNull();
  }

  @Test
  void aFeedBeginsAfterACommitWithOnlyWhatIsWanted() {
    String first = put("Ann");
    put("Bob");

    JsonPath answer = ok(feed(Map.of("start", "after:" + first, "operation", "delete", "wait", 0)));

    assertThat(answer.getList("blocks")).hasSize(1);
    assertThat(answer.getList("blocks[0].changes")).isEmpty();
  }

  @Test
  void anExportEndsInACursor() {
    put("Ann");
    Response export = RestAssured.get("/graphs/" + graph + "/export");
    put("Bob");

    JsonPath answer = ok(feed(Map.of("cursor", export.header("Omnigraph-Feed-Cursor"))));

    assertThat(answer.getList("blocks.changes.id")).isEqualTo(List.of(List.of("Bob")));
  }

  @Test
  void whatIsWrongIsToldWhereItIs() {
    assertRefused(feed(Map.of("start", "then")), "invalid_feed_start", "start");
    assertRefused(feed(Map.of("start", "now", "cursor", "x")), "invalid_feed_start", "start");
    assertRefused(feed(Map.of("wait", 21)), "invalid_wait", "wait");
    assertThat(feed(Map.of("cursor", "x")).jsonPath().getString("code")).isEqualTo("feed_cursor");
    assertThat(feed(Map.of("start", "after:x")).statusCode()).isEqualTo(404);
  }

  @Test
  void aHoldIsPutListedMovedAndReleased() {
    String first = put("Ann");
    String second = put("Bob");

    JsonPath put = ok(hold(Map.of("commit", first)));
    ok(hold(Map.of()));
    JsonPath list = ok(given().get("/graphs/" + graph + "/holds"));
    JsonPath released = ok(given().delete("/graphs/" + graph + "/holds/reader"));

    assertThat(put.getString("commit")).isEqualTo(first);
    assertThat(put.getString("hold")).isEqualTo("reader");
    assertThat(list.getList("holds.commit")).isEqualTo(List.of(second));
    assertThat(released.getString("branch")).isEqualTo("main");
    Response again = given().delete("/graphs/" + graph + "/holds/reader");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(again.jsonPath().getString("code")).isEqualTo("hold_not_found");
  }

  private Response feed(Map<String, ?> parameters) {
    return given().queryParams(parameters).get("/graphs/" + graph + "/feed");
  }

  private Response hold(Map<String, ?> body) {
    return given()
        .contentType("application/json")
        .body(body)
        .put("/graphs/" + graph + "/holds/reader");
  }

  private String put(String name) {
    return ok(given()
            .contentType("application/json")
            .body(Map.of("query", PUT, "params", Map.of("n", name)))
            .post("/graphs/" + graph + "/mutate"))
        .getString("commit");
  }

  private static void assertRefused(Response response, String code, String field) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("code")).isEqualTo(code);
    assertThat(response.jsonPath().getString("details.field")).isEqualTo(field);
  }

  private static JsonPath ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }
}
