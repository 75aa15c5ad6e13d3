package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.testkit.LambdaAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An object lands in a bucket, a query is answered; and what happens when something is wrong. */
class ObjectToAnswerIT {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  bio: String? }
      edge Knows: Person -> Person { since: Date? }
      """;
  private static final String PEOPLE =
      """
      {"type": "Person", "data": {"name": "Ada", "age": 36}}
      {"type": "Person", "data": {"name": "Bob", "age": 25}}
      {"type": "Person", "data": {"name": "Cid"}}
      {"edge": "Knows", "from": "Ada", "to": "Bob", "data": {"since": "2024-02-29"}}
      {"edge": "Knows", "from": "Bob", "to": "Cid", "data": {}}
      """;
  private static final String NAMES =
      "query names() { match { $p: Person } return { $p.name, $p.age } order { $p.name } }";
  private static final String REACH =
      "query reach($n: String) { match { $a: Person { name: $n } $a knows{1,2} $b }"
          + " return { $b.name } order { $b.name } }";
  private static final String AGE =
      "query age($n: String, $a: I32) { update Person set { age: $a } where name = $n }";

  private static Cloud cloud;

  @BeforeAll
  static void start() {
    cloud = new Cloud();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void anObjectThatLandsIsAnswered() {
    cloud.createGraph("story", SCHEMA);
    String event = deliver("ingest/story/main/append/people 1+1.jsonl", PEOPLE);

    assertThat(cloud.ingest(event).success()).isEqualTo("{\"batchItemFailures\":[]}");
    String loaded = head("story");
    assertThat(query("story", REACH, "{\"n\": \"Ada\"}")).containsExactly("Bob", "Cid");

    assertThat(cloud.ingest(event).success()).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(head("story")).as("a second delivery changes nothing").isEqualTo(loaded);

    JsonNode changed = mutate("story", AGE, "{\"n\": \"Cid\", \"a\": 7}");
    assertThat(changed.path("affected_nodes").asInt()).isEqualTo(1);
    List<String> before = query("story", NAMES, "{}");
    assertThat(before).containsExactly("Ada 36", "Bob 25", "Cid 7");

    JsonNode report = Cloud.json(cloud.optimize("{\"graph\": \"story\"}").success());
    JsonNode person = table(report, "Person");
    assertThat(person.path("fragments_after").asInt()).isEqualTo(1);
    assertThat(person.path("fragments_before").asInt()).isGreaterThan(1);
    assertThat(query("story", NAMES, "{}")).isEqualTo(before);
    assertThat(query("story", REACH, "{\"n\": \"Ada\"}")).containsExactly("Bob", "Cid");

    JsonNode again = Cloud.json(cloud.optimize("{\"graph\": \"story\"}").success());
    assertThat(again.path("graphs").path(0).path("commit").isNull()).isTrue();
  }

  @Test
  void whatFailsOfABatchIsHandedBackAlone() {
    cloud.createGraph("batch", SCHEMA);
    String good = notification("ingest/batch/main/append/1.jsonl", person("Ada"));
    String badRow =
        notification(
            "ingest/batch/main/append/2.jsonl",
            person("Bob")
                + "{\"type\": \"Person\", \"data\": {\"name\": \"Cid\", \"age\": \"x\"}}\n");
    String badKey = notification("elsewhere/3.jsonl", person("Dan"));
    String gone = Events.s3("ingest/batch/main/append/gone.jsonl", "e", "01");
    String test = "{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\"}";
    String alsoGood = notification("ingest/batch/main/append/4.jsonl", person("Eve"));

    String answer =
        cloud
            .ingest(Events.sqs(List.of(good, badRow, badKey, gone, "garbage", test, alsoGood)))
            .success();

    assertThat(Cloud.json(answer).findValuesAsText("itemIdentifier"))
        .containsExactly("m1", "m2", "m3", "m4");
    assertThat(query("batch", NAMES, "{}")).containsExactly("Ada null", "Eve null");
    assertThat(cloud.log("ingest"))
        .contains("2.jsonl", "age")
        .contains("elsewhere/3.jsonl")
        .contains("object_gone");
  }

  @Test
  void eventsReachTheGraphWithOrWithoutAQueue() throws IOException {
    cloud.createGraph("shapes", SCHEMA);
    String direct = notification("ingest/shapes/main/merge/direct.jsonl", person("Ada"));
    String key = "ingest/shapes/main/merge/über brücke.jsonl.gz";
    String bridged = Events.eventBridge(key, cloud.put(key, gzip(person("Bob"))), "01");
    String third = "ingest/shapes/main/merge/third.ndjson";
    String queued = Events.eventBridge(third, cloud.put(third, bytes(person("Cid"))), "01");

    JsonNode first = Cloud.json(cloud.ingest(direct).success());
    cloud.ingest(bridged).success();
    cloud.ingest(Events.sqs(List.of(queued))).success();

    assertThat(first.path("objects").path(0).path("nodes").asInt()).isEqualTo(1);
    assertThat(query("shapes", NAMES, "{}")).containsExactly("Ada null", "Bob null", "Cid null");
  }

  @Test
  void anEventAboutContentThatWasReplacedLeavesItToTheLaterOne() {
    cloud.createGraph("replaced", SCHEMA);
    String key = "ingest/replaced/main/append/a.jsonl";
    String early = Events.s3(key, cloud.put(key, bytes(person("Ada"))), "01");
    String late = Events.s3(key, cloud.put(key, bytes(person("Bob"))), "02");

    JsonNode skipped = Cloud.json(cloud.ingest(early).success());
    cloud.ingest(late).success();

    assertThat(skipped.path("objects").path(0).path("superseded").asBoolean()).isTrue();
    assertThat(query("replaced", NAMES, "{}")).containsExactly("Bob null");
  }

  @Test
  void anEventOfAnotherKindFailsWithOneClearMessage() {
    for (String garbage : List.of("{}", "[]", "\"text\"", "{\"Records\": [{\"Sns\": {}}]}")) {
      LambdaAnswer answer = cloud.ingest(garbage);

      assertThat(answer.errorType()).as(garbage).isPresent();
      assertThat(answer.body()).contains("event");
    }
    LambdaAnswer optimized = cloud.optimize("{\"grpah\": \"story\"}");
    assertThat(optimized.errorType()).isPresent();
    assertThat(optimized.body()).contains("grpah");
  }

  @Test
  void aDirectEventThatCannotBeLoadedFailsTheInvocation() {
    cloud.createGraph("direct", SCHEMA);

    LambdaAnswer answer =
        cloud.ingest(notification("ingest/direct/main/merge/a.jsonl", "{\"type\": \"Nobody\"}\n"));

    assertThat(answer.errorType()).isPresent();
    assertThat(answer.body()).contains("a.jsonl", "Nobody");
    assertThat(query("direct", NAMES, "{}")).isEmpty();
  }

  @Test
  void aWriteOnAStaleHeadIsRefused() {
    cloud.createGraph("stale", SCHEMA);
    String start = head("stale");
    String insert = "query add($n: String) { insert Person { name: $n } }";
    JsonNode done = mutate("stale", insert, "{\"n\": \"Ada\"}", Map.of("If-Match", start), "");

    JsonNode refused = mutate("stale", insert, "{\"n\": \"Bob\"}", Map.of("If-Match", start), "");

    assertThat(done.path("statusCode").asInt()).isEqualTo(200);
    assertThat(refused.path("statusCode").asInt()).isEqualTo(412);
    assertThat(query("stale", NAMES, "{}")).containsExactly("Ada null");
  }

  @Test
  void aRepeatedWriteWithTheSameKeyGivesTheFirstCommit() {
    cloud.createGraph("again", SCHEMA);
    String insert = "query add($n: String) { insert Person { name: $n } }";
    Map<String, String> key = Map.of("Idempotency-Key", "k1");

    JsonNode first = body(mutate("again", insert, "{\"n\": \"Ada\"}", key, ""));
    JsonNode second = body(mutate("again", insert, "{\"n\": \"Ada\"}", key, ""));

    assertThat(second.path("commit")).isEqualTo(first.path("commit"));
    assertThat(second.path("replayed").asBoolean()).isTrue();
  }

  @Test
  void theActorComesFromTheAuthorizer() {
    cloud.createGraph("actor", SCHEMA);
    String ada = "arn:aws:iam::1:user/ada";
    JsonNode done =
        body(
            mutate(
                "actor",
                "query add() { insert Person { name: \"Ada\" } }",
                "{}",
                Map.of("x-actor", "eve"),
                ada));

    JsonNode commit = get("/graphs/actor/commits/" + done.path("commit").asText());
    assertThat(commit.path("actor").asText()).isEqualTo(ada);
    assertThat(commit.path("kind").asText()).isEqualTo("mutate");
  }

  @Test
  void whatIsWrongWithARequestIsSaidInOneShape() {
    cloud.createGraph("wrong", SCHEMA);

    assertThat(failure(cloud.http(Events.get("/nothing")), 404)).isEqualTo("no_such_route");
    assertThat(failure(cloud.http(Events.post("/graphs/wrong/query", "{")), 400))
        .isEqualTo("malformed_json");
    JsonNode absent = cloud.http(Events.get("/graphs/absent/snapshot"));
    assertThat(failure(absent, 404)).isEqualTo("graph_not_found");
    assertThat(absent.toString()).doesNotContain("s3://");
    JsonNode unknown =
        cloud.http(
            Events.post(
                "/graphs/wrong/query",
                "{\"query\": \"query q() {\\n  match { $p: Persn }\\n  return { $p.name }\\n}\"}"));
    failure(unknown, 400);
    JsonNode error = Cloud.json(unknown.path("body").asText());
    assertThat(error.path("error").asText()).contains("Persn", ":2:");
    assertThat(error.path("details").path("diagnostics").path(0).path("line").asInt()).isEqualTo(2);
  }

  @Test
  void anAnswerThatLambdaDoesNotCarryIsRefusedWithWhatToDo() {
    cloud.createGraph("large", SCHEMA);
    StringBuilder people = new StringBuilder();
    for (int i = 0; i < 70; i++) {
      people.append(
          "{\"type\": \"Person\", \"data\": {\"name\": \"p%d\", \"bio\": \"%s\"}}\n"
              .formatted(i, "b".repeat(100_000)));
    }
    cloud.ingest(deliver("ingest/large/main/append/a.jsonl", people.toString())).success();
    String all = "query all() { match { $p: Person } return { $p.bio as bio } limit %d }";

    JsonNode refused =
        cloud.http(Events.post(path("large", "query"), request(all.formatted(70), "{}")));

    assertThat(failure(refused, 413)).isEqualTo("answer_too_large");
    assertThat(query("large", all.formatted(50), "{}")).hasSize(50);
  }

  @Test
  void theGraphsOfTheBucketAreListed() {
    cloud.createGraph("listed", SCHEMA);

    assertThat(get("/graphs").path("graphs").toString()).contains("\"listed\"");
    assertThat(get("/healthz").path("status").asText()).isEqualTo("ok");
    assertThat(get("/openapi.json").path("paths").has("/graphs/{graph}/query")).isTrue();
  }

  @Test
  void thePackagesFitIntoLambda() {
    assertThat(PackagedFunction.of("http").unpackedSize()).isLessThan(250L << 20);
    assertThat(PackagedFunction.of("events").unpackedSize()).isLessThan(250L << 20);
  }

  private static String person(String name) {
    return "{\"type\": \"Person\", \"data\": {\"name\": \"%s\"}}\n".formatted(name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes(text));
    }
    return packed.toByteArray();
  }

  private static String notification(String key, String content) {
    return Events.s3(key, cloud.put(key, bytes(content)), "01");
  }

  private static String deliver(String key, String content) {
    return Events.sqs(List.of(notification(key, content)));
  }

  private static JsonNode get(String path) {
    return body(cloud.http(Events.get(path)));
  }

  private static String head(String graph) {
    return get("/graphs/" + graph + "/snapshot").path("commit").asText();
  }

  private static List<String> query(String graph, String query, String params) {
    JsonNode answer = body(cloud.http(Events.post(path(graph, "query"), request(query, params))));
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      List<String> values = new ArrayList<>();
      row.forEach(value -> values.add(value.asText()));
      rows.add(String.join(" ", values));
    }
    return rows;
  }

  private static JsonNode mutate(String graph, String query, String params) {
    return body(mutate(graph, query, params, Map.of(), ""));
  }

  private static JsonNode mutate(
      String graph, String query, String params, Map<String, String> headers, String actor) {
    return cloud.http(Events.post(path(graph, "mutate"), request(query, params), headers, actor));
  }

  private static String path(String graph, String what) {
    return "/graphs/" + graph + "/" + what;
  }

  private static String request(String query, String params) {
    return "{\"query\": %s, \"params\": %s}"
        .formatted(com.fasterxml.jackson.databind.node.TextNode.valueOf(query), params);
  }

  private static JsonNode body(JsonNode answer) {
    assertThat(answer.path("statusCode").asInt()).as(said(answer)).isEqualTo(200);
    return Cloud.json(answer.path("body").asText());
  }

  /** The answer, and what only the log says about it. */
  private static String said(JsonNode answer) {
    String reference =
        Cloud.json(answer.path("body").asText()).path("details").path("reference").asText();
    return reference.isEmpty()
        ? answer.toString()
        : cloud
            .log("http")
            .lines()
            .filter(line -> line.contains(reference))
            .collect(Collectors.joining("\n", answer + "\n", ""));
  }

  private static String failure(JsonNode answer, int status) {
    assertThat(answer.path("statusCode").asInt()).as(said(answer)).isEqualTo(status);
    JsonNode error = Cloud.json(answer.path("body").asText());
    assertThat(error.path("error").asText()).isNotBlank();
    assertThat(answer.toString()).doesNotContain("Exception", "dev.omnigraph.");
    return error.path("code").asText();
  }

  private static JsonNode table(JsonNode report, String type) {
    for (JsonNode table : report.path("graphs").path(0).path("tables")) {
      if (table.path("type").asText().equals(type)) {
        return table;
      }
    }
    throw new AssertionError(type + " is not in " + report);
  }
}
