package dev.omnigraph.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports over HTTP. */
@QuarkusTest
class ExportTest {
  private static final int PEOPLE = 30_000;

  private final String graph = "e" + System.nanoTime();
  private String commit = "";

  @BeforeEach
  void create() {
    String lines =
        IntStream.range(0, PEOPLE).mapToObj(ExportTest::line).collect(Collectors.joining());
    Path folder = Path.of("target/test-graphs", graph);
    try (Graph made =
        Graph.create(
            GraphStorage.newFolder(folder), "node Person { n: I32 @key }", "schema.pg", "test")) {
      LoadRequest request =
          new LoadRequest("in", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null);
      byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
      commit =
          made.load(request, new ByteArrayInputStream(bytes), n -> {}).commits().getLast().text();
    }
  }

  @Test
  void everythingIsSentInPiecesWithItsCommit() {
    Response answer = get("?branch=main");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/x-ndjson");
    assertThat(answer.header("Omnigraph-Commit")).isEqualTo(commit);
    assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(answer.asString().lines())
        .hasSize(PEOPLE)
        .contains(line(0).strip(), line(PEOPLE - 1).strip());
  }

  @Test
  void aTableOfOneTypeIsSentAndLoaded() {
    Response table = get("?format=csv&type=Person");

    assertThat(table.contentType()).startsWith("text/csv");
    assertThat(table.asString().lines()).hasSize(PEOPLE + 1).startsWith("id,n");
    Response loaded =
        given()
            .contentType("text/csv")
            .body("n\n0\n-1\n")
            .post("/graphs/" + graph + "/load?type=Person");
    assertThat(loaded.statusCode()).as(loaded.asString()).isEqualTo(200);
    assertThat(loaded.jsonPath().getInt("nodes")).isEqualTo(1);
    assertRefused(
        given().contentType("text/csv").body("n\n").post("/graphs/" + graph + "/load"),
        400,
        "load_type");
  }

  @Test
  void parquetOfOneTypeIsSentAndLoaded() {
    Response table = get("?format=parquet&type=Person");

    assertThat(table.contentType()).isEqualTo("application/vnd.apache.parquet");
    byte[] file = table.asByteArray();
    Response loaded =
        given()
            .contentType("application/vnd.apache.parquet")
            .body(file)
            .post("/graphs/" + graph + "/load?type=Person");
    assertThat(loaded.statusCode()).as(loaded.asString()).isEqualTo(200);
    assertThat(loaded.jsonPath().getInt("rows.Person")).isEqualTo(PEOPLE);
    assertThat(loaded.jsonPath().getInt("nodes")).isZero();
    assertRefused(
        given()
            .contentType("application/vnd.apache.parquet")
            .body("n\n0\n".getBytes(StandardCharsets.UTF_8))
            .post("/graphs/" + graph + "/load?type=Person"),
        400,
        "not_parquet");
  }

  @Test
  void aHeadIsAnsweredWithoutReadingTheRows() {
    Response answer = given().head("/graphs/" + graph + "/export");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Omnigraph-Commit")).isEqualTo(commit);
    assertThat(answer.asString()).isEmpty();
  }

  @Test
  void whatCannotBeExportedIsRefusedInTheOneShape() {
    assertRefused(get("?type=Persn"), 400, "unknown_type");
    assertRefused(get("?format=xml"), 400, "invalid_format");
    assertRefused(get("?blobs=no"), 400, "invalid_blobs");
    assertRefused(get("?types=Person"), 400, "unknown_parameter");
    assertRefused(get("?branch=draft"), 404, "branch_not_found");
    assertRefused(Contract.get("/graphs/absent/export"), 404, "graph_not_found");
  }

  @Test
  void aFolderHasNoLinksAndTheRefusalNamesGet() {
    assertRefused(post("{}"), 400, "links_need_a_bucket");
    assertThat(post("{}").jsonPath().getString("next_step")).contains("GET");
  }

  @Test
  void whatCannotBeHandedOverIsRefusedInTheOneShape() {
    assertRefused(post(""), 400, "missing_body");
    assertRefused(post("{\"format\": \"xml\"}"), 400, "invalid_format");
    assertRefused(post("{\"compression\": \"zip\"}"), 400, "invalid_compression");
    assertRefused(post("{\"blobs\": \"no\"}"), 400, "invalid_blobs");
    assertRefused(post("{\"type\": \"Person\"}"), 400, "unknown_field");
    assertRefused(post("{\"types\": \"Person\"}"), 400, "wrong_type");
    assertRefused(post("{\"types\": [1]}"), 400, "wrong_type");
    assertRefused(
        post("{\"commit\": \"c\", \"as_of\": \"2026-01-31T12:00:00Z\"}"), 400, "commit_and_as_of");
    assertRefused(given().post("/graphs/" + graph + "/export"), 415, "unsupported_media_type");
    assertRefused(
        given().contentType("application/json").body("{}").post("/graphs/absent/export"),
        404,
        "graph_not_found");
    assertRefused(
        given()
            .contentType("application/json")
            .body("{}")
            .post("/graphs/" + graph + "/export?format=csv"),
        400,
        "unknown_parameter");
  }

  private Response post(String body) {
    return given().contentType("application/json").body(body).post("/graphs/" + graph + "/export");
  }

  private Response get(String parameters) {
    return given().get("/graphs/" + graph + "/export" + parameters);
  }

  private static void assertRefused(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
  }

  private static String line(int n) {
    return "{\"type\":\"Person\",\"data\":{\"id\":\"%d\",\"n\":%d}}\n".formatted(n, n);
  }
}
