package dev.omnigraph.value;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.StringWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Map<String, PropertyType> TYPES =
      Map.ofEntries(
          Map.entry("String", Scalar.STRING),
          Map.entry("Bool", Scalar.BOOL),
          Map.entry("I32", Scalar.I32),
          Map.entry("I64", Scalar.I64),
          Map.entry("U32", Scalar.U32),
          Map.entry("U64", Scalar.U64),
          Map.entry("F32", Scalar.F32),
          Map.entry("F64", Scalar.F64),
          Map.entry("Date", Scalar.DATE),
          Map.entry("DateTime", Scalar.DATETIME),
          Map.entry("enum", new PropertyType.Enumeration(List.of("a", "b"))),
          Map.entry("Vector", new PropertyType.Vector(2)),
          Map.entry("List", new PropertyType.ListOf(Scalar.I32)),
          Map.entry("Blob", new PropertyType.Blob()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "String   | \"x\"                      | x",
        "Bool     | true                       | true",
        "I32      | -2147483648                | -2147483648",
        "I64      | 9223372036854775807        | 9223372036854775807",
        "U32      | 4294967295                 | 4294967295",
        "U64      | 18446744073709551615       | 18446744073709551615",
        "F32      | 0.1                        | 0.1",
        "F64      | 1e300                      | 1.0E300",
        "F64      | 3                          | 3.0",
        "Date     | \"2024-02-29\"             | 2024-02-29",
        "Date     | -1                         | 1969-12-31",
        "DateTime | \"2024-01-01T02:00+02:00\" | 2024-01-01T00:00:00Z",
        "DateTime | \"2024-01-01T00:00:00\"    | 2024-01-01T00:00:00Z",
        "DateTime | \"2024-01-01T00:00:00.120000Z\" | 2024-01-01T00:00:00.120Z",
        "DateTime | 1500                       | 1970-01-01T00:00:01.500Z",
        "enum     | \"b\"                      | b",
        "List     | [1, 2]                     | [1, 2]",
      })
  void aValueOfItsTypeIsTaken(String type, String json, String expected) throws Exception {
    Object value = JsonValues.fromJson(requireNonNull(TYPES.get(type)), JSON.readTree(json));

    assertThat(value).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "String   | 1                 | wrong_type       | expected String, found 1",
        "String   | \"\\ud800\"       | bad_text         | has half of a surrogate pair, which is not a character",
        "Bool     | \"true\"          | wrong_type       | expected Bool, found the string \"true\"",
        "I32      | 2147483648        | out_of_range     | 2147483648 is outside -2147483648..2147483647, the range of I32",
        "I32      | 1.0               | wrong_type       | expected I32, found 1, written with a fraction or an exponent",
        "I32      | \"1\"             | wrong_type       | expected I32, found the string \"1\"",
        "I32      | 1e2               | wrong_type       | expected I32, found 100, written with a fraction or an exponent",
        "I64      | 9223372036854775808 | out_of_range   | 9223372036854775808 is outside -9223372036854775808..9223372036854775807, the range of I64",
        "U32      | -1                | out_of_range     | -1 is outside 0..4294967295, the range of U32",
        "U64      | 18446744073709551616 | out_of_range  | 18446744073709551616 is outside 0..18446744073709551615, the range of U64",
        "F32      | 1e39              | out_of_range     | 1E+39 is outside the finite numbers, the range of F32",
        "F64      | 1e999999999       | out_of_range     | the number is outside the finite numbers, the range of F64",
        "Date     | \"2023-02-29\"    | bad_date         | \"2023-02-29\" is not a date as in 2024-02-29",
        "Date     | 1.5               | wrong_type       | expected Date, found the decimal 1.5",
        "Date     | 2147483648        | out_of_range     | 2147483648 is outside the range of Date",
        "DateTime | \"2024-01-01\"    | bad_datetime     | \"2024-01-01\" is not a time as in 2024-02-29T12:00:00.000Z",
        "DateTime | \"2024-01-01T00:00:00.0001Z\" | bad_datetime | \"2024-01-01T00:00:00.0001Z\" is finer than a millisecond; write 2024-01-01T00:00:00.000Z",
        "DateTime | \"+999999999-01-01T00:00:00Z\" | bad_datetime | \"+999999999-01-01T00:00:00Z\" is not a time as in 2024-02-29T12:00:00.000Z",
        "enum     | \"c\"             | enum_value       | \"c\" is not one of a, b",
        "enum     | 1                 | wrong_type       | expected enum(a, b), found 1",
        "Vector   | [1]               | vector_dimension | expected 2 numbers, found 1",
        "Vector   | [1, \"x\"]        | wrong_type       | expected F32, found the string \"x\"",
        "Vector   | [1, 1e39]         | out_of_range     | 1E+39 is outside the finite numbers, the range of F32",
        "List     | [1, null]         | null_element     | element 1 is null",
        "List     | {\"a\": 1}        | wrong_type       | expected [I32], found an object",
        "List     | 1                 | wrong_type       | expected [I32], found 1",
        "Blob     | \"AAAA\"          | bad_base64       | a Blob is written `base64:` and its bytes in Base64",
        "Blob     | \"base64:A?\"     | bad_base64       | is not standard Base64 after `base64:`",
      })
  void anyOtherValueIsRefusedWithItsReason(String type, String json, String code, String reason) {
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> JsonValues.fromJson(requireNonNull(TYPES.get(type)), JSON.readTree(json)))
        .withMessage(reason)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void plainJavaValuesAreTakenAsJsonNodesAre() {
    assertThat(JsonValues.fromJson(Scalar.I32, 7L)).isEqualTo(7);
    assertThat(JsonValues.fromJson(Scalar.U64, 7)).isEqualTo(BigInteger.valueOf(7));
    assertThat(JsonValues.fromJson(new PropertyType.ListOf(Scalar.F32), List.of(1, 0.5)))
        .isEqualTo(List.of(1f, 0.5f));
    assertThat(JsonValues.fromJson(new PropertyType.Vector(2), List.of(1, 0.5)))
        .isEqualTo(new float[] {1f, 0.5f});
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> JsonValues.fromJson(Scalar.F64, Double.NaN));
  }

  @Test
  void whatIsWrittenIsReadBackEqual() throws Exception {
    Map<PropertyType, Object> values =
        Map.of(
            Scalar.STRING,
            "a\"\u0001ü😀",
            Scalar.U64,
            BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
            Scalar.F32,
            0.1f,
            Scalar.F64,
            Double.MIN_VALUE,
            Scalar.DATE,
            LocalDate.ofEpochDay(Integer.MIN_VALUE),
            Scalar.DATETIME,
            Instant.ofEpochMilli(Long.MIN_VALUE),
            new PropertyType.ListOf(Scalar.STRING),
            List.of("", "x"));

    for (Map.Entry<PropertyType, Object> entry : values.entrySet()) {
      String json = write(entry.getValue());
      assertThat(JsonValues.fromJson(entry.getKey(), JSON.readTree(json)))
          .isEqualTo(entry.getValue());
    }
  }

  @Test
  void timesAreWrittenToTheMillisecondAndBlobsInBase64() throws Exception {
    assertThat(write(Instant.ofEpochSecond(0))).isEqualTo("\"1970-01-01T00:00:00.000Z\"");
    assertThat(write(new byte[] {1, 2})).isEqualTo("\"base64:AQI=\"");
    assertThat(write(new float[] {0.5f, -1f})).isEqualTo("[0.5,-1.0]");
    assertThat(write(Arrays.asList("a", null))).isEqualTo("[\"a\",null]");
    assertThat(write(Map.of("id", "x"))).isEqualTo("{\"id\":\"x\"}");
  }

  @Test
  void aNumberThatIsNotFiniteHasNoJsonAndIsNoTextInItsPlace() {
    for (Object value :
        List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            new float[] {1, Float.NaN},
            List.of(Double.NaN))) {
      assertThatExceptionOfType(ValueException.class)
          .isThrownBy(() -> write(value))
          .satisfies(e -> assertThat(e.code()).isEqualTo("out_of_range"));
    }
  }

  private static String write(Object value) throws Exception {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      JsonText.write(json, value);
    }
    return out.toString();
  }
}
