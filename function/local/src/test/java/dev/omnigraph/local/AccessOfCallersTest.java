package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Texts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller is told who it is to a graph and what it may do. */
@QuarkusTest
@TestProfile(AccessRoutesTest.WithTokens.class)
class AccessOfCallersTest {
  private static final WriteOptions OWNER = WriteOptions.on(BranchName.MAIN, "owner");
  private static final String POLICY =
      """
      permit (principal == Token::"reader", action in [Action::"read", Action::"export"], resource);
      permit (principal == Token::"agent", action == Action::"invoke_query", resource == Query::"people");
      """;

  private final String graph = "c" + System.nanoTime();

  @BeforeEach
  void create() {
    try (Graph made =
        Graph.create(
            GraphStorage.newFolder(Path.of("target/test-graphs", graph)),
            "node Person { name: String @key }",
            "schema.pg",
            "owner")) {
      String query = "query %s() { match { $p: Person } return { $p.name } }\n";
      made.apply(
          ApplyRequest.ofQueries(
              texts("q.gq", query.formatted("people") + query.formatted("others")), OWNER));
      made.apply(ApplyRequest.ofPolicy(texts("p.cedar", POLICY), OWNER));
    }
  }

  @Test
  void whatItMayDoWithAllOfABranchAndWithSomeOfItAreToldApart() {
    JsonPath reader = access("reader");
    assertThat(reader.getString("principal")).isEqualTo("token:reader");
    assertThat(reader.getBoolean("policies")).isTrue();
    assertThat(reader.getBoolean("administrator")).isFalse();
    assertThat(reader.getList("actions")).isEqualTo(List.of("read", "export"));
    assertThat(reader.getMap("parts")).isEmpty();

    JsonPath agent = access("agent");
    assertThat(agent.getList("actions")).isEmpty();
    assertThat(agent.getMap("parts")).isEqualTo(Map.of("invoke_query", List.of("people")));
  }

  private JsonPath access(String who) {
    return RestAssured.given()
        .header("Authorization", "Bearer " + who + "-secret")
        .get("/graphs/" + graph + "/access")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static Texts texts(String name, String text) {
    return new Texts(new TreeMap<>(Map.of(name, text)));
  }
}
