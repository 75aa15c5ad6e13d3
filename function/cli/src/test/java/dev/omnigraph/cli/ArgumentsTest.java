package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void whatIsJsonIsMeantAsJsonAndAllElseIsText() {
    assertThat(Arguments.value("LAS")).isEqualTo("LAS");
    assertThat(Arguments.value("Harry Reid International")).isEqualTo("Harry Reid International");
    assertThat(Arguments.value("")).isEqualTo("");
    assertThat(Arguments.value("7")).isEqualTo(7);
    assertThat(Arguments.value("\"7\"")).isEqualTo("7");
    assertThat(Arguments.value("7.50")).isEqualTo(new BigDecimal("7.50"));
    assertThat(Arguments.value("true")).isEqualTo(true);
    assertThat(Arguments.value("null")).isNull();
    assertThat(Arguments.value("[1, null, \"a\"]")).isEqualTo(Arrays.asList(1, null, "a"));
    assertThat(Arguments.value("[1")).isEqualTo("[1");
    assertThat(Arguments.value("7 up")).isEqualTo("7 up");
    assertThat(Arguments.value("1e99999999999")).isEqualTo("1e99999999999");
    assertThat(Arguments.value("2024-01-01")).isEqualTo("2024-01-01");
  }

  @Test
  void argumentsAreNameAndValue() {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();

    List.of("a=1", "b=x=y", "c=").forEach(text -> Arguments.add(arguments, text, Map.of()));

    assertThat(arguments).isEqualTo(Map.of("a", 1, "b", "x=y", "c", ""));
    assertThatThrownBy(() -> Arguments.add(arguments, "a=2", Map.of()))
        .isInstanceOf(GraphException.class)
        .hasMessage("`a` is given twice");
    assertThatThrownBy(() -> Arguments.add(arguments, "=2", Map.of()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("write NAME=VALUE");
  }
}
