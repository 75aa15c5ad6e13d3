package dev.omnigraph.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupPayloadTest {
  @Test
  void anEmptyPayloadKeepsAWeek() throws JsonProcessingException {
    assertThat(read("{}")).isEqualTo(new CleanupRequest(Duration.ofDays(7), false));
  }

  @Test
  void retentionAndDryRunAreRead() throws JsonProcessingException {
    assertThat(read("{\"graph\": \"g\", \"retention\": \"36h\", \"dry_run\": true}"))
        .isEqualTo(new CleanupRequest(Duration.ofHours(36), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"retention\": 7}",
        "{\"retention\": \"7\"}",
        "{\"retention\": \"0h\"}",
        "{\"dry_run\": \"yes\"}",
        "{\"dryrun\": true}",
        "{\"branch\": \"main\"}"
      })
  void anythingElseIsRefused(String payload) {
    assertThatThrownBy(() -> read(payload)).isInstanceOf(GraphException.class);
  }

  private static CleanupRequest read(String payload) throws JsonProcessingException {
    return CleanupPayload.request(new ObjectMapper().readTree(payload));
  }
}
