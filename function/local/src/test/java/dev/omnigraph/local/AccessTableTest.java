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
import dev.omnigraph.testkit.RouteRights;
import dev.omnigraph.testkit.RouteRights.Place;
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

  private static final List<String> ACTIONS =
      Arrays.stream(Action.values()).map(Action::text).toList();

  private final String graph = "t" + System.nanoTime();
  private Graph owned = newGraph();
  private String commit = "";
  private int made;

  @BeforeEach
  void makeTheGraph() {
    owned.apply(
        ApplyRequest.ofQueries(
            new Texts(new TreeMap<>(Map.of("q.gq", RouteRights.Texts.QUERIES))), OWNER));
    write("Ada");
    write("Tmp");
    commit = owned.branch(BranchName.MAIN).head().text();
    mutate("query m() { delete Person where name = \"Tmp\" }", Map.of());
    policy(allowing(ACTIONS));
    assertThat(send(RouteRights.BLOB_PUT, RouteRights.KINDS.getFirst()).statusCode())
        .isEqualTo(200);
    RouteRights.KINDS.forEach(kind -> kind.forEach(this::makeBranch));
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
            "GET /graphs/{graph}/access",
            "GET /graphs/{graph}/queries",
            "GET /graphs/{graph}/branches",
            "POST /graphs/{graph}/mcp");
    TreeSet<String> table =
        Arrays.stream(RouteRights.values())
            .map(row -> row.method() + " " + row.route())
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
  void eachRouteTakesItsActionsAndNoOthersOnEachKindOfBranch(RouteRights row) {
    for (List<String> kind : RouteRights.KINDS) {
      for (String missing : row.needs()) {
        policy(allowing(ACTIONS.stream().filter(action -> !action.equals(missing)).toList()));
        refused(row, kind, "without " + missing);
      }
      if (row.isOfBranch()) {
        boolean isProtected = kind.equals(RouteRights.KINDS.getFirst());
        policy(allowing(ACTIONS, !isProtected));
        refused(row, kind, "with everything on the other kind");
        policy(allowing(row.needs(), isProtected));
        answered(row, kind);
      }
      policy(allowing(row.needs()));
      answered(row, kind);
    }
  }

  private void refused(RouteRights row, List<String> kind, String how) {
    Response answer = send(row, kind);

    assertThat(answer.statusCode())
        .as("%s %s %s: %s", row, kind, how, answer.asString())
        .isIn(403, 404);
    assertThat(answer.jsonPath().getString("code"))
        .as("%s %s %s", row, kind, how)
        .isIn("forbidden", "stored_query_not_found", "branch_not_found", "graph_not_found");
  }

  private void answered(RouteRights row, List<String> kind) {
    if (row == RouteRights.HOLD_DELETE) {
      owned.retain(new HoldName("h"), ReadAt.main(), "owner");
    }
    Response answer = send(row, kind);

    assertThat(answer.statusCode()).as("%s %s: %s", row, kind, answer.asString()).isLessThan(300);
    if (row == RouteRights.BRANCH_DELETE) {
      makeBranch(kind.getLast());
    } else if (row == RouteRights.GRAPH_DELETE) {
      owned.close();
      owned = newGraph();
    }
  }

  private Response send(RouteRights row, List<String> kind) {
    Place place = new Place(graph, kind.getFirst(), kind.getLast(), commit, "new" + made++);
    RequestSpecification request =
        RestAssured.given().header("Authorization", "Bearer writer-secret");
    row.body(place)
        .ifPresent(
            body ->
                request.contentType(row.contentType()).body(body.getBytes(StandardCharsets.UTF_8)));
    return request.request(row.method(), row.target(place));
  }

  private void write(String name) {
    mutate(RouteRights.Texts.INSERT, Map.of("n", name));
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
        GraphStorage.newFolder(Path.of("target/test-graphs", graph)),
        RouteRights.Texts.SCHEMA,
        "s.pg",
        "owner");
  }
}
