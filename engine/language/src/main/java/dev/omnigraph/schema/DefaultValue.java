package dev.omnigraph.schema;

import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.TextLiteral;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.value.ValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/** The argument of {@code @default}, which the catalog keeps as text. */
public final class DefaultValue {
  private DefaultValue() {}

  /**
   * The value in Java form.
   *
   * @throws ValueException if it is not one of the type, or the type takes no default
   */
  public static Object of(PropertyType type, String text) {
    Object plain =
        switch (type) {
          case Scalar scalar when scalar.isNumber() -> number(scalar, text);
          case Scalar scalar when scalar == Scalar.BOOL -> truth(text);
          case Scalar scalar -> text;
          case PropertyType.Enumeration enumeration -> text;
          case PropertyType.ListOf list -> throw none(type);
          case PropertyType.Vector vector -> throw none(type);
          case PropertyType.Blob blob -> throw none(type);
        };
    return Objects.requireNonNull(JsonValues.fromJson(type, plain));
  }

  /** As it is written in a schema. */
  public static String literal(PropertyType type, String text) {
    boolean plain = type instanceof Scalar scalar && (scalar.isNumber() || scalar == Scalar.BOOL);
    return plain ? text : TextLiteral.quote(text);
  }

  private static Number number(Scalar type, String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      boolean fraction = text.indexOf('.') >= 0 || text.indexOf('E') >= 0;
      return fraction || !type.isInteger() ? number : new BigInteger(text);
    } catch (NumberFormatException e) {
      throw wrong(type, text);
    }
  }

  private static Boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(Scalar.BOOL, text);
    }
    return Boolean.valueOf(text);
  }

  private static ValueException wrong(PropertyType type, String text) {
    return new ValueException(
        ValueError.WRONG_TYPE,
        "expected %s, found %s".formatted(type.spelling(), TextLiteral.quote(text)));
  }

  private static ValueException none(PropertyType type) {
    return new ValueException(
        ValueError.WRONG_TYPE, "a property of type %s takes no default".formatted(type.spelling()));
  }
}
