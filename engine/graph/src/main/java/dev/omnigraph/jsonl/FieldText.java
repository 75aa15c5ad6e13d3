package dev.omnigraph.jsonl;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a table into a value: numbers and truth values as JSON writes them, dates and times as
 * ISO texts, lists and vectors as JSON arrays, all else as it is. A date is never a number here: a
 * year would be taken for days.
 */
final class FieldText {
  /** Longer ones are no numbers that anybody writes, and take long to read. */
  private static final int LONGEST_NUMBER = 1_100;

  private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,5})?");

  private final LineParser parser;

  FieldText(LineParser parser) {
    this.parser = parser;
  }

  /**
   * @throws ValueException as {@link JsonValues#fromJson}
   * @throws JsonProcessingException for a list or vector that is not JSON
   */
  @Nullable Object value(PropertyType type, String text) throws JsonProcessingException {
    return switch (type) {
      case Scalar scalar when scalar.isNumber() -> JsonValues.fromJson(type, number(text));
      case Scalar scalar when scalar == Scalar.BOOL ->
          JsonValues.fromJson(type, text.matches("true|false") ? Boolean.valueOf(text) : text);
      case PropertyType.ListOf list -> JsonValues.fromJson(type, parser.json(text));
      case PropertyType.Vector vector -> JsonValues.fromJson(type, parser.json(text));
      case Scalar scalar -> JsonValues.fromJson(type, text);
      case PropertyType.Enumeration enumeration -> JsonValues.fromJson(type, text);
      case PropertyType.Blob blob -> JsonValues.fromJson(type, text);
    };
  }

  /** The text itself where it is not a number. */
  private static Object number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return text;
    }
    if (INTEGER.matcher(text).matches()) {
      return new BigInteger(text);
    }
    if (!DECIMAL.matcher(text).matches()) {
      return text;
    }
    BigDecimal decimal = new BigDecimal(text);
    if (decimal.signum() == 0 && text.startsWith("-")) {
      return -0.0;
    }
    return decimal;
  }
}
