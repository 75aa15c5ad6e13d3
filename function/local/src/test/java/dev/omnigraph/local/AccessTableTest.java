package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.access.Action;
import dev.omnigraph.api.Routes;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.Texts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which actions each route takes: with them it answers, without any of them it does not, and on a
 * protected branch and another one each by what policies say of that kind.
 */
@QuarkusTest
@TestProfile(AccessRoutesTest.WithTokens.class)
class AccessTableTest {
  private static final WriteOptions OWNER = WriteOptions.on(BranchName.MAIN, "owner");
  private static final String SCHEMA = "node Person { name: String @key  photo: Blob? }";
  private static final String READ = "query q() { match { $p: Person } return { $p.name } }";
  private static final String INSERT = "query m($n: String) { insert Person { name: $n } }";
  private static final String QUERIES = READ.replace("q()", "people()");
  private static final String BLOB = "/graphs/{graph}/blobs/{type}/{id}/{property}";

  /** Two branches of each kind, protected ones first. */
  private static final List<List<String>> KINDS =
      List.of(List.of("main", "release"), List.of("dev", "draft"));

  private static final List<String> ACTIONS =
      Arrays.stream(Action.values()).map(Action::text).toList();

  /** What a route is about. */
  private enum Of {
    BRANCH,
    GRAPH
  }

  /**
   * A route, what is sent to it, and the actions that it takes. {@code B} is a branch, {@code O}
   * another one of the same kind, and {@code C} a commit of both.
   */
  private enum Row {
    QUERY("POST query", "{'query': '" + READ + "', 'branch': 'B'}", "read"),
    MUTATE(
        "POST mutate",
        "{'query': '" + INSERT + "', 'params': {'n': 'NEW'}, 'branch': 'B'}",
        "change"),
    LOAD("POST load?branch=B", "{'type': 'Person', 'data': {'name': 'NEW'}}", "load"),
    EXPORT("GET export?branch=B", null, "export"),
    BLOB_GET("GET blobs/Person/Ada/photo?branch=B", null, "read", BLOB),
    BLOB_PUT("PUT blobs/Person/Ada/photo?branch=B", "bytes", "change", BLOB),
    SCHEMA_GET("GET schema?branch=B", null, "read"),
    SCHEMA_PUT("PUT schema", "{'schema': '" + SCHEMA + "', 'branch': 'B'}", "schema_apply"),
    SCHEMA_PLAN("POST schema/plan", "{'schema': '" + SCHEMA + "', 'branch': 'B'}", "schema_apply"),
    QUERIES_PUT(
        "PUT queries", "{'files': {'q.gq': '" + QUERIES + "'}, 'branch': 'B'}", "schema_apply"),
    CALL(
        "POST queries/people",
        "{'branch': 'B'}",
        "invoke_query",
        "/graphs/{graph}/queries/{query}"),
    POLICY(Of.GRAPH, "GET policy", null, "policy_write"),
    POLICY_PUT(
        Of.GRAPH,
        "PUT policy",
        "{'files': {'p.cedar': 'permit (principal, action, resource);'}}",
        "policy_write"),
    APPLY("POST apply", "{'queries': {'q.gq': '" + QUERIES + "'}, 'branch': 'B'}", "schema_apply"),
    SNAPSHOT("GET snapshot?branch=B", null, "read"),
    MERGE("POST merge", "{'source': 'O', 'branch': 'B'}", "branch_merge read"),
    REVERT("POST revert", "{'commit': 'C', 'branch': 'B'}", "change read"),
    CHERRY_PICK("POST cherry-pick", "{'commit': 'C', 'source': 'O', 'branch': 'B'}", "change read"),
    RESTORE("POST restore", "{'commit': 'C', 'branch': 'B'}", "change read"),
    BRANCH_POST(
        "POST branches", "{'name': 'O-NEW', 'from': {'branch': 'B'}}", "branch_create read"),
    BRANCH("GET branches/O", null, "read", "/graphs/{graph}/branches/{name}"),
    BRANCH_DELETE("DELETE branches/O", null, "branch_delete", "/graphs/{graph}/branches/{name}"),
    HOLDS(Of.GRAPH, "GET holds", null, "read"),
    HOLD_PUT(Of.GRAPH, "PUT holds/h", "{'branch': 'B'}", "cleanup", "/graphs/{graph}/holds/{hold}"),
    HOLD_DELETE(Of.GRAPH, "DELETE holds/h", null, "cleanup", "/graphs/{graph}/holds/{hold}"),
    FEED("GET feed?branch=B", null, "read"),
    COMMITS("GET commits?branch=B", null, "read"),
    COMMIT("GET commits/C?branch=B", null, "read", "/graphs/{graph}/commits/{id}"),
    CHANGES("GET commits/C/changes?branch=B", null, "read", "/graphs/{graph}/commits/{id}/changes"),
    DIFF("GET diff?from=O&to=B", null, "read"),
    GRAPH_DELETE(Of.GRAPH, "DELETE ?confirm=GRAPH", null, "admin", "/graphs/{graph}");

    private final Of of;
    private final String method;
    private final String path;
    private final @Nullable String body;
    private final List<String> needs;
    private final String route;

    Row(String call, @Nullable String body, String needs) {
      this(Of.BRANCH, call, body, needs);
    }

    Row(String call, @Nullable String body, String needs, String route) {
      this(Of.BRANCH, call, body, needs, route);
    }

    Row(Of of, String call, @Nullable String body, String needs) {
      this(of, call, body, needs, "/graphs/{graph}/" + call.replaceAll("^[A-Z]+ |[?].*", ""));
    }

