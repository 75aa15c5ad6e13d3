package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches over HTTP. */
@QuarkusTest
class BranchRoutesTest {
  private static final String ADD = "query add($n: String) { insert Person { name: $n } }";

  /** Each test has a graph of its own name, because the server keeps graphs open. */
  private final String graph = "b" + System.nanoTime();

  @BeforeEach
  void create() {
    Graph.create(
            GraphStorage.newFolder(Path.of("target/test-graphs", graph)),
            "node Person { name: String @key }",
            "schema.pg",
            "test")
        .close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent%2F7", "agent%2f7", "agent/7"})
  void aBranchIsMadeShownAndDeletedAlsoWithASlashInItsName(String inPath) {
    JsonPath made = ok(branch(Map.of("name", "agent/7")));
    String head = add("agent/7", "Ann");

    JsonPath shown = ok(get("/branches/" + inPath));
    JsonPath listed = ok(get("/branches"));

    assertThat(made.getString("branch")).isEqualTo("agent/7");
    assertThat(made.getString("fork.parent")).isEqualTo("main");
    assertThat(shown.getString("head")).isEqualTo(head);
    assertThat(shown.getString("created_by")).isEqualTo("local");
    assertThat(shown.getInt("fork.ahead")).isEqualTo(1);
    assertThat(shown.getInt("fork.behind")).isZero();
    assertThat(listed.getList("branches.branch")).containsExactly("agent/7", "main");
    assertThat(listed.getMap("branches[0]")).isEqualTo(shown.getMap(""));
    assertThat(listed.getMap("branches[1]")).containsEntry("fork", null);
    assertThat(ok(delete(inPath, head)).getString("branch")).isEqualTo("agent/7");
    assertThat(ok(get("/branches")).getList("branches.branch")).containsExactly("main");
    assertThat(get("/branches/" + inPath).statusCode()).isEqualTo(410);
  }

  @Test
  void aBranchIsMadeFromABranchACommitOrATime() {
    String first = add("main", "Ann");
    ok(branch(Map.of("name", "draft")));
    add("draft", "Bob");
    add("main", "Cid");

    JsonPath ofBranch = ok(branch(Map.of("name", "a", "from", Map.of("branch", "draft"))));
    JsonPath ofCommit = ok(branch(Map.of("name", "b", "from", Map.of("commit", first))));
    JsonPath ofTime =
        ok(branch(Map.of("name", "c", "from", Map.of("as_of", "2999-01-01T00:00:00Z"))));

    assertThat(ofBranch.getString("fork.parent")).isEqualTo("draft");
    assertThat(ofCommit.getString("head")).isEqualTo(first);
    assertThat(ofCommit.getInt("fork.behind")).isEqualTo(1);
    assertThat(ofTime.getInt("fork.behind")).isZero();
  }

  @Test
  void aNameThatIsTakenIsAConflictThatSaysWhereItsBranchIs() {
    ok(branch(Map.of("name", "draft")));
    String head = add("draft", "Ann");

    Response again = branch(Map.of("name", "draft"));

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.jsonPath().getString("code")).isEqualTo("branch_exists");
    assertThat(again.jsonPath().getString("details.head")).isEqualTo(head);
  }

  @Test
  void aDeletionThatExpectsAnotherHeadDoesNothing() {
    String old = ok(branch(Map.of("name", "draft"))).getString("head");
    String head = add("draft", "Ann");

    Response late = delete("draft", "\"" + old + "\"");

    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(late.jsonPath().getString("details.actual")).isEqualTo(head);
    assertThat(ok(get("/branches/draft")).getString("head")).isEqualTo(head);
    assertThat(ok(delete("draft", "*")).getInt("requests")).isPositive();
  }

  @Test
  void whatCannotBeIsSaidInTheUsualWords() {
    assertThat(code(branch(Map.of("name", "_x")), 400)).isEqualTo("branch_name");
    assertThat(code(branch(Map.of("name", "main")), 409)).isEqualTo("branch_exists");
    assertThat(code(branch(Map.of()), 400)).isEqualTo("missing_field");
    assertThat(code(branch(Map.of("name", "x", "from", Map.of("brnch", "y"))), 400))
        .isEqualTo("unknown_field");
    assertThat(code(branch(Map.of("name", "x", "from", Map.of("branch", "y"))), 404))
        .isEqualTo("branch_not_found");
    assertThat(code(branch(Map.of("name", "x", "from", Map.of("commit", "y"))), 404))
        .isEqualTo("commit_not_found");
    assertThat(code(delete("main", "*"), 400)).isEqualTo("branch_reserved");
    assertThat(code(delete("absent", "*"), 404)).isEqualTo("branch_not_found");
    assertThat(code(get("/branches/mian"), 404)).isEqualTo("branch_not_found");
    assertThat(code(given().post("/graphs/" + graph + "/branches/x/y"), 405))
        .isEqualTo("method_not_allowed");
  }

  private String add(String branch, String name) {
    return ok(given()
            .contentType("application/json")
            .body(Map.of("query", ADD, "params", Map.of("n", name), "branch", branch))
            .post("/graphs/" + graph + "/mutate"))
        .getString("commit");
  }

  private Response branch(Map<String, ?> body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/graphs/" + graph + "/branches");
  }

  private Response get(String path) {
    return given().urlEncodingEnabled(false).get("/graphs/" + graph + path);
  }

  private Response delete(String name, String ifMatch) {
    return given()
        .urlEncodingEnabled(false)
        .header("If-Match", ifMatch)
        .delete("/graphs/" + graph + "/branches/" + name);
  }

  private static String code(Response answer, int status) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    return answer.jsonPath().getString("code");
  }

  private static JsonPath ok(Response answer) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }
}
