package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.get;
import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API on a graph in a folder. */
@QuarkusTest
class LocalGraphTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  born: Date?  big: U64? }
      edge Knows: Person -> Person
      """;
  private static final String PEOPLE =
      """
      {"type": "Person", "data": {"name": "Ada", "born": "1815-12-10", "big": 18446744073709551615}}
      {"type": "Person", "data": {"name": "Bob", "age": 25}}
      {"edge": "Knows", "from": "Ada", "to": "Bob", "data": {}}
      """;
  private static final String ALL =
      "query all() { match { $p: Person } return { $p.name as name, $p.age as age, $p.born as born,"
          + " $p.big as big } order { $p.name } }";
  private static final String ADD = "query add($n: String) { insert Person { name: $n } }";

  /** Each test has a graph of its own name, because the server keeps graphs open. */
  private final String graph = "g" + System.nanoTime();

  @BeforeEach
  void create() throws IOException {
    Path folder = Path.of("target/test-graphs", graph);
    try (Stream<Path> old = Files.exists(folder) ? Files.walk(folder) : Stream.of()) {
      old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    Graph.create(GraphStorage.newFolder(folder), SCHEMA, "schema.pg", "test").close();
  }

  @Test
  void whatIsLoadedIsAnswered() {
    JsonPath loaded = ok(load("?mode=append", PEOPLE));
    JsonPath answer = ok(query(Map.of("query", ALL)));

    assertThat(loaded.getMap("rows")).isEqualTo(Map.of("Person", 2, "Knows", 1));
    assertThat(answer.getString("commit")).isEqualTo(loaded.getString("commits[0]"));
    assertThat(answer.getList("columns.type")).containsExactly("String", "I32?", "Date?", "U64?");
    assertThat(answer.getList("rows.name")).containsExactly("Ada", "Bob");
    assertThat(answer.getList("rows.age")).containsExactly(null, 25);
    assertThat(answer.getList("rows.born")).containsExactly("1815-12-10", null);
    assertThat(answer.getString("rows[0].big")).isEqualTo("18446744073709551615");
    assertThat(answer.getList("profile.steps")).isNotEmpty();
    assertThat(answer.getLong("profile.requests")).isPositive();
  }

  @Test
  void anAnswerComesWithItsPlanWhenAsked() {
    ok(load("", PEOPLE));

    JsonPath explained = ok(query(Map.of("query", ALL, "explain", true)));

    assertThat(explained.getString("explanation"))
        .contains("logical plan", "$p: Person", "physical plan", "scan $p: Person");
    assertThat(explained.getList("rows")).hasSize(2);
    assertThat(explained.getInt("profile.steps[0].expected")).isEqualTo(2);
    assertThat(explained.getInt("profile.steps[0].depth")).isZero();
    assertThat(explained.getMap("profile.steps[0]")).containsKey("sequential_at_most");
    assertThat(ok(query(Map.of("query", ALL))).getMap("")).doesNotContainKey("explanation");
  }

  @Test
  void anEarlierCommitIsStillRead() {
    ok(load("", PEOPLE));
    String before = ok(query(Map.of("query", ALL))).getString("commit");
    ok(mutate(Map.of("query", ADD, "params", Map.of("n", "Cid"))));

    assertThat(ok(query(Map.of("query", ALL))).getList("rows")).hasSize(3);
    assertThat(ok(query(Map.of("query", ALL, "commit", before))).getList("rows")).hasSize(2);
  }

  @Test
  void theStateAndHistoryAreToldApart() {
    ok(load("", PEOPLE));
    ok(mutate(Map.of("query", ADD, "params", Map.of("n", "Cid"))));

    JsonPath snapshot = ok(get("/graphs/" + graph + "/snapshot"));
    JsonPath commits = ok(get("/graphs/" + graph + "/commits"));
    JsonPath schema = ok(get("/graphs/" + graph + "/schema"));

    assertThat(snapshot.getMap("tables.collectEntries { [it.type, it.rows] }"))
        .isEqualTo(Map.of("Person", 3, "Knows", 1));
    assertThat(commits.getList("commits.kind")).containsExactly("mutate", "load", "init");
    assertThat(commits.getList("commits.actor")).containsExactly("local", "local", "test");
    assertThat(commits.getString("commits[0].commit")).isEqualTo(snapshot.getString("commit"));
    assertThat(schema.getString("source")).isEqualTo(SCHEMA);
    assertThat(schema.getList("nodes[0].properties.type"))
        .containsExactly("String", "I32?", "Date?", "U64?");
    assertThat(schema.getString("edges[0].to")).isEqualTo("Person");
    assertThat(branches()).containsExactly("main");
    assertThat(ok(get("/graphs")).getList("graphs", String.class)).contains(graph);
  }

  @Test
  void aSchemaIsPlannedAndAppliedAndInForceAtOnce() {
    ok(load("", PEOPLE));
    Map<String, ?> wanted =
        Map.of("schema", SCHEMA.replace("age: I32?", "years: I32? @rename_from(\"age\")"));

    JsonPath plan = ok(schemaPlan(wanted));
    JsonPath applied = ok(schemaApply(wanted));

    assertThat(plan.getBoolean("supported")).isTrue();
    assertThat(plan.getList("steps.step")).containsExactly("rename_property");
    assertThat(plan.getList("losses")).isEmpty();
    assertThat(applied.getList("steps")).containsExactly("rename Person.age to years");
    assertThat(ok(query(Map.of("query", ALL.replace("$p.age", "$p.years")))).getList("rows.age"))
        .containsExactly(null, 25);
    assertThat(ok(get("/graphs/" + graph + "/commits")).getString("commits[0].kind"))
        .isEqualTo("schema");
    assertThat(ok(schemaApply(wanted)).getString("commit")).isEqualTo(applied.getString("commit"));
  }

  @Test
  void aRefusedSchemaSaysWhyAndChangesNothing() {
    Map<String, ?> wanted = Map.of("schema", SCHEMA.replace("age: I32?", "age: Date?"));

    JsonPath plan = ok(schemaPlan(wanted));
    Response answer = schemaApply(wanted);

    assertThat(plan.getBoolean("supported")).isFalse();
    assertThat(plan.getString("steps[0].refusal.code")).isEqualTo("type_changed");
    assertThat(plan.getString("steps[0].refusal.way_out")).isNotEmpty();
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.jsonPath().getString("code")).isEqualTo("schema_change_refused");
    assertThat(answer.jsonPath().getString("details.refusals[0].code")).isEqualTo("type_changed");
    assertThat(ok(get("/graphs/" + graph + "/schema")).getString("source")).isEqualTo(SCHEMA);
  }

  @Test
  void aPlanCountsWhatWouldBeLost() {
    ok(load("", PEOPLE));

    JsonPath all = ok(schemaPlan(Map.of("schema", "node Other { name: String @key }")));
    JsonPath some = ok(schemaPlan(Map.of("schema", SCHEMA.replace("age: I32?", ""))));

    assertThat(all.getBoolean("supported")).isTrue();
    assertThat(all.getMap("losses.collectEntries { [it.type, it.rows] }"))
        .isEqualTo(Map.of("Person", 2, "Knows", 1));
    assertThat(all.getList("losses.property")).containsOnlyNulls();
    assertThat(some.getList("losses")).hasSize(1);
    assertThat(some.getMap("losses[0]"))
        .isEqualTo(Map.of("type", "Person", "property", "age", "rows", 2));
  }

  @Test
  void theNewestCommitOfTheListMayBeExpectedAfterUpkeep() throws IOException {
    ok(load("", PEOPLE));
    ok(mutate(Map.of("query", ADD, "params", Map.of("n", "Cid"))));
    try (Graph opened = Graph.open(GraphStorage.folder(Path.of("target/test-graphs", graph)))) {
      opened.optimize(WriteOptions.on(BranchName.MAIN, "test"));
    }
    JsonPath commits = ok(get("/graphs/" + graph + "/commits"));
    assertThat(commits.getString("commits[0].kind")).isEqualTo("optimize");
    String upkeep = commits.getString("commits[0].commit");

    Map<String, ?> add = Map.of("query", ADD, "params", Map.of("n", "Dan"));
    ok(mutateIfMatch("\"" + upkeep + "\"", add));
    Response late = mutateIfMatch(upkeep, Map.of("query", ADD, "params", Map.of("n", "Eve")));

    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(late.jsonPath().getString("next_step")).contains("optimize");
    ok(mutateIfMatch("*", Map.of("query", ADD, "params", Map.of("n", "Eve"))));
  }

  @Test
  void aSchemaWithAMistakeAndAMissingOneAreRefused() {
    assertThat(schemaApply(Map.of("schema", "node P { x: Strng }")).jsonPath().getString("error"))
        .startsWith("schema:1:");
    assertThat(schemaApply(Map.of()).jsonPath().getString("code")).isEqualTo("missing_field");
    assertThat(schemaApply(Map.of("schema", "")).jsonPath().getString("error"))
        .isEqualTo("The request's \"schema\" is empty.");
  }

  @Test
  void aBadLineIsNamedAndNothingIsLoaded() {
    Response answer =
        load("", PEOPLE + "{\"type\": \"Person\", \"data\": {\"name\": \"Cid\", \"age\": 1.5}}\n");

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.jsonPath().getString("error")).contains("body", "4", "age");
    assertThat(ok(query(Map.of("query", ALL))).getList("rows")).isEmpty();
  }

  @Test
  void aLoadMakesItsBranchAndTakesItBackWhenNothingIsCommitted() {
    ok(load("", PEOPLE));
    String bad = "{\"type\": \"Person\", \"data\": {\"name\": \"Cid\", \"age\": 1.5}}";
    String good = "{\"type\": \"Person\", \"data\": {\"name\": \"Cid\", \"age\": 1}}";

    assertThat(load("?branch=draft", good).statusCode()).isEqualTo(404);
    assertThat(load("?branch=draft&create_from=main", bad).statusCode()).isEqualTo(400);
    assertThat(branches()).containsExactly("main");
    assertThat(load("?branch=draft&create_from=absent", good).statusCode()).isEqualTo(404);
    assertThat(branches()).containsExactly("main");

    ok(load("?branch=draft&create_from=main", good));
    assertThat(branches()).containsExactly("draft", "main");
    assertThat(ok(query(Map.of("query", ALL, "branch", "draft"))).getList("rows.name"))
        .containsExactly("Ada", "Bob", "Cid");
    assertThat(ok(query(Map.of("query", ALL))).getList("rows.name")).containsExactly("Ada", "Bob");
  }

  @Test
  void aNumberOfAnySizeIsReadOrRefusedByTheNameOfItsParameter() {
    ok(load("", PEOPLE));
    String aged =
        "query q($a: I32, $u: U64) { match { $p: Person { age: $a, big: $u } } return { $p.name } }";
    for (String number : List.of("1e99999999999", "-1e99999999999", "1e-99999999999", "1e400")) {
      for (String name : List.of("a", "u")) {
        String other = name.equals("a") ? "u" : "a";
        String body =
            "{\"query\": \"%s\", \"params\": {\"%s\": %s, \"%s\": 1}}"
                .formatted(aged, name, number, other);

        Response answer =
            given().contentType("application/json").body(body).post("/graphs/" + graph + "/query");

        assertThat(answer.statusCode()).as(number + answer.asString()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).contains(name);
      }
    }
    assertThat(ok(query(Map.of("query", ALL))).getList("rows")).hasSize(2);
  }

  @Test
  void anExistingKeyIsAConflictForAStrictInsert() {
    ok(load("?mode=append", PEOPLE));

    assertThat(load("?mode=append", PEOPLE).statusCode()).isEqualTo(409);
    assertThat(load("?mode=merge", PEOPLE).statusCode()).isEqualTo(200);
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(get("/graphs/absent/snapshot").jsonPath().getString("error"))
        .isEqualTo("There is no graph \"absent\".");
    assertThat(get("/graphs/absent/snapshot").statusCode()).isEqualTo(404);
    assertThat(get("/graphs/" + graph + "/commits/01J").statusCode()).isEqualTo(404);
    assertThat(get("/graphs/" + graph + "/snapshot?branch=absent").statusCode()).isEqualTo(404);
    assertThat(query(Map.of("query", ALL, "name", "absent")).statusCode()).isEqualTo(404);
    assertThat(get("/graphs/" + graph + "/snapshot?branch=mian").jsonPath().getString("next_step"))
        .isEqualTo(
            "Did you mean \"main\"? GET /graphs/%s/branches lists the branches.".formatted(graph));
    assertThat(get("/graphs/" + graph + "/commits/01J").jsonPath().getString("next_step"))
        .contains("/graphs/" + graph + "/commits?branch=main");
  }

  @Test
  void aQueryThatDoesNotTypeCheckShowsWhere() {
    Response answer =
        query(Map.of("query", "query q() {\n  match { $p: Persn }\n  return { $p.name }\n}"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.jsonPath().getString("error")).startsWith("query:2:").contains("Persn", "^");
    assertThat(answer.jsonPath().getInt("details.diagnostics[0].line")).isEqualTo(2);
  }

  @Test
  void aWriteIsRefusedAsAQueryAndAQueryAsAWrite() {
    assertThat(query(Map.of("query", ADD, "params", Map.of("n", "Cid"))).statusCode())
        .isEqualTo(400);
    assertThat(mutate(Map.of("query", ALL)).statusCode()).isEqualTo(400);
  }

  private List<String> branches() {
    return ok(get("/graphs/" + graph + "/branches")).getList("branches.branch");
  }

  private Response load(String parameters, String lines) {
    return given()
        .contentType("application/x-ndjson")
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/graphs/" + graph + "/load" + parameters);
  }

  private Response query(Map<String, ?> body) {
    return given().contentType("application/json").body(body).post("/graphs/" + graph + "/query");
  }

  private Response mutate(Map<String, ?> body) {
    return given().contentType("application/json").body(body).post("/graphs/" + graph + "/mutate");
  }

  private Response mutateIfMatch(String expected, Map<String, ?> body) {
    return given()
        .contentType("application/json")
        .header("If-Match", expected)
        .body(body)
        .post("/graphs/" + graph + "/mutate");
  }

  private Response schemaPlan(Map<String, ?> body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/graphs/" + graph + "/schema/plan");
  }

  private Response schemaApply(Map<String, ?> body) {
    return given().contentType("application/json").body(body).put("/graphs/" + graph + "/schema");
  }

  private static JsonPath ok(Response answer) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }
}
