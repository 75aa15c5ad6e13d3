package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Merges, reverts, cherry-picks and restores over HTTP. */
@QuarkusTest
class MergeRoutesTest {
  private static final String PUT =
      "query put($n: String, $a: I32) { insert Person { name: $n, age: $a } }";
  private static final String ALL =
      "query all() { match { $p: Person } return { $p.name, $p.age } order { $p.name } }";

  /** Each test has a graph of its own name, because the server keeps graphs open. */
  private final String graph = "m" + System.nanoTime();

  @BeforeEach
  void create() {
    Graph.create(
            GraphStorage.newFolder(Path.of("target/test-graphs", graph)),
            "node Person { name: String @key  age: I32? }",
            "schema.pg",
            "test")
        .close();
    put("main", "Ann", 1);
    ok(post("/branches", Map.of("name", "draft")));
  }

  @Test
  void aMergeIsToldBeforeAndDoneAndItsBranchGoes() {
    put("draft", "Bob", 2);
    put("main", "Cid", 3);

    JsonPath told = ok(post("/merge", Map.of("source", "draft", "dry_run", true)));
    JsonPath done = ok(post("/merge", Map.of("source", "draft", "delete_branch", true)));

    assertThat(told.getString("outcome")).isEqualTo("merged");
    assertThat(done.getMap("tables[0]"))
        .isEqualTo(Map.of("type", "Person", "inserted", 1, "updated", 0, "deleted", 0));
    assertThat(done.getBoolean("branch_deleted")).isTrue();
    assertThat(names()).containsExactly("Ann", "Bob", "Cid");
  }

  @Test
  void conflictsAreToldWithTheirImagesAndResolved() {
    put("draft", "Ann", 2);
    put("main", "Ann", 3);

    Response refused = post("/merge", Map.of("source", "draft"));
    JsonPath done =
        ok(
            post(
                "/merge",
                Map.of(
                    "source",
                    "draft",
                    "resolutions",
                    List.of(Map.of("type", "Person", "id", "Ann", "values", Map.of("age", 7))))));

    assertThat(refused.statusCode()).isEqualTo(409);
    JsonPath body = refused.jsonPath();
    assertThat(body.getString("code")).isEqualTo("merge_conflicts");
    assertThat(body.getString("details.conflicts[0].kind")).isEqualTo("DivergentUpdate");
    assertThat(body.getInt("details.conflicts[0].base.age")).isEqualTo(1);
    assertThat(body.getInt("details.conflicts[0].ours.age")).isEqualTo(3);
    assertThat(body.getInt("details.conflicts[0].theirs.age")).isEqualTo(2);
    assertThat(done.getString("outcome")).isEqualTo("merged");
    assertThat(ages()).containsExactly(7);
  }

  @Test
  void conflictsAreCountedAndToldPageByPageByADryRun() {
    put("main", "Bob", 1);
    ok(post("/merge", Map.of("source", "main", "branch", "draft")));
    for (String name : List.of("Ann", "Bob")) {
      put("draft", name, 2);
      put("main", name, 3);
    }
    Map<String, Object> dryRun = Map.of("source", "draft", "dry_run", true, "conflicts_limit", 1);

    JsonPath first = ok(post("/merge", dryRun));
    Map<String, Object> more = new HashMap<>(dryRun);
    more.put("conflicts_after", first.getString("conflicts_next"));
    JsonPath second = ok(post("/merge", more));

    assertThat(first.getList("conflicts.id")).containsExactly("Ann");
    assertThat(first.getInt("conflict_count")).isEqualTo(2);
    assertThat(first.getMap("conflict_kinds")).isEqualTo(Map.of("DivergentUpdate", 2));
    assertThat(second.getList("conflicts.id")).containsExactly("Bob");
    assertThat(second.getString("conflicts_next")).isNull();
  }

  @Test
  void aCommitIsUndonePickedAndRestored() {
    String second = put("main", "Bob", 2);

    assertThat(ok(post("/revert", Map.of("commit", second))).getString("outcome"))
        .isEqualTo("applied");
    assertThat(names()).containsExactly("Ann");
    assertThat(
            ok(post("/cherry-pick", Map.of("commit", second, "source", "main", "branch", "draft")))
                .getString("outcome"))
        .isEqualTo("applied");
    assertThat(ok(post("/restore", Map.of("commit", second))).getString("outcome"))
        .isEqualTo("applied");
    assertThat(names()).containsExactly("Ann", "Bob");
  }

  @Test
  void aWrongRequestIsToldWhereItIsWrong() {
    Response response =
        post(
            "/merge",
            Map.of("source", "draft", "resolutions", List.of(Map.of("type", "Person", "id", 3))));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("details.field")).isEqualTo("resolutions.[0].id");
  }

  private List<String> names() {
    return ok(post("/query", Map.of("query", ALL))).getList("rows.'p.name'");
  }

  private List<Integer> ages() {
    return ok(post("/query", Map.of("query", ALL))).getList("rows.'p.age'");
  }

  private String put(String branch, String name, int age) {
    Map<String, Object> body = new HashMap<>();
    body.put("query", PUT);
    body.put("params", Map.of("n", name, "a", age));
    body.put("branch", branch);
    return ok(post("/mutate", body)).getString("commit");
  }

  private Response post(String route, Map<String, ?> body) {
    return given().contentType("application/json").body(body).post("/graphs/" + graph + route);
  }

  private static JsonPath ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }
}
