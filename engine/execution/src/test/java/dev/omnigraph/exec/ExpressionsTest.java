package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.JavaForm;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.Temporal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operator and function gives, from the text of a query to its answer. */
@NullUnmarked
class ExpressionsTest {
  private static final String PARAMETERS =
      "($n: I64, $zero: I32, $big: U64, $text: String, $span: String, $days: [Date],"
          + " $none: I32?, $nothing: String?, $yes: Bool, $unknown: Bool?)";
  private static final Map<String, Object> ARGUMENTS = new HashMap<>();

  static {
    ARGUMENTS.put("n", 9_007_199_254_740_993L);
    ARGUMENTS.put("zero", 0);
    ARGUMENTS.put("big", new BigInteger("18446744073709551615"));
    ARGUMENTS.put("text", "Ä😀");
    ARGUMENTS.put("span", "a week");
    ARGUMENTS.put("days", List.of(LocalDate.of(2024, 2, 29)));
    ARGUMENTS.put("yes", true);
  }

  private final MemoryGraph graph =
      new MemoryGraph(
              MemoryQueries.schema(
                  """
                  node X {
                    i32: I32?  i64: I64?  u32: U32?  u64: U64?  f32: F32?  f64: F64?
                    name: String?  color: enum(red, blue)?  on: Bool?
                    day: Date?  at: DateTime?  tags: [String]?  spot: Vector(2)?  lack: I32?
                    lacks: [String]?  nowhere: Vector(2)?  photo: Blob?
                  }
                  node Y { n: I32  m: I32? }
                  edge Near: X -> Y
                  """))
          .node(
              "X",
              "x",
              -7,
              Long.MAX_VALUE,
              4_294_967_295L,
              new BigInteger("18446744073709551615"),
              0.1f,
              2.5,
              " Ännchen ",
              "red",
              true,
              LocalDate.of(2024, 1, 31),
              Instant.parse("2024-01-31T23:30:00.250Z"),
              List.of("a", "b"),
              new float[] {1, 2},
              null,
              null,
              null,
              new byte[0])
          .node("Y", "1", 1, 0)
          .node("Y", "2", 2, 4)
          .node("Y", "3", 3, null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1 + 2                                    | I64 3
          $x.i32 * 3 - 1                           | I64 -22
          $x.i64 - 1                               | I64 9223372036854775806
          $x.u32 + 1                               | I64 4294967296
          $x.u64 - 1                               | U64 18446744073709551614
          $x.u64 % 10                              | U64 5
          $x.i32 % 3                               | I64 -1
          7 % -2                                   | I64 1
          $x.i32 / 2                               | F64 -3.5
          6 / 3                                    | F64 2.0
          $n / 1                                   | F64 9.007199254740992E15
          $x.f32 + 0                               | F64 0.10000000149011612
          $x.f64 % 2                               | F64 0.5
          -1.5 % 0.5                               | F64 0.0
          -$x.f64                                  | F64 -2.5
          1 + 2 * 3                                | I64 7
          (1 + 2) * 3                              | I64 9
          10 - 3 - 2                               | I64 5
          "a" + "b"                                | String ab
          $x.color + "dish"                        | String reddish
          $x.day + duration("P1M")                 | Date 2024-02-29
          $x.day + duration("P1Y1M1D")             | Date 2025-03-01
          $x.day - duration("P1W")                 | Date 2024-01-24
          $x.at + duration("PT30M")                | DateTime 2024-02-01T00:00:00.250Z
          $x.at + duration("P1MT1H")               | DateTime 2024-03-01T00:30:00.250Z
          $x.at - duration("PT0.25S")              | DateTime 2024-01-31T23:30:00.000Z
          now() - duration("P7D")                  | DateTime 2024-04-29T07:08:09.010Z
          coalesce($x.lack, 5)                     | I64 5
          coalesce($x.lack, $x.i32)                | I32 -7
          coalesce($x.lack, $x.i32, 1.5)           | F64 -7.0
          coalesce($x.color, "none")               | String red
          coalesce(null, $x.tags)                  | [String] [a, b]
          coalesce(1, 1 / 0)                       | F64 1.0
          least($x.i32, 3, 2.5)                    | F64 -7.0
          greatest("a", $x.name, "b")              | String b
          greatest($x.day, date("2024-02-01"))     | Date 2024-02-01
          lower(trim($x.name))                     | String ännchen
          upper(trim($x.name))                     | String ÄNNCHEN
          trim($x.name)                            | String Ännchen
          size($text)                              | I64 2
          size($x.tags)                            | I64 2
          size($x.spot)                            | I64 2
          abs($x.i32)                              | I64 7
          abs($x.u64)                              | U64 18446744073709551615
          abs(-0.5)                                | F64 0.5
          round(2.5)                               | I64 3
          round(-2.5)                              | I64 -3
          round(0.49999999999999994)               | I64 0
          round($x.i64)                            | I64 9223372036854775807
          floor(-0.5)                              | I64 -1
          ceil(-0.5)                               | I64 0
          ceil(0.1)                                | I64 1
          year($x.day)                             | I64 2024
          month($x.at)                             | I64 1
          day($x.at + duration("PT30M"))           | I64 1
          string($x.i32)                           | String -7
          string($x.u64)                           | String 18446744073709551615
          string($x.f32)                           | String 0.1
          string(2.0)                              | String 2
          string(1e21)                             | String 1e+21
          string($x.on)                            | String true
          string($x.day)                           | String 2024-01-31
          string($x.at)                            | String 2024-01-31T23:30:00.250Z
          int(-2.9)                                | I64 -2
          int("-42")                               | I64 -42
          int("+7")                                | I64 7
          int("2.5")                               | I64 null
          int(" 1")                                | I64 null
          int("٣")                                 | I64 null
          int("9223372036854775808")               | I64 null
          float($x.u64)                            | F64 1.8446744073709552E19
          float("1e3")                             | F64 1000.0
          float("-0")                              | F64 0.0
          float("1e999")                           | F64 null
          float(".5")                              | F64 null
          float("NaN")                             | F64 null
          date("2024-" + "02-29")                  | Date 2024-02-29
          date("2023-" + "02-29")                  | Date null
          date($x.at)                              | Date 2024-01-31
          datetime($x.day)                         | DateTime 2024-01-31T00:00:00.000Z
          datetime("2024-01-01T01:00" + "+01:00")  | DateTime 2024-01-01T00:00:00.000Z
          datetime("2024-" + "01-01")              | DateTime null
          """)
  void whatIsComputed(String expression, String expected) {
    assertThat(computed(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not $x.on                                | false
          not $unknown                             | null
          not not $yes                             | true
          $unknown and $yes                        | null
          $unknown and not $yes                    | false
          not $yes and $unknown                    | false
          $unknown or $yes                         | true
          $unknown or not $yes                     | null
          $x.lack > 3                              | null
          $x.i32 < $x.lack or $x.on                | true
          not ($x.lack = 1)                        | null
          $x.lack is null                          | true
          $x.lack is not null                      | false
          $x.lacks is null                         | true
          $x.nowhere is null                       | true
          $x.photo is null                         | false
          $x.tags is not null                      | true
          $x.i32 + $x.lack is null                 | true
          ($x.lack = 1) is null                    | true
          $x is null                               | false
          $none is null                            | true
          $x.i32 in [1, -7]                        | true
          $x.i32 in [1, 2]                         | false
          not $x.i32 in [1, 2]                     | true
          $x.lack in [1, 2]                        | null
          $x.color in ["red", "blue"]              | true
          "b" in $x.tags                           | true
          "b" in $x.lacks                          | null
          $nothing in $x.tags                      | null
          date("2024-02-29") in $days              | true
          $x.day + duration("P29D") in $days       | true
          $x.name contains "chen"                  | true
          trim($x.name) starts_with upper("ä")     | true
          $x.i64 + 0 = $x.i64                      | true
          $n = 9007199254740992.0                  | false
          $x.u64 > $x.i64                          | true
          $x.i32 = -7.0                            | true
          $zero != 0 and 1 / $zero > 0             | false
          $zero = 0 or 1 / $zero > 0               | true
          """)
  void whatConditionsGiveAsValues(String condition, String expected) {
    assertThat(computed("(" + condition + ")")).isEqualTo("Bool " + expected);
    // As a filter it keeps what is true, and its negation keeps what is false.
    assertThat(keeps(condition)).as(condition).isEqualTo(expected.equals("true"));
    assertThat(keeps("not (" + condition + ")")).isEqualTo(expected.equals("false"));
    assertThat(keeps("(" + condition + ") is null")).isEqualTo(expected.equals("null"));
    // The same of rows that are bound together, which no scan decides.
    String second = condition.replace("$x.", "$z.");
    assertThat(pairs(second + " or $x.id = \"none\"")).isEqualTo(expected.equals("true"));
    assertThat(pairs("not (" + second + " or $x.id = \"none\")"))
        .isEqualTo(expected.equals("false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$x.lack + 1",
        "1 / $x.lack",
        "-$x.lack",
        "$nothing + \"a\"",
        "$x.day + duration($nothing)",
        "lower($nothing)",
        "upper($nothing)",
        "trim($nothing)",
        "size($x.lacks)",
        "size($x.nowhere)",
        "abs($x.lack)",
        "round($x.lack)",
        "floor($x.lack)",
        "ceil($x.lack)",
        "least($x.lack, 1)",
        "greatest(1, $x.lack)",
        "string($x.lack)",
        "int($nothing)",
        "float($x.lack)",
        "date($nothing)",
        "datetime($nothing)",
        "year(date($nothing))",
        "coalesce($x.lack, $none)",
        "$x.lack = $x.lack",
        "$nothing starts_with \"a\"",
        "$x.name contains $nothing"
      })
  void nullGivesNull(String expression) {
    assertThat(computed("(" + expression + ")")).endsWith(" null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          $x.i64 + 1            | out_of_range     | `$x.i64 + 1` of 9223372036854775807 and 1: 9223372036854775808 is outside
          $x.i64 * $x.i64       | out_of_range     | the range of I64
          0 - $x.u64            | out_of_range     | the range of U64
          $x.u64 + 1            | out_of_range     | 18446744073709551616 is outside 0..18446744073709551615
          1e308 * 10            | out_of_range     | `1.0E308 * 10` of 1.0E308 and 10: Infinity is not a finite number
          $x.i32 / $zero        | division_by_zero | `$x.i32 / $zero` of -7 and 0: the division is by zero
          1.5 / 0.0             | division_by_zero | the division is by zero
          $x.i32 % 0            | division_by_zero | the division is by zero
          1.5 % 0               | division_by_zero | the division is by zero
          $x.u64 % $zero        | division_by_zero | the division is by zero
          round($x.u64)         | out_of_range     | the range of I64
          floor(1e19)           | out_of_range     | the range of I64
          ceil(1e19)            | out_of_range     | the range of I64
          int(-1e19)            | out_of_range     | `int(-1.0E19)` of -1.0E19: -10000000000000000000 is outside
          abs(-9223372036854775808) | out_of_range | the range of I64
          coalesce($x.i32, $x.u64) | out_of_range | `coalesce($x.i32, $x.u64)` of -7
          $x.day + duration($span)        | bad_duration | of 2024-01-31 and "a week": "a week" is not a duration
          $x.day + duration("PT1H")       | bad_duration | a Date is moved by whole days
          $x.day + duration("P9999999Y")  | out_of_range | outside the range of Date
          $x.at - duration("P900000000Y") | out_of_range | outside the range of DateTime
          date(datetime("+292278994-08-17" + "T07:12:55.807Z")) | out_of_range | the range of Date
          """)
  void whatHasNoValue(String expression, String code, String message) {
    GraphException error = catchThrowableOfType(GraphException.class, () -> computed(expression));

    assertThat(error).as(expression).isNotNull();
    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessageContaining(message);
    assertThat(error.nextStep()).isNotEmpty();
    assertThat(error.details()).containsKeys("expression", "line", "column");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$y.m != 0 and 4 / $y.m > 0",
        "not ($y.m = 0 or 4 / $y.m <= 0)",
        "$y.m is null or $y.m = 0 or 4 / $y.m > 0"
      })
  void whatStandsBeforeGuardsWhatStandsAfter(String condition) {
    assertThat(rows("match { $y: Y " + condition + " } return { $y.n }")).contains(List.of(2));
  }

  /** The guard is decided later than what it guards could be. */
  @Test
  void aGuardOfAnotherVariableStaysBeforeWhatItGuards() {
    String binds = "match { $y: Y  $z: Y  ";

    assertThat(
            rows(binds + "$z.n = $y.m - 3 and $y.m != 0 and 4 / $y.m > 0 } return { $y.n, $z.n }"))
        .containsExactly(List.of(2, 1));
    assertThat(rows(binds + "$zero != 0 and $y.n > 1 / $zero } return { $y.n }")).isEmpty();
    assertThat(rows(binds + "$z.n = 9 and 1 / $y.m > 0 } return { $y.n }")).isEmpty();
  }

  @Test
  void conditionsThatCannotFailAreDecidedFirst() {
    assertThat(rows("match { $y: Y  4 / $y.m >= 1  $y.m > 0 } return { $y.n }"))
        .containsExactly(List.of(2));
  }

  @Test
  void computedValuesOrderGroupAndAggregate() {
    assertThat(rows("match { $y: Y } return { $y.n } order { 0 - $y.n }"))
        .containsExactly(List.of(3), List.of(2), List.of(1));
    assertThat(rows("match { $y: Y } return { $y.n % 2 as odd, sum($y.n * 10) as s }"))
        .containsExactly(List.of(0L, 20.0), List.of(1L, 40.0));
    assertThat(rows("match { $y: Y } return { $y.m is null as lacks, max(string($y.n)) as s }"))
        .containsExactly(List.of(false, "2"), List.of(true, "3"));
    assertThat(rows("match { $y: Y } return { count($y.m = 0) as n, avg($y.n + 0.5) as a }"))
        .containsExactly(List.of(2L, 2.5));
    assertThat(rows("match { $y: Y } return distinct { $y.n > 1 as more }"))
        .containsExactlyInAnyOrder(List.of(false), List.of(true));
  }

  @Test
  void whatIsNotAnsweredIsNotComputed() {
    String body = "match { $y: Y } return { $y.n, 4 / $y.m as r } order { $y.n desc } limit ";

    assertThat(rows(body + "2")).containsExactly(Arrays.asList(3, null), List.of(2, 1.0));
    assertThat(catchThrowableOfType(GraphException.class, () -> rows(body + "3")).code())
        .isEqualTo("division_by_zero");
  }

  @Test
  void anOptionalVariableIsNullWhereItWasNotFound() {
    assertThat(
            rows("match { $x: X  optional { $x near $y } } return { $y is null as lacks, $y.n }"))
        .containsExactly(Arrays.asList(true, null));
  }

  private String computed(String expression) {
    QueryAnswer answer = run("match { $x: X } return { " + expression + " as v }");
    Object value = answer.rows().getFirst().getFirst();
    PropertyType type = ((ValueType.Value) answer.columns().getFirst().type()).type();
    // Only the type of U32 and of a text say less than the Java form.
    if (value != null && type != Scalar.U32) {
      assertThat(JavaForm.typeOf(value)).isEqualTo(type);
    }
    return type.spelling()
        + " "
        + (value instanceof Instant time ? Temporal.print(time) : String.valueOf(value));
  }

  private boolean keeps(String condition) {
    return !rows("match { $x: X  " + condition + " } return { $x.id }").isEmpty();
  }

  private boolean pairs(String condition) {
    return !rows("match { $x: X  $z: X  " + condition + " } return { $x.id }").isEmpty();
  }

  private List<List<Object>> rows(String body) {
    return run(body).rows();
  }

  private QueryAnswer run(String body) {
    MemoryQueries queries = new MemoryQueries(graph);
    return queries.run(queries.read("query q" + PARAMETERS + " { " + body + " }"), ARGUMENTS);
  }
}
