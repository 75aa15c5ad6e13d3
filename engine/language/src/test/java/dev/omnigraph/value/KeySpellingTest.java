package dev.omnigraph.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySpellingTest {

  @Test
  void scalarsAreSpelledAsDocumented() {
    assertThat(KeySpelling.scalar("07 ü")).isEqualTo("07 ü");
    assertThat(KeySpelling.scalar(true)).isEqualTo("true");
    assertThat(KeySpelling.scalar(-5)).isEqualTo("-5");
    assertThat(KeySpelling.scalar(BigInteger.TWO.pow(63))).isEqualTo("9223372036854775808");
    assertThat(KeySpelling.scalar(LocalDate.of(1970, 1, 3))).isEqualTo("2");
    assertThat(KeySpelling.scalar(Instant.ofEpochMilli(-1))).isEqualTo("-1");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-1.5, -1.5",
    "0.1, 0.1",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1.25e300, 1.25e+300",
    "0.0000001, 1e-7",
    "0.00000125, 0.00000125",
    "5e-324, 5e-324"
  })
  void floatsAreSpelledAsEcmaScriptDoes(double value, String spelling) {
    assertThat(KeySpelling.scalar(value)).isEqualTo(spelling);
  }

  @Test
  void aFloatOf32BitsHasTheShortestFormOfItsOwn() {
    assertThat(KeySpelling.scalar(0.1f)).isEqualTo("0.1");
    assertThat(KeySpelling.scalar(16777216f)).isEqualTo("16777216");
  }

  @Test
  void aCompositeKeyIsAnArrayInTheOrderOfTheMembers() {
    String id = KeySpelling.id(List.of("b", "a"), Map.of("a", "x\"y", "b", 7));

    assertThat(id).isEqualTo("[\"7\",\"x\\\"y\"]");
    assertThat(KeySpelling.parts(id)).containsExactly("7", "x\"y");
    for (String other : List.of("7", "", "[\"7\"", "[7]", "[\"7\"] 1", "[\"\\ud800\"]")) {
      assertThat(KeySpelling.parts(other)).as(other).isNull();
    }
  }

  @Test
  void aNullOrInfiniteMemberHasNoSpelling() {
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> KeySpelling.id(List.of("a"), Map.of()))
        .withMessage("the key property `a` has no value")
        .satisfies(e -> assertThat(e.code()).isEqualTo("null_key"));
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> KeySpelling.scalar(Float.POSITIVE_INFINITY));
  }
}
