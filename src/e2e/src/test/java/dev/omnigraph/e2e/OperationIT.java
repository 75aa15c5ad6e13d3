package dev.omnigraph.e2e;

import static dev.omnigraph.e2e.Api.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.LambdaAnswer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator sees and relies on. */
class OperationIT {

  @Test
  void everyEventLeavesOneLineThatIsMetricAndLogEntry() {
    try (Cloud cloud = new Cloud()) {
      Api people = Api.create(cloud, "told");

      JsonNode written = Api.body(cloud.http(people.add("Ada")));

      JsonNode line = cloud.told("http");
      assertThat(line.path("function").asText()).isEqualTo("http");
      assertThat(line.path("operation").asText()).isEqualTo("mutate");
      assertThat(line.path("graph").asText()).isEqualTo("told");
      assertThat(line.path("branch").asText()).isEqualTo("main");
      assertThat(line.path("commit").asText()).isEqualTo(written.path("commit").asText());
      assertThat(line.path("operation_id").asText()).hasSize(26);
      assertThat(line.path("request").asText()).isNotBlank();
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.path("ColdStarts").asInt()).isEqualTo(1);
      assertThat(line.path("Latency").asDouble()).isPositive();
      assertThat(line.path("Requests").asInt()).isEqualTo(written.path("requests").asInt());
      assertThat(line.path("BytesWritten").asInt()).isPositive();

      cloud.http(Events.get("/graphs/absent/snapshot"));

      JsonNode refused = cloud.told("http");
      assertThat(refused.path("ColdStarts").asInt()).isZero();
      assertThat(refused.path("Refusals").asInt()).isEqualTo(1);
      assertThat(refused.path("Errors").asInt()).isZero();
      assertThat(refused.path("code").asText()).isEqualTo("graph_not_found");
    }
  }

  @Test
  void aWriteThatHasTooLittleTimeIsRefusedAndNothingIsWritten() {
    try (Cloud cloud = new Cloud(Map.of("OMNIGRAPH_TIME_RESERVE", "10m"))) {
      Api people = Api.create(cloud, "late");
      String before = people.head();

      JsonNode refused = cloud.http(people.add("Ada"));
      JsonNode handedBack = people.ingest("ingest/late/main/append/a.jsonl", person("Bob"));

      assertThat(refused.path("statusCode").asInt()).isEqualTo(503);
      assertThat(refused.path("body").asText()).contains("too_little_time");
      assertThat(refused.path("headers").toString()).containsIgnoringCase("retry-after");
      assertThat(handedBack.findValuesAsText("itemIdentifier")).containsExactly("m0");
      assertThat(people.head()).isEqualTo(before);
      assertThat(people.names()).isEmpty();
    }
  }

  @Test
  void cleanupDeletesWhatNoStateWithinTheRetentionNeeds() {
    CountingS3 s3 = CountingS3.start(Cloud.BUCKET);
    try (Cloud cloud = new Cloud(s3, Map.of())) {
      Api people = Api.create(cloud, "clean");
      people.ingest("ingest/clean/main/append/a.jsonl", person("Ada"));
      String old = people.head();
      Api.body(cloud.http(people.add("Bob")));
      cloud.optimize("{\"graph\": \"clean\"}").success();
      Api.body(cloud.http(people.add("Cid")));
      // No write after it: its clock would be three hours behind the store's.
      s3.setClock(InstantSource.offset(InstantSource.system(), Duration.ofHours(3)));
      String payload = "{\"graph\": \"clean\", \"retention\": \"1h\", \"dry_run\": %s}";

      JsonNode wouldDelete = cleaned(cloud.cleanup(payload.formatted(true)));
      JsonNode deleted = cleaned(cloud.cleanup(payload.formatted(false)));
      JsonNode again = cleaned(cloud.cleanup(payload.formatted(false)));

      assertThat(deleted.path("objects").asInt())
          .isPositive()
          .isEqualTo(wouldDelete.path("objects").asInt());
      assertThat(again.path("objects").asInt()).isZero();
      assertThat(people.names()).containsExactly("Ada", "Bob", "Cid");
      JsonNode past = cloud.http(Events.get("/graphs/clean/snapshot?commit=" + old));
      assertThat(past.path("statusCode").asInt()).as(past.toString()).isEqualTo(410);
      assertThat(past.path("body").asText()).contains("data_gone");
      assertThat(cloud.told("cleanup").path("operation").asText()).isEqualTo("cleanup");
    }
  }

  @Test
  void aCleanupIsRefusedBeforeItDeletesWhenItsPayloadIsNotUnderstood() {
    try (Cloud cloud = new Cloud()) {
      for (String payload : List.of("{\"retain\": \"7d\"}", "{\"retention\": \"1m\"}", "[]")) {
        LambdaAnswer answer = cloud.cleanup(payload);

        assertThat(answer.errorType()).as(payload).isPresent();
      }
    }
  }

  private static JsonNode cleaned(LambdaAnswer answer) {
    return Cloud.json(answer.success()).path("graphs").path(0);
  }
}
