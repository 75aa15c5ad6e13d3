package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of queries over HTTP, in each format, whole and in pages. */
@QuarkusTest
class RowsTest {
  private static final int PEOPLE = 5_000;
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final String ALL =
      "query all() { match { $p: Person } return { $p.n as n, $p.half as half } order { $p.n } }";

  private final String graph = "r" + System.nanoTime();
  private String commit = "";

  @BeforeEach
  void create() {
    String lines =
        IntStream.range(0, PEOPLE).mapToObj(RowsTest::line).collect(Collectors.joining());
    Path folder = Path.of("target/test-graphs", graph);
    try (Graph made =
        Graph.create(
            GraphStorage.newFolder(folder),
            "node Person { n: I32 @key  half: F64 }",
            "schema.pg",
            "test")) {
      LoadRequest request =
          new LoadRequest("in", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null);
      byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
      commit =
          made.load(request, new ByteArrayInputStream(bytes), n -> {}).commits().getLast().text();
    }
  }

  @Test
  void rowsAloneAreSentInPiecesWithHeadersForTheRest() {
    Response answer = query("application/x-ndjson", Map.of("query", ALL));

    assertThat(answer.contentType()).isEqualTo("application/x-ndjson");
    assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(answer.header("Omnigraph-Commit")).isEqualTo(commit);
    assertThat(answer.header("Omnigraph-Columns"))
        .isEqualTo("[{\"name\":\"n\",\"type\":\"I32\"},{\"name\":\"half\",\"type\":\"F64\"}]");
    assertThat(answer.header("Omnigraph-Next")).isNull();
    assertThat(answer.asString().lines())
        .hasSize(PEOPLE)
        .startsWith("{\"n\":0,\"half\":0.0}", "{\"n\":1,\"half\":0.5}");
  }

  @Test
  void csvIsATable() {
    Response answer = query("text/csv", Map.of("query", ALL));

    assertThat(answer.contentType()).startsWith("text/csv");
    assertThat(answer.asString().lines()).hasSize(PEOPLE + 1).startsWith("n,half", "0,0.0");
  }

  @Test
  void arrowIsReadByItsOwnReader() throws IOException {
    Response answer = query(ARROW, Map.of("query", ALL));

    assertThat(answer.contentType()).isEqualTo(ARROW);
    List<Integer> found = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(answer.asByteArray()), allocator)) {
      while (reader.loadNextBatch()) {
        IntVector numbers = (IntVector) reader.getVectorSchemaRoot().getVector("n");
        for (int row = 0; row < numbers.getValueCount(); row++) {
          found.add(numbers.get(row));
        }
      }
    }
    assertThat(found).isEqualTo(IntStream.range(0, PEOPLE).boxed().toList());
  }

  @Test
  void whatIsNotAcceptableIsToldWithWhatIs() {
    Response answer = query("application/xml", Map.of("query", ALL));

    assertRefused(answer, 406, "not_acceptable");
    assertThat(answer.header("Vary")).containsIgnoringCase("accept");
    assertThat(answer.jsonPath().getList("details.types"))
        .containsExactly("application/json", "application/x-ndjson", "text/csv", ARROW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "text/csv", ARROW, "application/json"})
  void whatFailsBeforeTheFirstRowIsAFailureInTheOneShape(String accept) {
    Response answer = query(accept, Map.of("query", ALL.replace("$p.n as", "$p.m as")));

    assertRefused(answer, 400, "unknown_property");
    assertThat(answer.header("Omnigraph-Commit")).isNull();
    assertRefused(query(accept, Map.of("query", ALL, "branch", "draft")), 404, "branch_not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "text/csv", ARROW})
  void whatFailsInTheMiddleDoesNotLookWhole(String accept) {
    try (Wire wire = new Wire(RestAssured.port)) {
      wire.send(
          """
          GET /rows-that-break-off HTTP/1.1
          Host: localhost
          Accept: %s

          """
              .formatted(accept));

      String all = wire.everything();

      assertThat(all).startsWith("HTTP/1.1 200");
      assertThat(all).contains("Omnigraph-Commit: c");
      assertThat(all).doesNotEndWith("0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "application/json"})
  void pagesAreOfOneStateWhateverIsWrittenMeanwhile(String accept) {
    List<Integer> found = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Map<String, Object> request = new HashMap<>(Map.of("query", ALL, "limit", 2_000));
      if (cursor != null) {
        request.put("cursor", cursor);
      }
      Response page = query(accept, request);
      assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
      assertThat(page.header("Omnigraph-Commit")).isEqualTo(commit);
      boolean isJson = accept.equals("application/json");
      cursor = isJson ? page.jsonPath().getString("next") : page.header("Omnigraph-Next");
      found.addAll(
          isJson
              ? page.jsonPath().getList("rows.n")
              : page.asString().lines().map(RowsTest::number).toList());
      pages++;
      write("query add() { insert Person { n: -%d, half: 0.0 } }".formatted(pages));
      write("query drop() { delete Person where n = %d }".formatted(4_000 + pages));
    } while (cursor != null);

    assertThat(pages).isEqualTo(3);
    assertThat(found).isEqualTo(IntStream.range(0, PEOPLE).boxed().toList());
  }

  @Test
  void aCursorOfSomethingElseIsRefused() {
    String next = query("*/*", Map.of("query", ALL, "limit", 1)).jsonPath().getString("next");

    Map<String, ?> other = Map.of("query", ALL + " ", "cursor", next);

    assertRefused(query("*/*", other), 400, "query_cursor");
    assertRefused(query("*/*", Map.of("query", ALL, "cursor", "x")), 400, "query_cursor");
    assertRefused(query("*/*", Map.of("query", ALL, "limit", 0)), 400, "invalid_page_limit");
  }

  @Test
  void aFolderHasNoLinks() {
    Response answer =
        given()
            .contentType("application/json")
            .body(Map.of("query", ALL))
            .post("/graphs/" + graph + "/query/handover");

    assertRefused(answer, 400, "links_need_a_bucket");
  }

  private void write(String query) {
    Response answer =
        given()
            .contentType("application/json")
            .body(Map.of("query", query))
            .post("/graphs/" + graph + "/mutate");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
  }

  private Response query(String accept, Map<String, ?> body) {
    return given()
        .accept(accept)
        .contentType("application/json")
        .body(body)
        .post("/graphs/" + graph + "/query");
  }

  private static void assertRefused(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
  }

  private static int number(String line) {
    return Integer.parseInt(line.replaceAll("^\\{\"n\":|,.*$", ""));
  }

  private static String line(int n) {
    return "{\"type\":\"Person\",\"data\":{\"n\":%d,\"half\":%s}}\n".formatted(n, n / 2.0);
  }
}
