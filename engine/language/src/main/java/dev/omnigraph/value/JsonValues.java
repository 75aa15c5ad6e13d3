package dev.omnigraph.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From JSON to the Java form of {@code query.Expr.Literal}, strictly: nothing is rounded to fit,
 * parsed from a string that is not of its type, or cut. The one conversion of loads, arguments and
 * stored schemas; {@link JsonText} is the way back.
 *
 * <p>Date: ISO {@code 2024-02-29} or days since 1970-01-01. DateTime: ISO 8601 to the millisecond,
 * UTC when it names no zone, or milliseconds since 1970-01-01T00:00:00Z. Vector: an array of as
 * many numbers as its dimension. Blob: {@code base64:} and the bytes in standard Base64. Integers
 * are written without fraction and exponent. Floats are finite, and a zero keeps the sign that it
 * has as a Double.
 */
public final class JsonValues {
  private static final String BLOB_PREFIX = "base64:";
  private static final BigInteger MAX_U64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private JsonValues() {}

  /**
   * @param value a {@link JsonNode}, or a String, Boolean, number or List as JSON parsers give them
   * @return null for JSON null, which the caller allows or refuses
   * @throws ValueException {@code wrong_type}, {@code out_of_range}, {@code enum_value}, {@code
   *     bad_date}, {@code bad_datetime}, {@code vector_dimension}, {@code null_element}, {@code
   *     bad_base64}, {@code bad_text}
   */
  public static @Nullable Object fromJson(PropertyType type, @Nullable Object value) {
    Object plain = value instanceof JsonNode node ? plain(node) : value;
    if (plain == null) {
      return null;
    }
    return switch (type) {
      case Scalar scalar -> scalar(scalar, plain);
      case PropertyType.Enumeration enumeration -> member(enumeration, plain);
      case PropertyType.Vector vector -> vector(vector, plain);
      case PropertyType.ListOf list -> list(list, plain);
      case PropertyType.Blob blob -> blob(plain);
    };
  }

