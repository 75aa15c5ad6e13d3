package dev.omnigraph.value;

import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The one Java form of each type's values: String (also of enumerations), Boolean, Integer (I32),
 * Long (I64, U32), BigInteger (U64), Float, Double, LocalDate, Instant to the millisecond, float[]
 * (Vector), List, byte[] (Blob). No value is null.
 */
public final class JavaForm {
  private JavaForm() {}

  /** The widest type whose values have this form; an empty list is one of Strings. */
  public static PropertyType typeOf(Object value) {
    return switch (value) {
      case String s -> Scalar.STRING;
      case Boolean b -> Scalar.BOOL;
      case Integer i -> Scalar.I32;
      case Long l -> Scalar.I64;
      case BigInteger b -> Scalar.U64;
      case Float f -> Scalar.F32;
      case Double d -> Scalar.F64;
      case LocalDate d -> Scalar.DATE;
      case Instant t -> Scalar.DATETIME;
      case float[] v -> new PropertyType.Vector(v.length);
      case byte[] b -> new PropertyType.Blob();
      case List<?> list ->
          new PropertyType.ListOf(
              list.isEmpty() || list.getFirst() == null ? Scalar.STRING : typeOf(list.getFirst()));
      default -> throw new IllegalArgumentException("No value: " + value.getClass());
    };
  }
}