    Row(Of of, String call, @Nullable String body, String needs, String route) {
      this.of = of;
      this.method = call.substring(0, call.indexOf(' '));
      this.path = call.substring(call.indexOf(' ') + 1);
      this.body = body;
      this.needs = List.of(needs.split(" "));
      this.route = route;
    }
  }

  private final String graph = "t" + System.nanoTime();
  private Graph owned = newGraph();
  private String commit = "";
  private int made;

  @BeforeEach
  void makeTheGraph() {
    write("Ada");
    write("Tmp");
    commit = owned.branch(BranchName.MAIN).head().text();
    mutate("query m() { delete Person where name = \"Tmp\" }", Map.of());
    owned.apply(ApplyRequest.ofQueries(new Texts(new TreeMap<>(Map.of("q.gq", QUERIES))), OWNER));
    policy(allowing(ACTIONS));
    assertThat(send(Row.BLOB_PUT, KINDS.getFirst()).statusCode()).isEqualTo(200);
    KINDS.forEach(kind -> kind.forEach(this::makeBranch));
  }

  @AfterEach
  void close() {
    owned.close();
  }

  @Test
  void everyRouteOfAGraphIsInTheTable() {
    // What they take is in the answer, or in what stays of it.
    List<String> others =
        List.of(
            "POST /graphs/{graph}",
            "POST /graphs/{graph}/query/handover",
            "POST /graphs/{graph}/export",
            "GET /graphs/{graph}/queries",
            "GET /graphs/{graph}/branches",
            "POST /graphs/{graph}/mcp");
    TreeSet<String> table =
        Arrays.stream(Row.values())
            .map(row -> row.method + " " + row.route)
            .collect(Collectors.toCollection(TreeSet::new));
    table.addAll(others);

    assertThat(table)
        .containsExactlyInAnyOrderElementsOf(
            Routes.all().stream()
                .filter(route -> route.path().startsWith("/graphs/{graph}"))
                .map(route -> route.method() + " " + route.path())
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void eachRouteTakesItsActionsAndNoOthersOnEachKindOfBranch(Row row) {
    for (List<String> kind : KINDS) {
      for (String missing : row.needs) {
        policy(allowing(ACTIONS.stream().filter(action -> !action.equals(missing)).toList()));
        refused(row, kind, "without " + missing);
      }
      if (row.of == Of.BRANCH) {
        boolean isProtected = kind.equals(KINDS.getFirst());
        policy(allowing(ACTIONS, !isProtected));
        refused(row, kind, "with everything on the other kind");
        policy(allowing(row.needs, isProtected));
        answered(row, kind);
      }
      policy(allowing(row.needs));
      answered(row, kind);
    }
  }

  private void refused(Row row, List<String> kind, String how) {
    Response answer = send(row, kind);

    assertThat(answer.statusCode())
        .as("%s %s %s: %s", row, kind, how, answer.asString())
        .isIn(403, 404);
    assertThat(answer.jsonPath().getString("code"))
        .as("%s %s %s", row, kind, how)
        .isIn("forbidden", "stored_query_not_found", "branch_not_found", "graph_not_found");
  }

  private void answered(Row row, List<String> kind) {
    if (row == Row.HOLD_DELETE) {
      owned.retain(new HoldName("h"), ReadAt.main(), "owner");
    }
    Response answer = send(row, kind);

    assertThat(answer.statusCode()).as("%s %s: %s", row, kind, answer.asString()).isLessThan(300);
    if (row == Row.BRANCH_DELETE) {
      makeBranch(kind.getLast());
    } else if (row == Row.GRAPH_DELETE) {
      owned.close();
      owned = newGraph();
    }
  }

  private Response send(Row row, List<String> kind) {
    RequestSpecification request =
        RestAssured.given().header("Authorization", "Bearer writer-secret");
    if (row.body != null) {
      request
          .contentType(
              switch (row) {
                case LOAD -> "application/x-ndjson";
                case BLOB_PUT -> "application/octet-stream";
                default -> "application/json";
              })
          .body(filled(row.body.replace('\'', '"'), kind).getBytes(StandardCharsets.UTF_8));
    }
    String path = filled(row.path, kind);
    return request.request(
        row.method, "/graphs/" + graph + (path.startsWith("?") ? path : "/" + path));
  }

  private String filled(String text, List<String> kind) {
    return text.replaceAll("\\bB\\b", kind.getFirst())
        .replaceAll("\\bO\\b", kind.getLast())
        .replaceAll("\\bC\\b", commit)
        .replace("GRAPH", graph)
        .replace("NEW", "new" + made++);
  }

  private void write(String name) {
    mutate(INSERT, Map.of("n", name));
  }

  private void mutate(String query, Map<String, Object> arguments) {
    owned.mutate(new MutationRequest(query, "m.gq", null, arguments, OWNER));
  }

  private void makeBranch(String name) {
    BranchName branch = new BranchName(name);
    if (!branch.equals(BranchName.MAIN)) {
      owned.createBranch(new BranchRequest(branch, ReadAt.main(), "owner"));
    }
  }

  private void policy(String text) {
    owned.apply(
        ApplyRequest.ofPolicy(new Texts(new TreeMap<>(Map.of("p.cedar", text + ";"))), OWNER));
  }

  private static String allowing(List<String> actions) {
    return "permit (principal == Token::\"writer\", action in ["
        + actions.stream().map("Action::\"%s\""::formatted).collect(Collectors.joining(", "))
        + "], resource)";
  }

  private static String allowing(List<String> actions, boolean isProtected) {
    return allowing(actions)
        + " when { resource has protected && resource.protected == %s }".formatted(isProtected);
  }

  private Graph newGraph() {
    return Graph.create(
        GraphStorage.newFolder(Path.of("target/test-graphs", graph)), SCHEMA, "s.pg", "owner");
  }
}
