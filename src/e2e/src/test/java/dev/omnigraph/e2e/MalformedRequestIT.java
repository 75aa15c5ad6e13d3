package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** URLs that nothing can read, and those that two programs may read in two ways. */
class MalformedRequestIT {
  private static Cloud cloud;

  @BeforeAll
  static void start() {
    cloud = new Cloud();
    Api.create(cloud, "a");
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/graphs/%zz, 400, bad_request",
    "/graphs/%zz/branches, 400, bad_request",
    "/graphs/a%4, 400, bad_request",
    "/graphs/%u002e/branches, 400, bad_request",
    "/graphs/a/branches?x=%zz, 400, bad_request",
    "/graphs/a b/branches, 400, bad_request",
    "//, 400, bad_request",
    "//nothing, 400, bad_request",
    "/graphs//branches, 400, bad_request",
    "/graphs/a%2fbranches, 405, method_not_allowed",
    "/graphs/%2e%2e/branches, 400, bad_request",
    "/graphs/a;b/branches, 400, bad_request",
    "/graphs/a%00/branches, 400, invalid_graph_name",
    "/graphs/%c0%af/branches, 400, invalid_graph_name",
    "/graphs/%ff/branches, 400, invalid_graph_name",
    "/graphs/a/commits/%00, 404, commit_not_found",
    "/graphs/a/commits/%c0%af, 404, commit_not_found",
    "/graphs/a/snapshot?branch=%00, 400, branch_name",
    "/graphs/a/snapshot?branch=%c0%af, 400, branch_name",
    "/graphs/a/snapshot?as_of=%ff, 400, invalid_time",
    "/graphs/a/branches?%00=1, 400, unknown_parameter",
  })
  void everyUrlIsAnsweredInTheOneShape(String target, int status, String code) {
    JsonNode answer = cloud.http(Events.get(target));

    assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.path("headers").path("Content-Type").asText())
        .as(answer.toString())
        .startsWith("application/json");
    JsonNode error = Cloud.json(answer.path("body").asText());
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("error").asText()).isNotBlank();
  }
}
