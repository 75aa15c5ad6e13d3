package dev.omnigraph.e2e;

import static dev.omnigraph.e2e.Api.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.testkit.DeadLetterQueue;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What whoever puts an object, and whoever watches the queue, is told. */
class IngestIT {

  @Test
  void theResultOfALoadIsAnObjectWithCountsAndCommit() {
    try (Cloud cloud = new Cloud()) {
      Api people = Api.create(cloud, "result");

      people.ingest("ingest/result/main/append/a.jsonl", person("Ada") + person("Bob"));

      JsonNode result = result(cloud, "ingest-results/result/main/append/a.jsonl.json");
      assertThat(result.path("status").asText()).isEqualTo("loaded");
      assertThat(result.path("nodes").asInt()).isEqualTo(2);
      assertThat(result.path("rows").path("Person").asInt()).isEqualTo(2);
      assertThat(result.path("commits").path(0).asText()).isEqualTo(people.head());
    }
  }

  @Test
  void theResultOfALoadThatFailsNamesTheLinesAtFault() {
    try (Cloud cloud = new Cloud()) {
      Api people = Api.create(cloud, "lines");
      String bad = "{\"type\": \"Person\", \"data\": {\"name\": \"Bob\", \"age\": \"x\"}}\n";

      people.ingest("ingest/lines/main/append/a.jsonl", person("Ada") + bad + person("Cid") + bad);

      JsonNode result = result(cloud, "ingest-results/lines/main/append/a.jsonl.json");
      assertThat(result.path("status").asText()).isEqualTo("failed");
      assertThat(result.path("delivered_again").asText()).isEqualTo("fails again");
      JsonNode violations = result.path("details").path("violations");
      assertThat(violations.findValuesAsText("line")).containsExactly("2", "4");
      assertThat(violations.path(0).path("field").asText()).isEqualTo("age");
      assertThat(violations.path(0).path("reason").asText()).isNotBlank();
      assertThat(people.names()).isEmpty();
    }
  }

  @Test
  void whatTryingAgainCannotHelpGoesToTheDeadLetterQueueWithTheReason() {
    try (DeadLetterQueue queue = DeadLetterQueue.start();
        Cloud cloud = new Cloud(Map.of("OMNIGRAPH_INGEST_DEAD_LETTERS", queue.address()))) {
      Api people = Api.create(cloud, "poison");
      String good = people.put("ingest/poison/main/append/1.jsonl", person("Ada"));
      String bad = people.put("ingest/poison/main/append/2.jsonl", "{\"type\": \"Nobody\"}\n");
      String elsewhere = people.put("elsewhere/3.jsonl", person("Cid"));
      String passing = people.put("ingest/absent/main/append/4.jsonl", person("Dan"));

      LambdaAnswer answer = cloud.ingest(Events.sqs(List.of(good, bad, elsewhere, passing)));

      assertThat(Cloud.json(answer.success()).findValuesAsText("itemIdentifier"))
          .as(cloud.log("ingest"))
          .containsExactly("m3");
      assertThat(queue.messages()).hasSize(2);
      assertThat(queue.messages().get(0).body()).isEqualTo(bad);
      assertThat(queue.messages().get(0).reason()).contains("2.jsonl", "line 1", "Nobody");
      assertThat(queue.messages().get(1).body()).isEqualTo(elsewhere);
      assertThat(queue.messages().get(1).code()).isEqualTo("unknown_key");
    }
  }

  @Test
  void aFailureThatMightHavePassedIsTakenForLastingAfterSomeDeliveries() {
    try (DeadLetterQueue queue = DeadLetterQueue.start();
        Cloud cloud = new Cloud(Map.of("OMNIGRAPH_INGEST_DEAD_LETTERS", queue.address()))) {
      Api people = Api.create(cloud, "present");
      String event = people.put("ingest/absent/main/append/a.jsonl", person("Ada"));

      String second = cloud.ingest(Events.sqs(List.of(event), 2)).success();
      String third = cloud.ingest(Events.sqs(List.of(event), 3)).success();

      assertThat(second).contains("m0");
      assertThat(third).doesNotContain("m0");
      assertThat(queue.messages().getFirst().code()).isEqualTo("graph_not_found");
    }
  }

  @Test
  void anObjectLargerThanTheMemoryIsLoaded() throws IOException {
    int lines = 20_000;
    try (Cloud cloud = new Cloud()) {
      Api people = Api.create(cloud, "large");
      String key = "ingest/large/main/append/a.jsonl.gz";
      String event = Events.s3(key, cloud.put(key, packed(lines)), "01");
      Map<String, String> environment = new HashMap<>(cloud.environment());
      environment.put("QUARKUS_LAMBDA_HANDLER", "ingest");

      try (LambdaRuntimeEmulator ingest = PackagedFunction.of("events").start(environment, 128)) {
        ingest.invoke(Events.sqs(List.of(event))).success();
      }

      JsonNode result = result(cloud, "ingest-results/large/main/append/a.jsonl.gz.json");
      assertThat(result.path("nodes").asInt()).as(result.toString()).isEqualTo(lines);
      assertThat(result.path("commits").size()).isGreaterThan(1);
      JsonNode commits = result.path("commits");
      assertThat(people.head()).isEqualTo(commits.path(commits.size() - 1).asText());
    }
  }

  /** Lines of 8 kB: 160 MB in all, in a heap of 128 MB. */
  private static byte[] packed(int lines) throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < lines; i++) {
        String bio = Long.toHexString(random.nextLong() | Long.MIN_VALUE).repeat(500);
        out.write(
            "{\"type\": \"Person\", \"data\": {\"name\": \"p%d\", \"bio\": \"%s\"}}\n"
                .formatted(i, bio)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return packed.toByteArray();
  }

  private static JsonNode result(Cloud cloud, String key) {
    return cloud.object(key).map(Cloud::json).orElseThrow(() -> new AssertionError(key));
  }
}
