package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArgumentBinderTest {
  private static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("name", Scalar.STRING, false),
          new Parameter("min", Scalar.I32, true),
          new Parameter("day", Scalar.DATE, true),
          new Parameter("at", Scalar.DATETIME, true),
          new Parameter("v", new PropertyType.Vector(2), true));

  @Test
  void argumentsTakeTheTypesOfTheirParametersAndOptionalOnesMayBeAbsent() {
    Map<String, @Nullable Object> bound =
        ArgumentBinder.bind(
            PARAMETERS, Map.of("name", "A", "day", "2024-02-29", "at", 1000, "v", List.of(1, 2.5)));

    assertThat(bound.keySet()).containsExactly("name", "min", "day", "at", "v");
    assertThat(bound.get("min")).isNull();
    assertThat(bound.get("day")).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(bound.get("at")).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(bound.get("v")).isEqualTo(new float[] {1f, 2.5f});
  }

  @Test
  void everyMistakeIsNamedWithItsArgument() {
    Map<String, @Nullable Object> arguments = new HashMap<>();
    arguments.put("min", "five");
    arguments.put("day", "someday");
    arguments.put("nmae", "A");

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> ArgumentBinder.bind(PARAMETERS, arguments))
        .withMessage(
            "Argument `$name`: it is missing; expected String."
                + " Argument `$min`: expected I32, found the string \"five\"."
                + " Argument `$day`: \"someday\" is not a date as in 2024-02-29."
                + " Argument `$nmae`: the query has no such parameter; perhaps `$name` is meant.")
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("missing_argument");
              assertThat(e.nextStep())
                  .isEqualTo(
                      "The query takes $name: String, $min: I32?, $day: Date?, $at: DateTime?,"
                          + " $v: Vector(2)?.");
              assertThat(e.details())
                  .extractingByKey("arguments")
                  .asString()
                  .contains("missing_argument", "wrong_type", "bad_date", "unknown_argument");
            });
  }

  @Test
  void aRequiredArgumentIsNotNull() {
    Map<String, @Nullable Object> arguments = new HashMap<>();
    arguments.put("name", null);

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> ArgumentBinder.bind(PARAMETERS, arguments))
        .withMessage("Argument `$name`: expected String, found null.")
        .satisfies(e -> assertThat(e.code()).isEqualTo("null_argument"));
  }

  @Test
  void aQueryWithoutParametersSaysSo() {
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> ArgumentBinder.bind(List.of(), Map.of("x", 1)))
        .satisfies(e -> assertThat(e.nextStep()).isEqualTo("The query takes no arguments."));
  }
}
