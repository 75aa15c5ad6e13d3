package dev.omnigraph.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMistakeTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1 | its last { is not closed",
        "[1 | its last [ is not closed",
        "{\"a\":\"x | it ends inside a text",
        "{\"a | it ends inside a name",
        "{\"a\":NaN} | §NaN§ is not a number of JSON; write null, or leave the property out",
        "{\"a\":-Infinity} | §-Infinity§ is not a number of JSON; write null, or leave the property"
            + " out",
        "{\"a\":True} | §True§ is written §true§",
        "{\"a\":None} | §None§ is written §null§",
        "{\"a\":abc} | §abc§ is not a value; texts are in double quotes",
        "{'a':1} | texts and names are in double quotes, not in single ones",
        "{\"a\":'x'} | texts and names are in double quotes, not in single ones",
        "{a:1} | §a§ stands where a name in double quotes is expected",
        "{\"a\" 1} | §1§ stands where a colon is expected",
        "{\"a\":1 \"b\":2} | §\"§ stands where a comma or } is expected",
        "[1 2] | §2§ stands where a comma or ] is expected",
        "{\"a\":} | §}§ stands where a value is expected",
        "{\"a\":1}} | §}§ closes nothing",
        "// x | JSON has no comments",
        "{\"a\":01} | a number begins with a needless zero",
        "{\"a\":1.} | a number cannot have §}§ here",
        "{\"a\":+1} | a number cannot have §+§ here",
        "{\"a\":\"\\x\"} | §\\x§ is not an escape of JSON",
        "{\"a\":1} 7 | a second value follows the first",
        "{\"a\":1,\"a\":2} | \"a\" is given twice",
      })
  void theReasonIsInWordsForWhoeverWroteTheText(String text, String reason) {
    assertThat(reason(text)).isEqualTo(reason.replace('§', '`'));
  }

  @Test
  void charactersThatCannotBeSeenAreNamedByTheirCode() {
    assertThat(reason("{\"a\":\"x\ty\"}"))
        .isEqualTo("a text has the raw character U+0009, which is written \\u0009");
    assertThat(reason("\u000b{}"))
        .isEqualTo("U+000B is not a blank; JSON has space, tab and line breaks");
    assertThat(reason("\u00a0{}")).isEqualTo("U+00A0 stands where a value is expected");
  }

  @Test
  void limitsAreNamedWithoutTheSwitchThatSetsThem() {
    assertThat(reason("[".repeat(2000))).isEqualTo("it is nested deeper than 1000 levels");
    assertThat(reason("1".repeat(2000))).isEqualTo("a number has more than 1000 characters");
    assertThat(reason("{\"" + "n".repeat(60_000) + "\":1}"))
        .isEqualTo("a name has more than 50000 characters");
  }

  @Test
  void bytesThatAreNotUtf8AreSaidSo() {
    byte[] text = "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    JsonProcessingException e =
        catchThrowableOfType(JsonProcessingException.class, () -> JSON.readTree(text));

    assertThat(JsonMistake.reason(e)).isEqualTo("it is not UTF-8");
  }

  private static String reason(String text) {
    JsonProcessingException e =
        catchThrowableOfType(JsonProcessingException.class, () -> JSON.readTree(text));
    return JsonMistake.reason(e);
  }
}
