package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.api.Routes;
import dev.omnigraph.api.Routes.Route;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.manifest.Texts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route holds its callers to the policies of the graph. */
@QuarkusTest
@TestProfile(AccessRoutesTest.WithTokens.class)
class AccessRoutesTest {
  private static final WriteOptions OWNER = WriteOptions.on(BranchName.MAIN, "owner");
  private static final String READ = "query q() { match { $p: Person } return { $p.name } }";
  private static final String QUERIES =
      READ.replace("q()", "people()") + "\nquery add($n: String) { insert Person { name: $n } }";
  private static final String POLICY =
      """
      permit (principal == Token::"reader", action in [Action::"read", Action::"export"], resource);
      permit (principal == Token::"agent", action == Action::"invoke_query", resource == Query::"people");
      permit (principal == Token::"writer", action, resource)
      unless { resource has protected && resource.protected };
      """;

  /** Three callers who have rights, and one who has none. */
  public static class WithTokens implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new TreeMap<>();
      for (String name : List.of("reader", "agent", "writer", "stranger")) {
        settings.put("omnigraph.local.tokens." + name, Sha256.hex(name + "-secret"));
      }
      settings.put("omnigraph.access.protected-branches", "main,release*");
      return settings;
    }
  }

  private final String graph = "a" + System.nanoTime();

  @BeforeEach
  void create() {
    try (Graph made =
        Graph.create(
            GraphStorage.newFolder(Path.of("target/test-graphs", graph)),
            "node Person { name: String @key }",
            "schema.pg",
            "owner")) {
      made.apply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), OWNER));
      made.apply(ApplyRequest.ofPolicy(texts("p.cedar", POLICY), OWNER));
    }
  }

  @Test
  void toAStrangerEveryRouteIsThatOfAGraphThatIsNotThere() {
    List<Route> routes =
        Routes.all().stream().filter(route -> route.path().startsWith("/graphs/{graph}/")).toList();
    assertThat(routes).hasSizeGreaterThan(30);
    for (Route route : routes) {
      Response there = send("stranger", route, graph);
      Response nowhere = send("stranger", route, "nowhere");

      assertThat(there.statusCode()).as(route.toString()).isEqualTo(nowhere.statusCode());
      assertThat(there.asString().replace(graph, "nowhere"))
          .as(route.toString())
          .isEqualTo(nowhere.asString());
    }
    assertThat(as("stranger").get("/graphs").jsonPath().getList("graphs")).doesNotContain(graph);
  }

  @Test
  void aReaderReadsEverythingAndWritesNothing() {
    for (Route route : Routes.all()) {
      if (!route.path().startsWith("/graphs/{graph}/")) {
        continue;
      }
      boolean reads =
          route.method().equals("GET") && !route.operation().equals("policy")
              || List.of("query", "mcp").contains(route.operation());
      Response answer = send("reader", route, graph);
      if (reads) {
        assertThat(answer.statusCode()).as(route.toString()).isNotIn(401, 403);
        assertThat(answer.asString()).as(route.toString()).doesNotContain("graph_not_found");
      } else {
        assertThat(answer.statusCode()).as("%s: %s", route, answer.asString()).isIn(400, 403, 404);
        assertThat(answer.jsonPath().getString("commit")).as(route.toString()).isNull();
      }
    }
    assertThat(as("reader").get("/graphs").jsonPath().getList("graphs")).contains(graph);
  }

  @Test
  void aWriteThatIsNotAllowedIsForbiddenAndSaysWhatIsMissing() {
    Response answer =
        as("reader")
            .body(Map.of("query", "query a() { insert Person { name: \"x\" } }"))
            .post("/graphs/" + graph + "/mutate");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.jsonPath().getString("code")).isEqualTo("forbidden");
    assertThat(answer.jsonPath().getString("details.action")).isEqualTo("change");
    assertThat(answer.jsonPath().getString("details.principal")).isEqualTo("token:reader");
  }

  @Test
  void anAgentCallsItsQueryAndKnowsOfNoOther() {
    Response own = as("agent").body(Map.of()).post("/graphs/" + graph + "/queries/people");
    Response other = as("agent").body(Map.of()).post("/graphs/" + graph + "/queries/add");
    Response absent = as("agent").body(Map.of()).post("/graphs/" + graph + "/queries/adx");
    Response tools =
        as("agent")
            .body(Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/list"))
            .post("/graphs/" + graph + "/mcp");

    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(other.asString().replace("add", "adx")).isEqualTo(absent.asString());
    assertThat(tools.jsonPath().getList("result.tools.name")).containsExactly("people");
    assertThat(as("agent").get("/graphs/" + graph + "/queries").jsonPath().getList("queries.name"))
        .containsExactly("people");
  }

  @Test
  void aProtectedBranchIsWrittenToByNobodyAndAnotherByWhoeverMay() {
    Map<String, Object> write =
        Map.of("query", "query a() { insert Person { name: \"x\" } }", "branch", "main");
    assertThat(as("writer").body(write).post("/graphs/" + graph + "/mutate").statusCode())
        .isEqualTo(403);
    try (Graph owned = Graph.open(GraphStorage.newFolder(Path.of("target/test-graphs", graph)))) {
      owned.createBranch(new BranchRequest(new BranchName("dev"), ReadAt.main(), "owner"));
    }
    Map<String, Object> onDev = new TreeMap<>(write);
    onDev.put("branch", "dev");

    Response done = as("writer").body(onDev).post("/graphs/" + graph + "/mutate");

    assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
    assertThat(
            as("reader")
                .get("/graphs/" + graph + "/commits?branch=dev&limit=1")
                .jsonPath()
                .getString("commits[0].actor"))
        .isEqualTo("token:writer");
  }

  @Test
  void aRightThatWasTakenAwayIsGoneForTheNextRequest() {
    assertThat(as("reader").body(Map.of("query", READ)).post(path("query")).statusCode())
        .isEqualTo(200);
    try (Graph owned = Graph.open(GraphStorage.newFolder(Path.of("target/test-graphs", graph)))) {
      owned.apply(
          ApplyRequest.ofPolicy(
              texts("p.cedar", "permit (principal == Token::\"writer\", action, resource);"),
              OWNER));
    }

    assertThat(as("reader").body(Map.of("query", READ)).post(path("query")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void withoutACredentialNobodyIsLetIn() {
    Response answer =
        RestAssured.given()
            .contentType("application/json")
            .body(Map.of("query", READ))
            .post(path("query"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  private String path(String route) {
    return "/graphs/" + graph + "/" + route;
  }

  private Response send(String caller, Route route, String on) {
    String path =
        route
            .path()
            .replace("{graph}", on)
            .replace("{query}", "people")
            .replace("{name}", "main")
            .replace("{hold}", "h")
            .replace("{type}", "Person")
            .replace("{id}", "x")
            .replace("{property}", "name");
    RequestSpecification request = as(caller);
    if (route.operation().equals("load")) {
      request
          .contentType("application/x-ndjson")
          .body("{\"type\":\"Person\",\"data\":{\"name\":\"x\"}}".getBytes(StandardCharsets.UTF_8));
    } else if (!route.method().equals("GET") && !route.method().equals("DELETE")) {
      request.body(body(route));
    }
    if (route.operation().equals("diff") && path.endsWith("/diff")) {
      path += "?from=main&to=main";
    }
    return request.request(route.method(), path);
  }

  private static Object body(Route route) {
    return switch (route.operation()) {
      case "query" -> Map.of("query", READ);
      case "mutate" -> Map.of("query", "query a() { insert Person { name: \"x\" } }");
      case "merge" -> Map.of("source", "main");
      case "revert" -> Map.of("commit", "01JZZZZZZZZZZZZZZZZZZZZZZZ-2");
      case "cherry-pick" -> Map.of("commit", "01JZZZZZZZZZZZZZZZZZZZZZZZ-2", "source", "main");
      case "restore" -> Map.of("commit", "01JZZZZZZZZZZZZZZZZZZZZZZZ-2");
      case "schema" -> Map.of("schema", "node Person { name: String @key  age: I32? }");
      case "branches" -> Map.of("name", "new");
      case "queries", "policy" -> Map.of("files", Map.of());
      case "mcp" -> Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/list");
      default -> Map.of();
    };
  }

  private static RequestSpecification as(String caller) {
    return RestAssured.given()
        .contentType("application/json")
        .header("Authorization", "Bearer " + caller + "-secret");
  }

  private static Texts texts(String name, String text) {
    return new Texts(new TreeMap<>(Map.of(name, text)));
  }
}
