package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies in the packaged functions, and what they protect: stored queries, agents, rows. */
class AccessIT {
  private static final String ROLE = "arn:aws:iam::123456789012:role/";
  private static final String READ = "query q() { match { $p: Person } return { $p.name } }";
  private static final String QUERIES = READ.replace("q()", "people()");
  private static final String POLICY =
      """
      permit (principal == Role::"%1$sreader", action == Action::"read", resource);
      permit (principal == Role::"%1$sagent", action == Action::"invoke_query", resource);
      permit (principal == Function::"ingest", action == Action::"load", resource);
      """
          .formatted(ROLE);

  @Test
  void everyFunctionHoldsItsCallersToThePoliciesOfTheGraph() {
    try (Cloud cloud = deployment()) {
      Api people = Api.create(cloud, "people");
      assertThat(status(call(cloud, "reader", "POST", "query", query(READ)))).isEqualTo(404);
      definitions(cloud);

      people.ingest("ingest/people/main/append/a.jsonl", Api.person("Ada"));
      JsonNode read = call(cloud, "reader", "POST", "query", query(READ));
      JsonNode written =
          call(
              cloud,
              "reader",
              "POST",
              "mutate",
              query("query a() { insert Person { name: \"x\" } }"));
      JsonNode stranger = call(cloud, "stranger", "POST", "query", query(READ));

      assertThat(Api.body(read).path("rows").toString()).isEqualTo("[{\"p.name\":\"Ada\"}]");
      assertThat(status(written)).isEqualTo(403);
      assertThat(written.path("body").asText()).contains("forbidden", ROLE + "reader");
      assertThat(status(stranger)).isEqualTo(404);
      assertThat(stranger.path("body").asText()).contains("graph_not_found");

      policy(cloud, "permit (principal == Role::\"%sreader\", action, resource);".formatted(ROLE));
      JsonNode handedBack = people.ingest("ingest/people/main/append/b.jsonl", Api.person("Bob"));
      assertThat(handedBack.toString()).isNotEqualTo("{\"batchItemFailures\":[]}");
      assertThat(
              Api.body(call(cloud, "reader", "POST", "query", query(READ))).path("rows").toString())
          .isEqualTo("[{\"p.name\":\"Ada\"}]");
    }
  }

  @Test
  void anAgentHasTheToolsThatItMayUse() {
    try (Cloud cloud = deployment()) {
      Api people = Api.create(cloud, "people");
      definitions(cloud);
      people.ingest("ingest/people/main/append/a.jsonl", Api.person("Ada"));

      JsonNode tools = message(cloud, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
      JsonNode called =
          message(
              cloud,
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"people\"}}");

      assertThat(tools.path("result").path("tools").findValuesAsText("name"))
          .containsExactly("people");
      assertThat(called.path("result").path("structuredContent").path("rows").toString())
          .isEqualTo("[{\"p.name\":\"Ada\"}]");
    }
  }

  @Test
  void rowsLeaveInTheFormatThatIsAskedForAndByALink() throws Exception {
    try (Cloud cloud = new Cloud()) {
      Api people = Api.create(cloud, "people");
      people.ingest("ingest/people/main/append/a.jsonl", Api.person("Ada") + Api.person("Bob"));
      String ordered = READ.replace("} }", "} order { $p.name } }");

      JsonNode csv = rows(cloud, ordered, "text/csv");
      JsonNode arrow = rows(cloud, ordered, "application/vnd.apache.arrow.stream");
      JsonNode linked =
          Api.body(
              cloud.http(
                  Events.post(
                      "/graphs/people/query/handover",
                      "{\"query\": %s, \"format\": \"ndjson\"}"
                          .formatted(TextNode.valueOf(ordered)))));

      assertThat(csv.path("body").asText()).isEqualTo("p.name\nAda\nBob\n");
      assertThat(arrow.path("isBase64Encoded").asBoolean()).isTrue();
      assertThat(arrow.path("body").binaryValue()).startsWith(-1, -1, -1, -1);
      assertThat(fetched(linked.findValue("url").asText()))
          .isEqualTo("{\"p.name\":\"Ada\"}\n{\"p.name\":\"Bob\"}\n");
    }
  }

  private static Cloud deployment() {
    return new Cloud(
        Map.of(
            "OMNIGRAPH_ACCESS_WITHOUT_POLICY",
            "deny",
            "OMNIGRAPH_ACCESS_ADMINISTRATORS",
            "role:" + ROLE + "admin"));
  }

  private static void definitions(Cloud cloud) {
    Api.body(
        call(
            cloud,
            "admin",
            "POST",
            "apply",
            "{\"queries\": {\"q.gq\": %s}, \"policy\": {\"p.cedar\": %s}}"
                .formatted(TextNode.valueOf(QUERIES), TextNode.valueOf(POLICY))));
  }

  private static void policy(Cloud cloud, String text) {
    Api.body(
        call(
            cloud,
            "admin",
            "PUT",
            "policy",
            "{\"files\": {\"p.cedar\": %s}}".formatted(TextNode.valueOf(text))));
  }

  private static JsonNode message(Cloud cloud, String message) {
    return Api.body(call(cloud, "agent", "POST", "mcp", message));
  }

  private static JsonNode call(Cloud cloud, String role, String method, String route, String body) {
    return cloud.http(Events.http(method, "/graphs/people/" + route, body, Map.of(), ROLE + role));
  }

  private static JsonNode rows(Cloud cloud, String query, String type) {
    JsonNode answer =
        cloud.http(
            Events.http("POST", "/graphs/people/query", query(query), Map.of("accept", type), ""));
    assertThat(status(answer)).as(answer.toString()).isEqualTo(200);
    return answer;
  }

  private static String query(String text) {
    return "{\"query\": %s}".formatted(TextNode.valueOf(text));
  }

  private static int status(JsonNode answer) {
    return answer.path("statusCode").asInt();
  }

  private static String fetched(String link) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(link)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
