package dev.omnigraph.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.error.GraphException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "flights", "Flights-2026.v1_b", "0"})
  void aNameIsOnePlainSegment(String name) {
    assertThat(new GraphName(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "_a", "a/b", "a\\b", "a b", "ä", "a\n"})
  void aNameThatAStoreCouldReadOtherwiseIsRefused(String name) {
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> new GraphName(name))
        .satisfies(e -> assertThat(e.code()).isEqualTo("invalid_graph_name"));
  }
}