  /** Scalars unwrapped, arrays and objects as they are. */
  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> null;
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue();
      case ARRAY, OBJECT, BINARY, POJO -> node;
    };
  }

  private static Object scalar(Scalar type, Object value) {
    return switch (type) {
      case STRING -> text(value);
      case BOOL -> {
        if (value instanceof Boolean) {
          yield value;
        }
        throw wrongType("Bool", value);
      }
      case I32, I64, U32, U64, F32, F64 ->
          isNegativeZero(value)
              ? negativeZero(type, value)
              : Numbers.fit(type, number(type, value));
      case DATE -> Temporal.date(value);
      case DATETIME -> Temporal.dateTime(value);
    };
  }

  /** Decimals have one zero, and floats have two. */
  private static Object negativeZero(Scalar type, Object value) {
    return switch (type) {
      case F32 -> -0.0f;
      case F64 -> value;
      default -> throw wrongType(type.spelling(), BigDecimal.valueOf((Double) value));
    };
  }

  private static boolean isNegativeZero(Object value) {
    return value instanceof Double d && Double.doubleToRawLongBits(d) == Long.MIN_VALUE;
  }

  private static BigDecimal number(Scalar type, Object value) {
    boolean fraction =
        value instanceof BigDecimal || value instanceof Double || value instanceof Float;
    if (!(value instanceof Number number) || (fraction && type.isInteger())) {
      throw wrongType(type.spelling(), value);
    }
    return Numbers.written(number);
  }

  static String text(Object value) {
    if (!(value instanceof String text)) {
      throw wrongType("String", value);
    }
    if (!TextLiteral.isText(text)) {
      throw new ValueException(
          ValueError.BAD_TEXT, "has half of a surrogate pair, which is not a character");
    }
    return text;
  }

  private static String member(PropertyType.Enumeration type, Object value) {
    if (!(value instanceof String text)) {
      throw wrongType(type.spelling(), value);
    }
    if (!type.values().contains(text)) {
      throw new ValueException(ValueError.ENUM_VALUE, notAmong(type, text));
    }
    return text;
  }

  /** Why a text is not a value of an enumeration, in words that follow the name of a field. */
  public static String notAmong(PropertyType.Enumeration type, String text) {
    return "%s is not one of %s"
        .formatted(TextLiteral.quote(shorten(text)), String.join(", ", type.values()));
  }

  private static float[] vector(PropertyType.Vector type, Object value) {
    List<?> elements = elements(type, value);
    if (elements.size() != type.dimension()) {
      throw new ValueException(
          ValueError.VECTOR_DIMENSION,
          "expected %d numbers, found %d".formatted(type.dimension(), elements.size()));
    }
    float[] vector = new float[elements.size()];
    for (int i = 0; i < vector.length; i++) {
      Object element = element(elements, i);
      vector[i] = component(element);
    }
    return vector;
  }

  /** The short way for what parsers give nearly always; embeddings are long. */
  private static float component(Object value) {
    if (value instanceof Double d && Math.abs(d) <= Float.MAX_VALUE) {
      return d.floatValue();
    }
    return (Float) Numbers.fit(Scalar.F32, number(Scalar.F32, value));
  }

  private static List<Object> list(PropertyType.ListOf type, Object value) {
    List<?> elements = elements(type, value);
    List<Object> list = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Object converted = fromJson(type.element(), element(elements, i));
      list.add(Objects.requireNonNull(converted));
    }
    return List.copyOf(list);
  }

  private static List<?> elements(PropertyType type, Object value) {
    if (value instanceof JsonNode node && node.isArray()) {
      List<JsonNode> elements = new ArrayList<>(node.size());
      node.forEach(elements::add);
      return elements;
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrongType(type.spelling(), value);
  }

  private static Object element(List<?> elements, int index) {
    Object element = elements.get(index);
    Object plain = element instanceof JsonNode node ? plain(node) : element;
    if (plain == null) {
      throw new ValueException(ValueError.NULL_ELEMENT, "element %d is null".formatted(index));
    }
    return plain;
  }

  private static byte[] blob(Object value) {
    if (!(value instanceof String text)) {
      throw wrongType("a string `base64:…`", value);
    }
    if (!text.startsWith(BLOB_PREFIX)) {
      throw new ValueException(
          ValueError.BAD_BASE64, "a Blob is written `base64:` and its bytes in Base64");
    }
    try {
      return Base64.getDecoder().decode(text.substring(BLOB_PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new ValueException(ValueError.BAD_BASE64, "is not standard Base64 after `base64:`");
    }
  }

  static ValueException wrongType(String expected, Object found) {
    return new ValueException(
        ValueError.WRONG_TYPE, "expected %s, found %s".formatted(expected, describe(found)));
  }

  static ValueException outOfRange(Scalar type, String found) {
    String range =
        switch (type) {
          case I32 -> "%d..%d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
          case I64 -> "%d..%d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
          case U32 -> "0..4294967295";
          case U64 -> "0.." + MAX_U64;
          case F32, F64 -> "the finite numbers";
          default -> "the representable values";
        };
    return new ValueException(
        ValueError.OUT_OF_RANGE,
        "%s is outside %s, the range of %s".formatted(shorten(found), range, type.spelling()));
  }

  private static String describe(Object value) {
    return switch (value) {
      case String text -> "the string " + TextLiteral.quote(shorten(text));
      case Boolean bool -> bool.toString();
      case Integer i -> i.toString();
      case Long l -> l.toString();
      case BigInteger i -> shorten(i.toString());
      case BigDecimal decimal when isWhole(decimal) ->
          "%s, written with a fraction or an exponent"
              .formatted(shorten(decimal.toBigInteger().toString()));
      case Number decimal -> "the decimal " + shorten(decimal.toString());
      case JsonNode node when node.isArray() -> "an array";
      case List<?> list -> "an array";
      default -> "an object";
    };
  }

  /**
   * Whether it is an integer that can be shown; what it was written as, the parser does not keep.
   */
  private static boolean isWhole(BigDecimal decimal) {
    return Math.abs((long) decimal.scale()) <= 40
        && (decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0);
  }

  static String shorten(String text) {
    return text.codePointCount(0, text.length()) <= 40
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 39)) + "…";
  }
}
