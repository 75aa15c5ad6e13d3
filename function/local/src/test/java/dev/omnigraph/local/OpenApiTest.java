package dev.omnigraph.local;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {

  @Test
  void everyRouteIsDescribed() {
    Map<String, Object> paths = document().getMap("paths");

    assertThat(paths.keySet())
        .isEqualTo(
            Set.of(
                "/healthz",
                "/graphs",
                "/graphs/{graph}/query",
                "/graphs/{graph}/mutate",
                "/graphs/{graph}/load",
                "/graphs/{graph}/schema",
                "/graphs/{graph}/schema/plan",
                "/graphs/{graph}/snapshot",
                "/graphs/{graph}/branches",
                "/graphs/{graph}/commits",
                "/graphs/{graph}/commits/{id}"));
  }

  @Test
  void everyOperationSaysHowItFails() {
    Map<String, Map<String, Map<String, Object>>> paths = document().getMap("paths");

    assertThat(paths.values())
        .allSatisfy(
            path ->
                assertThat(path.values())
                    .allSatisfy(
                        operation ->
                            assertThat(String.valueOf(operation.get("responses")))
                                .contains("default", "#/components/schemas/Error")));
  }

  @Test
  void fieldsAreNamedAsTheyAreSent() {
    JsonPath document = document();

    assertThat(document.getMap("components.schemas.Query.properties").keySet())
        .isEqualTo(Set.of("query", "name", "params", "branch", "commit", "as_of", "explain"));
    assertThat(document.getMap("components.schemas.MutationResult.properties"))
        .containsKeys("affected_nodes", "affected_edges");
  }

  @Test
  void theProcessSaysThatItAnswers() {
    assertThat(get("/healthz").asString()).isEqualTo("{\"status\":\"ok\"}");
  }

  private static JsonPath document() {
    Response answer = get("/openapi.json");
    assertThat(answer.contentType()).startsWith("application/json");
    return answer.jsonPath();
  }
}
