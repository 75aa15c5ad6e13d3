package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What tests ask of the HTTP function, of one graph with people in it. */
record Api(Cloud cloud, String graph) {
  static final String SCHEMA = "node Person { name: String @key  age: I32?  bio: String? }";

  static Api create(Cloud cloud, String graph) {
    cloud.createGraph(graph, SCHEMA);
    return new Api(cloud, graph);
  }

  /** A line of an input. */
  static String person(String name) {
    return "{\"type\": \"Person\", \"data\": {\"name\": \"%s\"}}\n".formatted(name);
  }

  /** An event that adds a person. */
  String add(String name) {
    return event(
        "mutate",
        "query add($n: String) { insert Person { name: $n } }",
        "{\"n\": \"" + name + "\"}");
  }

  /** Names of all people, in order. */
  List<String> names() {
    String query = "query names() { match { $p: Person } return { $p.name } order { $p.name } }";
    List<String> names = new ArrayList<>();
    for (JsonNode row : rows(query, "{}")) {
      row.forEach(value -> names.add(value.asText()));
    }
    return names;
  }

  /** The rows of a query, as lists. */
  JsonNode rows(String query, String params) {
    return body(cloud.http(event("query", query, params))).path("rows");
  }

  /** The newest commit of the main branch. */
  String head() {
    return body(cloud.http(Events.get("/graphs/" + graph + "/snapshot"))).path("commit").asText();
  }

  /** Puts an object and delivers its event. */
  JsonNode ingest(String key, String content) {
    return Cloud.json(cloud.ingest(Events.sqs(List.of(put(key, content)))).success());
  }

  /** Puts an object and returns its event. */
  String put(String key, String content) {
    return Events.s3(
        key, cloud.put(key, content.getBytes(java.nio.charset.StandardCharsets.UTF_8)), "01");
  }

  static JsonNode body(JsonNode answer) {
    assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(200);
    return Cloud.json(answer.path("body").asText());
  }

  private String event(String route, String query, String params) {
    String body = "{\"query\": %s, \"params\": %s}".formatted(TextNode.valueOf(query), params);
    return Events.post("/graphs/" + graph + "/" + route, body, Map.of(), "");
  }
}
