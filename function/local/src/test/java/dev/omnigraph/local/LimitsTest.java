package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.get;
import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a caller can make large has a limit, and what is larger is refused before it has
 * any effect. How much is asked at the same time is the matter of {@link ManyQueriesTest}, and
 * headers that of {@link MalformedRequestTest}.
 */
@QuarkusTest
class LimitsTest {
  private static final String GRAPH = "limits" + System.nanoTime();
  private static final String SCHEMA =
      "node Person { n: I32 @key  s: String?  photo: Blob? } edge Knows: Person -> Person";
  private static final String ONE = "query one() { match { $p: Person } return { $p.n } limit 1 }";

  /** Their triples are more than can be kept, or looked at in the time there is. */
  private static final int PEOPLE = 3_000;

  /** What a caller sent does not come back as a whole. */
  private static final int SHORT = 1 << 16;

  @BeforeAll
  static void create() {
    String lines =
        joined(PEOPLE, "", n -> "{\"type\":\"Person\",\"data\":{\"n\":%d}}\n".formatted(n));
    Path folder = Path.of("target/test-graphs", GRAPH);
    try (Graph made = Graph.create(GraphStorage.newFolder(folder), SCHEMA, "schema.pg", "test")) {
      LoadRequest request =
          new LoadRequest("in", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null);
      byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
      made.load(request, new ByteArrayInputStream(bytes), n -> {});
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatIsTooLargeIsRefusedBeforeAnyEffectAndTheServerGoesOn(Case tooLarge) {
    String before = head();

    Response answer =
        tooLarge.request().apply(given().contentType("application/json"), "/graphs/" + GRAPH);

    String text = answer.asString();
    assertThat(text).hasSizeLessThan(SHORT);
    assertThat(answer.statusCode()).as(text).isEqualTo(tooLarge.status());
    assertThat(answer.jsonPath().getMap("")).containsKeys("error", "code", "details");
    assertThat(answer.jsonPath().getString("code")).as(text).isEqualTo(tooLarge.code());
    if (tooLarge.detail() != null) {
      assertThat(answer.jsonPath().getMap("details").get(tooLarge.detail()))
          .asString()
          .as(text)
          .isEqualTo(Long.toString(tooLarge.limit()));
    }
    assertThat(head()).isEqualTo(before);
    assertThat(query(given().contentType("application/json"), "/graphs/" + GRAPH, ONE).statusCode())
        .isEqualTo(200);
  }

  static Stream<Case> whatIsTooLargeIsRefusedBeforeAnyEffectAndTheServerGoesOn() {
    return Stream.of(requests(), texts(), queries(), loads(), definitions())
        .flatMap(cases -> cases);
  }

  /**
   * @param detail that names the limit, or null where no number is the limit
   * @param request sent to the path of the graph
   */
  private record Case(
      String name,
      int status,
      String code,
      @Nullable String detail,
      long limit,
      BiFunction<RequestSpecification, String, Response> request) {

    static Case of(
        String name,
        int status,
        String code,
        BiFunction<RequestSpecification, String, Response> request) {
      return new Case(name, status, code, null, 0, request);
    }

    Case limit(String by, long number) {
      return new Case(name, status, code, by, number, request);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Case> requests() {
    return Stream.of(
        Case.of("a URL", 414, "uri_too_long", (r, g) -> r.get(g + "/snapshot?branch=" + x(10_000))),
        Case.of("a body", 413, "body_too_large", (r, g) -> query(r, g, x(10 << 20)))
            .limit("limit", 10 << 20),
        Case.of(
                "a blob",
                413,
                "body_too_large",
                (r, g) ->
                    r.contentType("image/png")
                        .body(new byte[(10 << 20) + 1])
                        .put(g + "/blobs/Person/1/photo"))
            .limit("limit", 10 << 20),
        Case.of(
            "the depth of JSON",
            400,
            "malformed_json",
            (r, g) ->
                r.body("{\"query\":\"q\",\"params\":{\"a\":" + nested("[", "]") + "}}")
                    .post(g + "/query")),
        Case.of(
            "the digits of a number",
            400,
            "malformed_json",
            (r, g) ->
                r.body("{\"query\":\"q\",\"params\":{\"a\":" + "1".repeat(1_000_000) + "}}")
                    .post(g + "/query")),
        Case.of(
                "an idempotency key",
                400,
                "invalid_idempotency_key",
                (r, g) ->
                    r.header("Idempotency-Key", x(513))
                        .body(Map.of("query", "query add() { insert Person { n: -1 } }"))
                        .post(g + "/mutate"))
            .limit("limit", 512),
        Case.of(
                "a page of commits",
                400,
                "invalid_limit",
                (r, g) -> r.get(g + "/commits?limit=1001"))
            .limit("limit", 1_000),
        Case.of(
                "a page of a diff",
                400,
                "invalid_limit",
                (r, g) -> r.get(g + "/diff?from=main&to=main&limit=1001"))
            .limit("limit", 1_000),
        Case.of(
                "a page of a feed",
                400,
                "invalid_limit",
                (r, g) -> r.get(g + "/feed?start=beginning&limit=1001"))
            .limit("limit", 1_000),
        Case.of(
            "the wait of a feed",
            400,
            "invalid_wait",
            (r, g) -> r.get(g + "/feed?start=now&wait=21")),
        Case.of(
            "a cursor of a feed",
            400,
            "feed_cursor",
            (r, g) -> r.get(g + "/feed?cursor=" + x(3_000))),
        Case.of(
            "a cursor of a diff",
            400,
            "changes_cursor",
            (r, g) -> r.get(g + "/diff?from=main&to=main&after=" + x(3_000))),
        Case.of(
            "the name of a branch",
            400,
            "branch_name",
            (r, g) -> r.body(Map.of("name", x(1_000_000))).post(g + "/branches")),
        Case.of(
            "the name of a hold",
            400,
            "hold_name",
            (r, g) -> r.body(Map.of()).put(g + "/holds/" + x(2_000))),
        Case.of(
            "the name of a graph",
            400,
            "invalid_graph_name",
            (r, g) -> r.body(Map.of("schema", SCHEMA)).post("/graphs/" + x(2_000))));
  }

  private static Stream<Case> texts() {
    return Stream.of(
        Case.of(
            "the text of a query",
            400,
            "source_too_large",
            (r, g) -> query(r, g, ONE + " ".repeat(1 << 20))),
        Case.of(
            "the depth of a query",
            400,
            "nested_too_deep",
            (r, g) ->
                query(
                    r,
                    g,
                    "query q() { match { $p: Person "
                        + nested("not { ", "} ")
                        + "} return { $p.n } }")),
        Case.of(
            "the parameters of a query",
            400,
            "too_many_parameters",
            (r, g) ->
                query(
                    r,
                    g,
                    "query q("
                        + joined(1_001, ", ", "$p%d: I32"::formatted)
                        + ") { match { $p: Person } return { $p.n } }")),
        Case.of(
            "the terms of a query",
            400,
            "too_many_terms",
            (r, g) ->
                query(
                    r,
                    g,
                    "query q() { match { $p: Person "
                        + joined(1_001, " or ", "$p.n = %d"::formatted)
                        + " } return { $p.n } }")),
        Case.of(
            "the statements of a mutation",
            400,
            "too_many_statements",
            (r, g) ->
                r.body(
                        Map.of(
                            "query",
                            "query q() { "
                                + joined(1_001, " ", "insert Person { n: -1%d }"::formatted)
                                + " }"))
                    .post(g + "/mutate")),
        Case.of(
            "the hops of a traversal",
            400,
            "hop_bounds",
            (r, g) ->
                query(
                    r,
                    g,
                    "query q() { match { $a: Person $a knows{1,1000000} $b } return { $b.n } }")));
  }

  private static Stream<Case> queries() {
    return Stream.of(
        Case.of(
                "a page of rows",
                400,
                "invalid_page_limit",
                (r, g) -> r.body(Map.of("query", ONE, "limit", 10_001)).post(g + "/query"))
            .limit("limit", 10_000),
        Case.of(
            "a cursor of rows",
            400,
            "query_cursor",
            (r, g) ->
                r.body(Map.of("query", ONE, "limit", 1, "cursor", x(1_000_000)))
                    .post(g + "/query")),
        Case.of(
                "the rows of a step",
                413,
                "query_memory_exceeded",
                (r, g) ->
                    query(
                        r,
                        g,
                        "query q() { match { $a: Person $b: Person $c: Person }"
                            + " return { $a.n as a, $b.n as b, $c.n as c } }"))
            .limit("limit_bytes", 512L << 20),
        Case.of(
                "the rows of a step of an answer that is streamed",
                413,
                "query_memory_exceeded",
                (r, g) ->
                    query(
                        r.accept("application/x-ndjson"),
                        g,
                        "query q() { match { $a: Person $b: Person $c: Person }"
                            + " return { $a.n as a, $b.n as b, $c.n as c } }"))
            .limit("limit_bytes", 512L << 20),
        Case.of(
                "the rows of an answer",
                413,
                "query_memory_exceeded",
                (r, g) ->
                    query(
                        r,
                        g,
                        "query q() { match { $a: Person $b: Person $a.n < 600 }"
                            + " return { $a.n as a, $b.n as b } }"))
            .limit("limit_bytes", 128L << 20),
        Case.of(
                "the time of a query",
                413,
                "query_time_exceeded",
                (r, g) ->
                    query(
                        r,
                        g,
                        "query q() { match { $a: Person $b: Person $c: Person"
                            + " $a.n + $b.n + $c.n < 0 } return { count($a) as n } }"))
            .limit("limit_seconds", 10));
  }

  private static Stream<Case> loads() {
    return Stream.of(
        Case.of(
                "a line",
                413,
                "line_too_long",
                (r, g) ->
                    load(r, g, "{\"type\":\"Person\",\"data\":{\"n\":-1,\"s\":\"" + x(17 << 20)))
            .limit("limit", 16 << 20),
        Case.of(
            "the depth of a line",
            400,
            "not_json",
            (r, g) ->
                load(r, g, "{\"type\":\"Person\",\"data\":{\"n\":" + nested("[", "]") + "}}")),
        Case.of(
            "the columns of a file",
            400,
            "not_csv",
            (r, g) -> csv(r, g, joined(10_001, ",", "c%d"::formatted) + "\n")),
        Case.of(
            "a record of a file", 400, "not_csv", (r, g) -> csv(r, g, "n,s\n-1,\"" + x(17 << 20))),
        Case.of(
            "what a file says of its length",
            400,
            "not_parquet",
            (r, g) ->
                r.contentType("application/vnd.apache.parquet")
                    .body(parquet())
                    .post(g + "/load?type=Person")));
  }

  private static Stream<Case> definitions() {
    return Stream.of(
        Case.of(
                "the bytes of stored queries",
                413,
                "stored_too_large",
                (r, g) ->
                    r.body(Map.of("files", Map.of("f.gq", "// " + x(1 << 20)))).put(g + "/queries"))
            .limit("limit", 1 << 20),
        Case.of(
                "the characters of policies",
                413,
                "policy_too_large",
                (r, g) ->
                    r.body(Map.of("files", Map.of("f.cedar", "// " + x(1 << 20))))
                        .put(g + "/policy"))
            .limit("limit_characters", 1 << 17),
        Case.of(
                "the files of policies",
                413,
                "policy_too_large",
                (r, g) ->
                    r.body(
                            Map.of(
                                "files",
                                IntStream.range(0, 101)
                                    .boxed()
                                    .collect(
                                        Collectors.toMap("f%d.cedar"::formatted, n -> "forbid"))))
                        .put(g + "/policy"))
            .limit("limit_files", 100),
        Case.of(
            "the text of a schema",
            400,
            "source_too_large",
            (r, g) -> r.body(Map.of("schema", SCHEMA + " ".repeat(1 << 20))).put(g + "/schema")));
  }

  private static Response query(RequestSpecification request, String graph, String query) {
    return request.body(Map.of("query", query)).post(graph + "/query");
  }

  private static Response load(RequestSpecification request, String graph, String lines) {
    return request
        .contentType("application/x-ndjson")
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post(graph + "/load");
  }

  private static Response csv(RequestSpecification request, String graph, String file) {
    return request
        .contentType("text/csv")
        .body(file.getBytes(StandardCharsets.UTF_8))
        .post(graph + "/load?type=Person");
  }

  /** One that says that nearly two gigabytes describe it. */
  private static byte[] parquet() {
    byte[] file = new byte[1_000];
    Arrays.fill(file, (byte) 0x7f);
    byte[] mark = "PAR1".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, file, 0, mark.length);
    System.arraycopy(mark, 0, file, file.length - mark.length, mark.length);
    return file;
  }

  private static String head() {
    return get("/graphs/" + GRAPH + "/snapshot").jsonPath().getString("commit");
  }

  private static String x(int length) {
    return "x".repeat(length);
  }

  private static String nested(String open, String close) {
    return open.repeat(2_000) + close.repeat(2_000);
  }

  private static String joined(int count, String between, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(between));
  }
}
