package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wrong deployment says what is wrong with it. */
class ConfigurationIT {

  @Test
  void withoutARootTheFunctionDoesNotStartAndSaysWhy() {
    try (LambdaRuntimeEmulator http = PackagedFunction.of("http").start(Map.of())) {
      LambdaAnswer answer = http.invoke(Events.get("/healthz"));

      assertThat(answer.errorType()).isPresent();
      assertThat(http.output()).contains("OMNIGRAPH_ROOT");
    }
  }

  @Test
  void aMissingBucketIsNamed() {
    try (Cloud cloud = new Cloud()) {
      Map<String, String> environment = new HashMap<>(cloud.environment());
      environment.put("OMNIGRAPH_ROOT", "s3://no-such-bucket");
      try (LambdaRuntimeEmulator http = PackagedFunction.of("http").start(environment)) {
        JsonNode answer = Cloud.json(http.invoke(Events.get("/graphs/any/snapshot")).success());

        assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(404);
        assertThat(answer.path("body").asText()).contains("no-such-bucket");
      }
    }
  }

  @Test
  void missingRightsAreNamed() {
    try (Cloud cloud = new Cloud()) {
      Map<String, String> environment = new HashMap<>(cloud.environment());
      environment.put("AWS_SECRET_ACCESS_KEY", "wrong");
      try (LambdaRuntimeEmulator http = PackagedFunction.of("http").start(environment)) {
        JsonNode answer = Cloud.json(http.invoke(Events.get("/graphs/any/snapshot")).success());

        assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(403);
      }
    }
  }
}
