package dev.omnigraph.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.id.BranchName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenancePayloadTest {
  private static final List<String> GRAPHS = List.of("a", "b");
  private static final List<BranchName> BRANCHES = List.of(BranchName.MAIN);

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"source\":\"aws.events\",\"detail\":{}}"})
  void withoutNamesItIsAboutAll(String event) throws JsonProcessingException {
    MaintenancePayload payload = payload(event);

    assertThat(payload.graphs(() -> GRAPHS)).isEqualTo(GRAPHS);
    assertThat(payload.branches(() -> BRANCHES)).isEqualTo(BRANCHES);
  }

  @Test
  void namesChooseOne() throws JsonProcessingException {
    MaintenancePayload payload = payload("{\"graph\":\"b\",\"branch\":\"agent/7\"}");

    assertThat(payload.graphs(() -> GRAPHS)).containsExactly("b");
    assertThat(payload.branches(() -> BRANCHES)).containsExactly(new BranchName("agent/7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"grahp\":\"b\"}", "{\"graph\":7}"})
  void anythingElseIsRefused(String event) {
    assertThatThrownBy(() -> payload(event))
        .isInstanceOf(EventException.class)
        .hasMessageContaining("unknown or no text");
  }

  private static MaintenancePayload payload(String event) throws JsonProcessingException {
    return MaintenancePayload.of(new ObjectMapper().readTree(event));
  }
}
