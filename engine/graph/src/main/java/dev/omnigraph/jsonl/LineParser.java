package dev.omnigraph.jsonl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.rule.Violation;
import dev.omnigraph.schema.JsonMistake;
import dev.omnigraph.value.ValueError;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One line of UTF-8 into one JSON value: strict, and with errors that say where. */
final class LineParser {
  private static final int EXCERPT = 60;
  private static final Pattern DUPLICATE = Pattern.compile("[Dd]uplicate field '([^']*)'");

  private static final Pattern HUGE_EXPONENT = Pattern.compile("[-0-9.]+[eE][-+]?[0-9]{10,}");

  private final ObjectReader reader;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private CharBuffer text = CharBuffer.allocate(1024);

  /**
   * A line read.
   *
   * @param text as it stands in the input, for messages
   */
  record Line(JsonNode json, String text) {}

  /** A line that is not one JSON value. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Violation violation;

    private Malformed(Violation violation) {
      super(violation.reason());
      this.violation = violation;
    }

    Violation violation() {
      return violation;
    }
  }

  /**
   * @param lineBytes the longest line that comes, so that no other limit on texts is met first
   */
  LineParser(int lineBytes) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder().maxStringLength(lineBytes).build();
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(constraints)
            .build();
    this.reader =
        new ObjectMapper(factory)
            .reader()
            .with(
                DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /**
   * @return null for a blank line
   */
  @Nullable Line parse(byte[] bytes, int start, int end, int line) throws Malformed {
    String json = decode(bytes, start, end, line);
    if (isBlank(json)) {
      return null;
    }
    try {
      return new Line(json(json), json);
    } catch (JsonProcessingException e) {
      throw malformed(json, line, e);
    } catch (NumberFormatException e) {
      throw hugeNumber(json, line);
    }
  }

  /**
   * @throws NumberFormatException for a number that no type of Java has
   */
  JsonNode json(String text) throws JsonProcessingException {
    JsonNode read = reader.readTree(text);
    return SignedZeros.mayBeIn(text) ? SignedZeros.read(reader, text) : read;
  }

  /** JSON has four blanks, and one of them ends the line. */
  private static boolean isBlank(String line) {
    return line.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r');
  }

  private String decode(byte[] bytes, int start, int end, int line) throws Malformed {
    if (text.capacity() < end - start) {
      text = CharBuffer.allocate(Math.max(end - start, text.capacity() * 2));
    }
    text.clear();
    ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
    CoderResult result = decoder.reset().decode(in, text, true);
    if (result.isUnderflow()) {
      result = decoder.flush(text);
    }
    text.flip();
    if (result.isError()) {
      String reason = "is not UTF-8 at byte %d of the line".formatted(in.position() - start + 1);
      throw new Malformed(
          violation(RuleError.NOT_UTF8, line, null, reason, around(text, text.length())));
    }
    return text.toString();
  }

  private static Malformed malformed(String json, int line, JsonProcessingException e) {
    String message = e.getOriginalMessage();
    JsonLocation location = e.getLocation();
    // Not its column: to the parser, a carriage return begins a line.
    long offset = location == null ? 0 : Math.max(0, location.getCharOffset());
    int column = (int) Math.min(offset, json.length()) + 1;
    String excerpt = around(json, column - 1);
    Matcher duplicate = DUPLICATE.matcher(message);
    if (duplicate.lookingAt()) {
      String field = duplicate.group(1);
      String reason = "is given twice in one object";
      return new Malformed(violation(LanguageError.DUPLICATE_MEMBER, line, field, reason, excerpt));
    }
    String reason = "is not JSON at column %d: %s".formatted(column, JsonMistake.reason(e));
    return new Malformed(violation(RuleError.NOT_JSON, line, null, reason, excerpt));
  }

  /** JSON has numbers that no type of Java has. */
  private static Malformed hugeNumber(String json, int line) {
    Matcher number = HUGE_EXPONENT.matcher(json);
    int column = number.find() ? number.start() + 1 : 1;
    String reason = "has a number at column %d that is out of all ranges".formatted(column);
    return new Malformed(
        violation(ValueError.OUT_OF_RANGE, line, null, reason, around(json, column - 1)));
  }

  /** The text around an offset on one line, cut to what helps. */
  static String around(CharSequence text, int offset) {
    int from = Math.max(0, Math.min(offset, text.length()) - EXCERPT / 2);
    int to = Math.min(text.length(), from + EXCERPT);
    String part = text.subSequence(from, to).toString().strip();
    return (from > 0 ? "…" : "") + part + (to < text.length() ? "…" : "");
  }

  private static Violation violation(
      ErrorCode code, int line, @Nullable String field, String reason, String excerpt) {
    return Violation.of(code, reason).onLine(line).at(field).showing(excerpt);
  }
}
