package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.get;
import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Graphs are made and deleted over HTTP. */
@QuarkusTest
class GraphLifeTest {
  private static final String SCHEMA = "node Person { name: String @key }";
  private static final String ALL =
      "query all() { match { $p: Person } return { $p.name as name } }";

  private final String graph = "life" + System.nanoTime();

  @Test
  void aGraphIsMadeOnceAndNamesItsPlace() {
    Response made = create(SCHEMA);

    assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
    assertThat(made.header("Location")).endsWith("/graphs/" + graph);
    assertThat(made.jsonPath().getString("branch")).isEqualTo("main");
    assertThat(get("/graphs").jsonPath().getList("graphs", String.class)).contains(graph);
    assertRefused(create(SCHEMA), 409, "graph_exists");
  }

  @Test
  void aSchemaWithAMistakeMakesNothing() {
    Response refused = create("node Person { name: Strin }");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(get("/graphs").jsonPath().getList("graphs", String.class)).doesNotContain(graph);
    assertThat(create(SCHEMA).statusCode()).isEqualTo(201);
  }

  @Test
  void aDeletionThatIsNotConfirmedDeletesNothing() {
    create(SCHEMA);

    assertRefused(given().delete("/graphs/" + graph), 400, "deletion_not_confirmed");
    assertRefused(given().delete("/graphs/" + graph + "?confirm=x"), 400, "deletion_not_confirmed");
    assertThat(query().statusCode()).isEqualTo(200);
  }

  @Test
  void aDeletedGraphIsGoneAndAnotherOfItsNameHasNothingOfIt() {
    create(SCHEMA);
    insert("Ann");
    given()
        .contentType("application/json")
        .body(Map.of("name", "draft"))
        .post("/graphs/" + graph + "/branches");

    Response deleted = delete();

    assertThat(deleted.statusCode()).as(deleted.asString()).isEqualTo(200);
    assertThat(deleted.jsonPath().getLong("objects")).isPositive();
    assertRefused(query(), 404, "graph_not_found");
    assertRefused(get("/graphs/" + graph + "/branches/draft"), 404, "graph_not_found");
    assertRefused(get("/graphs/" + graph + "/holds"), 404, "graph_not_found");
    assertRefused(delete(), 404, "graph_not_found");
    assertThat(get("/graphs").jsonPath().getList("graphs", String.class)).doesNotContain(graph);

    assertThat(create(SCHEMA).statusCode()).isEqualTo(201);
    assertThat(query().jsonPath().getList("rows")).isEmpty();
    insert("Bob");
    assertThat(query().jsonPath().getList("rows.name")).containsExactly("Bob");
    assertThat(get("/graphs/" + graph + "/branches").jsonPath().getList("branches.branch"))
        .containsExactly("main");
  }

  private void insert(String name) {
    Response answer =
        given()
            .contentType("application/json")
            .body(
                Map.of(
                    "query",
                    "query add($n: String) { insert Person { name: $n } }",
                    "params",
                    Map.of("n", name)))
            .post("/graphs/" + graph + "/mutate");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
  }

  private Response create(String schema) {
    return given()
        .contentType("application/json")
        .body(Map.of("schema", schema))
        .post("/graphs/" + graph);
  }

  private Response delete() {
    return given().delete("/graphs/" + graph + "?confirm=" + graph);
  }

  private Response query() {
    return given()
        .contentType("application/json")
        .body(Map.of("query", ALL))
        .post("/graphs/" + graph + "/query");
  }

  private static void assertRefused(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
  }
}
