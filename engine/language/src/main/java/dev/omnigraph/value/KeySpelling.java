package dev.omnigraph.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ids of keyed entities: equal keys have equal ids, in every process and for ever.
 *
 * <p>A key of one property is its scalar spelling: text as it is, integers in decimal, {@code true}
 * or {@code false}, a Date in days and a DateTime in milliseconds since 1970, a float in the
 * shortest form that reads back as the same float (ECMAScript's, as in RFC 8785), both zeros {@code
 * 0}. A key of several is a JSON array of these as strings, in the order of the members.
 */
public final class KeySpelling {
  private static final JsonFactory JSON = new JsonFactory();

  private KeySpelling() {}

  /**
   * The id of an entity with a key.
   *
   * @param members of the key, in its order
   * @param values in Java form by member name; on an edge also {@code src} and {@code dst}
   * @throws ValueException {@code null_key} when a member is absent or null, {@code out_of_range}
   *     for a float that is not finite
   */
  public static String id(List<String> members, Map<String, ? extends @Nullable Object> values) {
    List<String> parts = new ArrayList<>(members.size());
    for (String member : members) {
      Object value = values.get(member);
      if (value == null) {
        throw new ValueException(
            ValueError.NULL_KEY, "the key property `" + member + "` has no value");
      }
      parts.add(scalar(value));
    }
    return joined(parts);
  }

  /** The id that has these parts as spelled. */
  public static String joined(List<String> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : parts.stream().map(TextLiteral::quote).collect(Collectors.joining(",", "[", "]"));
  }

  /** The parts of the id of a key of several; null when it is none. */
  public static @Nullable List<String> parts(String id) {
    try (JsonParser json = JSON.createParser(id)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      List<String> parts = new ArrayList<>();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        parts.add(json.getText());
      }
      boolean whole = json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null;
      return whole && parts.stream().allMatch(TextLiteral::isText) ? parts : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** The spelling of one value in Java form. */
  public static String scalar(Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean bool -> bool.toString();
      case Integer i -> i.toString();
      case Long l -> l.toString();
      case BigInteger i -> i.toString();
      case LocalDate date -> Long.toString(date.toEpochDay());
      case Instant instant -> Long.toString(instant.toEpochMilli());
      case Float f -> number(f, f.toString(), shorter -> shorter.floatValue() == f);
      case Double d -> number(d, d.toString(), shorter -> shorter.doubleValue() == d);
      default -> throw new IllegalArgumentException("no key: " + value.getClass().getSimpleName());
    };
  }

  private static String number(double value, String digits, Predicate<BigDecimal> same) {
    if (!Double.isFinite(value)) {
      throw new ValueException(ValueError.OUT_OF_RANGE, value + " is not a finite number");
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal decimal = new BigDecimal(digits).stripTrailingZeros();
    // Java always prints two digits where one may do: the smallest double is 5e-324, not 4.9e-324.
    BigDecimal shorter = decimal.round(new MathContext(1));
    if (decimal.precision() == 2 && same.test(shorter)) {
      decimal = shorter.stripTrailingZeros();
    }
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -6 && exponent < 21) {
      return decimal.toPlainString();
    }
    String mantissa = decimal.unscaledValue().abs().toString();
    return (decimal.signum() < 0 ? "-" : "")
        + mantissa.charAt(0)
        + (mantissa.length() > 1 ? "." + mantissa.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }
}
