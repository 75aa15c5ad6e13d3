package dev.omnigraph.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.HandoverRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {
  private static final RequestReader.Conditions NO_CONDITIONS =
      new RequestReader.Conditions("ann", null, null);
  private static final BranchName DRAFT = new BranchName("draft");

  /** The fields of each request, by the kind of their values. */
  private enum Request {
    QUERY(
        List.of("query", "name", "branch", "commit", "as_of", "cursor"),
        List.of("explain"),
        List.of("params"),
        List.of("limit")),
    MUTATION(List.of("query", "name", "branch", "expected_head"), List.of(), true),
    SCHEMA(List.of("schema", "branch", "expected_head"), List.of("allow_data_loss"), false),
    PLAN(List.of("schema", "branch", "expected_head"), List.of("allow_data_loss"), false),
    BRANCH(List.of("name"), List.of(), List.of("from"));

    private final List<String> texts;
    private final List<String> flags;
    private final List<String> objects;
    private final List<String> counts;

    Request(List<String> texts, List<String> flags, boolean takesArguments) {
      this(texts, flags, takesArguments ? List.of("params") : List.of());
    }

    Request(List<String> texts, List<String> flags, List<String> objects) {
      this(texts, flags, objects, List.of());
    }

    Request(List<String> texts, List<String> flags, List<String> objects, List<String> counts) {
      this.texts = texts;
      this.flags = flags;
      this.objects = objects;
      this.counts = counts;
    }

    /** The field without which there is no request. */
    String main() {
      return texts.getFirst();
    }

    String known() {
      return String.join(
          ", ", Stream.of(texts, flags, objects, counts).flatMap(List::stream).sorted().toList());
    }

    Object read(InputStream body) throws IOException {
      return switch (this) {
        case QUERY -> RequestReader.query(body);
        case MUTATION -> RequestReader.mutation(body, NO_CONDITIONS);
        case SCHEMA -> RequestReader.schema(body, NO_CONDITIONS);
        case PLAN -> RequestReader.plan(body);
        case BRANCH -> RequestReader.branch(body, "ann");
      };
    }

    GraphException refuse(byte[] body) {
      return catchThrowableOfType(GraphException.class, () -> read(new ByteArrayInputStream(body)));
    }

    GraphException refuse(String body) {
      return refuse(body.getBytes(UTF_8));
    }
  }

  @Test
  void everyFieldOfAQueryIsRead() throws IOException {
    RequestReader.Query query =
        RequestReader.query(
            body(
                """
                {"query": "query q() { }", "name": "q", "params": {"x": "é"}, "branch": "draft",
                 "commit": "c", "explain": true, "limit": 7, "cursor": "x"}
                """));

    assertThat(query)
        .isEqualTo(
            new RequestReader.Query(
                new QueryRequest(
                    "query q() { }",
                    "query",
                    "q",
                    Map.of("x", "é"),
                    new ReadAt.Commit(DRAFT, new CommitId("c"))),
                true,
                7,
                "x"));
  }

  @Test
  void everyFieldOfRowsThatAreHandedOverIsRead() throws IOException {
    assertThat(
            RequestReader.rowsHandover(
                body(
                    """
                    {"query": "q", "name": "n", "params": {"x": 1}, "branch": "draft",
                     "commit": "c", "format": "arrow", "compression": "gzip"}
                    """)))
        .isEqualTo(
            new RequestReader.RowsHandover(
                new QueryRequest(
                    "q", "query", "n", Map.of("x", 1), new ReadAt.Commit(DRAFT, new CommitId("c"))),
                RowFormat.ARROW,
                true));
    assertThat(RequestReader.rowsHandover(body("{\"query\": \"q\"}")).format())
        .isEqualTo(RowFormat.NDJSON);
    for (String unknown : List.of("json", "xml")) {
      String request = "{\"query\": \"q\", \"format\": \"%s\"}".formatted(unknown);
      assertThatThrownBy(() -> RequestReader.rowsHandover(body(request)))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.is(HttpError.INVALID_ROW_FORMAT)).isTrue());
    }
  }

  @Test
  void everyFieldOfAnExportThatIsHandedOverIsRead() throws IOException {
    HandoverRequest all =
        RequestReader.handover(
            body(
                """
                {"branch": "draft", "commit": "c", "format": "csv", "types": ["A", "B"],
                 "blobs": "omit", "compression": "gzip"}
                """));

    ReadAt at = new ReadAt.Commit(DRAFT, new CommitId("c"));
    assertThat(all)
        .isEqualTo(
            new HandoverRequest(
                new ExportRequest(at, EntityFormat.CSV, List.of("A", "B"), false), true));
    assertThat(RequestReader.handover(body("{\"blobs\": \"include\", \"compression\": \"none\"}")))
        .isEqualTo(RequestReader.handover(body("{}")))
        .isEqualTo(
            new HandoverRequest(
                new ExportRequest(ReadAt.main(), EntityFormat.JSONL, List.of(), true), false));
  }

  @Test
  void everyFieldOfAMutationIsRead() throws IOException {
    MutationRequest mutation =
        RequestReader.mutation(
            body(
                """
                {"query": "query m() { }", "name": "m", "params": {"x": 1}, "branch": "draft",
                 "expected_head": "c"}
                """),
            new RequestReader.Conditions("ann", "\"c\"", "key"));

    assertThat(mutation)
        .isEqualTo(
            new MutationRequest(
                "query m() { }",
                "query",
                "m",
                Map.of("x", 1),
                new WriteOptions(DRAFT, "ann", new CommitId("c"), "key")));
  }

  @Test
  void everyFieldOfAChangeOfTheSchemaIsRead() throws IOException {
    String text =
        """
        {"schema": "node A {}", "branch": "draft", "allow_data_loss": true, "expected_head": "c"}
        """;

    assertThat(RequestReader.schema(body(text), NO_CONDITIONS))
        .isEqualTo(
            new SchemaRequest(
                "node A {}",
                "schema",
                true,
                true,
                new WriteOptions(DRAFT, "ann", new CommitId("c"), null)));
    assertThat(RequestReader.plan(body(text)))
        .isEqualTo(new PlanRequest("node A {}", "schema", true, new ReadAt.Head(DRAFT)));
  }

  @Test
  void aBranchIsMadeFromMainFromABranchFromACommitOrFromATime() throws IOException {
    BranchName agent = new BranchName("agent/7");

    assertThat(RequestReader.branch(body("{\"name\": \"agent/7\"}"), "ann"))
        .isEqualTo(new BranchRequest(agent, ReadAt.main(), "ann"));
    assertThat(
            RequestReader.branch(
                body("{\"name\": \"agent/7\", \"from\": {\"branch\": \"draft\"}}"), "ann"))
        .isEqualTo(new BranchRequest(agent, new ReadAt.Head(DRAFT), "ann"));
    assertThat(
            RequestReader.branch(
                body(
                    """
                    {"name": "agent/7", "from": {"branch": "draft", "commit": "c", "as_of": null}}
                    """),
                "ann"))
        .isEqualTo(new BranchRequest(agent, new ReadAt.Commit(DRAFT, new CommitId("c")), "ann"));
    assertThat(
            RequestReader.branch(
                body(
                    """
                    {"name": "agent/7", "from": {"as_of": "2026-01-31T12:00:00Z"}}
                    """),
                "ann"))
        .isEqualTo(
            new BranchRequest(
                agent,
                new ReadAt.Time(BranchName.MAIN, Instant.parse("2026-01-31T12:00:00Z")),
                "ann"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"branhc\": \"x\"} | unknown_field | from.branhc",
        "{\"branch\": 1} | wrong_type | from.branch",
        "{\"as_of\": \"yesterday\"} | invalid_time | as_of",
        "{\"commit\": \"c\", \"as_of\": \"2026-01-31T12:00:00Z\"} | commit_and_as_of | as_of",
      })
  void whatABranchIsMadeFromIsReadStrictly(String from, String code, String field) {
    GraphException refusal =
        Request.BRANCH.refuse("{\"name\": \"x\", \"from\": %s}".formatted(from));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.details()).containsEntry("field", field);
  }

  @Test
  void onlyACherryPickHasASource() throws IOException {
    String text =
        """
        {"commit": "c", "source": "draft"}
        """;

    GraphException refusal =
        catchThrowableOfType(
            GraphException.class, () -> RequestReader.revert(body(text), NO_CONDITIONS));

    assertThat(refusal.code()).isEqualTo("unknown_field");
    assertThat(refusal.details()).containsEntry("field", "source");
    assertThat(RequestReader.cherryPick(body(text), NO_CONDITIONS).dryRun()).isNull();
  }

  @Test
  void whatIsLeftOutOrNullIsTheNewestStateOfMainWithoutConditions() throws IOException {
    String query =
        """
        {"query": "q", "name": null, "params": null, "branch": null, "commit": null,
         "as_of": null, "explain": null}
        """;
    QueryRequest read = new QueryRequest("q", "query", null, Map.of(), ReadAt.main());
    WriteOptions options = WriteOptions.on(BranchName.MAIN, "ann");

    assertThat(RequestReader.query(body(query)))
        .isEqualTo(new RequestReader.Query(read, false, null, null));
    assertThat(RequestReader.query(body("{\"query\": \"q\"}")))
        .isEqualTo(new RequestReader.Query(read, false, null, null));
    assertThat(RequestReader.mutation(body("{\"query\": \"q\"}"), NO_CONDITIONS))
        .isEqualTo(new MutationRequest("q", "query", null, Map.of(), options));
    assertThat(RequestReader.schema(body("{\"schema\": \"s\"}"), NO_CONDITIONS))
        .isEqualTo(new SchemaRequest("s", "schema", true, false, options));
  }

  @Test
  void argumentsKeepTheirNumbersExactlyAndTheirOrder() throws IOException {
    Map<String, ?> arguments =
        RequestReader.query(
                body(
                    """
                    {"query": "q", "params": {
                      "z": 1, "long": 4294967296, "big": 18446744073709551615, "d": 0.10,
                      "list": [true, null, {"b": [], "a": "x"}]}}
                    """))
            .request()
            .arguments();

    assertThat(arguments.keySet()).containsExactly("z", "long", "big", "d", "list");
    assertThat(arguments.get("z")).isEqualTo(1);
    assertThat(arguments.get("long")).isEqualTo(4294967296L);
    assertThat(arguments.get("big")).isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(arguments.get("d")).isEqualTo(new BigDecimal("0.10"));
    assertThat(arguments.get("list")).hasToString("[true, null, {b=[], a=x}]");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("valuesOfTheWrongType")
  void aFieldOfTheWrongTypeIsRefusedWithItsPlace(Request request, String field, String value) {
    GraphException refusal = request.refuse("{\n\"%s\": %s}".formatted(field, value));

    int column = field.length() + 5;
    assertThat(refusal.code()).isEqualTo("wrong_type");
    assertThat(refusal)
        .hasMessage(
            "The field \"%s\" has a value of the wrong type at line 2, column %d."
                .formatted(field, column));
    assertThat(refusal.details()).isEqualTo(Map.of("line", 2, "column", column, "field", field));
    assertThat(refusal.nextStep()).isEqualTo("See /openapi.json for the types of the fields.");
  }

  static Stream<Arguments> valuesOfTheWrongType() {
    return Stream.of(Request.values())
        .flatMap(
            request ->
                Stream.of(
                        wrong(request, request.texts, "1", "true", "[]", "{}"),
                        wrong(request, request.flags, "1", "\"true\"", "[]", "{}"),
                        wrong(request, request.objects, "1", "\"x\"", "true", "[]"))
                    .flatMap(cases -> cases));
  }

  private static Stream<Arguments> wrong(Request request, List<String> fields, String... values) {
    return fields.stream()
        .flatMap(field -> Stream.of(values).map(value -> arguments(request, field, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1e99999999999 | params.x", "[0, -1e99999999999] | params.x.[1]"})
  void aNumberOutOfAllRangesIsRefusedWithItsPath(String value, String path) {
    GraphException refusal =
        Request.QUERY.refuse("{\"query\": \"q\", \"params\": {\"x\": %s}}".formatted(value));

    assertThat(refusal.code()).isEqualTo("wrong_type");
    assertThat(refusal.details()).containsEntry("field", path);
  }

  @ParameterizedTest
  @EnumSource(Request.class)
  void anUnknownFieldIsRefusedWithThoseThatThereAre(Request request) {
    GraphException refusal =
        request.refuse("{\n\"%s\": \"x\",\n\"nam\": \"y\"}".formatted(request.main()));

    assertThat(refusal.code()).isEqualTo("unknown_field");
    assertThat(refusal).hasMessage("The body has the unknown field \"nam\" at line 3, column 8.");
    assertThat(refusal.details()).isEqualTo(Map.of("line", 3, "column", 8, "field", "nam"));
    assertThat(refusal.nextStep()).isEqualTo("Known fields: %s.".formatted(request.known()));
  }

  @ParameterizedTest
  @EnumSource(Request.class)
  void aRequestWithoutItsTextIsRefused(Request request) {
    String main = request.main();

    assertThat(List.of("", " ", "null"))
        .allSatisfy(
            body -> refused(request, body, "missing_body", "The request has no body.", main));
    assertThat(List.of("{}", "{\"%s\": null}".formatted(main)))
        .allSatisfy(
            body ->
                refused(
                    request,
                    body,
                    "missing_field",
                    "The request has no \"%s\".".formatted(main),
                    main));
    refused(
        request,
        "{\"%s\": \" \\n\"}".formatted(main),
        "missing_field",
        "The request's \"%s\" is empty.".formatted(main),
        main);
  }

  private static void refused(
      Request request, String body, String code, String message, String field) {
    GraphException refusal = request.refuse(body);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.details()).isEqualTo(Map.of("field", field));
    assertThat(refusal.nextStep()).contains("{\"%s\": \"…\"}".formatted(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | 1 | an object was expected, and nothing after it",
        "\"q\" | 1 | an object was expected, and nothing after it",
        "{\"query\": \"q\"} {} | 16 | an object was expected, and nothing after it",
        "{\"query\": \"q\", \"query\": \"r\"} | 23 | \"query\" is given twice",
        "{\"params\": {\"x\": 1, \"x\": 2}} | 24 | \"x\" is given twice",
        "{\"query\": \"q\" | 14 | its last { is not closed",
        "{\"query\": 'q'} | 11 | texts and names are in double quotes, not in single ones",
      })
  void aTextThatIsNotOneObjectIsRefusedWithThePlace(String body, int column, String reason) {
    GraphException refusal = Request.QUERY.refuse(body);

    assertThat(refusal.code()).isEqualTo("malformed_json");
    assertThat(refusal)
        .hasMessage("The body cannot be read at line 1, column %d: %s.", column, reason);
    assertThat(refusal.details()).isEqualTo(Map.of("line", 1, "column", column));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    GraphException refusal = Request.QUERY.refuse("{\"query\": \"é\"}".getBytes(ISO_8859_1));

    assertThat(refusal.code()).isEqualTo("malformed_json");
    assertThat(refusal).hasMessageEndingWith(": it is not UTF-8.");
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
