package dev.omnigraph.value;

import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers of unlimited size and precision into the number types, by range. */
public final class Numbers {
  private static final BigInteger MAX_U32 = BigInteger.valueOf(0xFFFF_FFFFL);

  /** Beyond it every number type overflows or underflows; a bound keeps hostile input cheap. */
  private static final int MAX_EXPONENT = 10_000;

  private Numbers() {}

  /**
   * The number in the Java form of the type. Integer types take numbers that are integers and
   * written as such; floats take any whose nearest float is finite.
   *
   * @throws ValueException {@code wrong_type} for a fraction, {@code out_of_range}
   */
  public static Object fit(Scalar type, BigDecimal number) {
    return switch (type) {
      case I32 -> {
        BigInteger i = integer(type, number);
        yield i.bitLength() < 32 ? (Object) i.intValue() : fail(type, number);
      }
      case I64 -> {
        BigInteger i = integer(type, number);
        yield i.bitLength() < 64 ? (Object) i.longValue() : fail(type, number);
      }
      case U32 -> {
        BigInteger i = integer(type, number);
        yield i.signum() >= 0 && i.compareTo(MAX_U32) <= 0
            ? (Object) i.longValue()
            : fail(type, number);
      }
      case U64 -> {
        BigInteger i = integer(type, number);
        yield i.signum() >= 0 && i.bitLength() <= 64 ? i : fail(type, number);
      }
      case F32 -> {
        float f = number.floatValue();
        yield Float.isFinite(f) ? (Object) f : fail(type, number);
      }
      case F64 -> {
        double d = number.doubleValue();
        yield Double.isFinite(d) ? (Object) d : fail(type, number);
      }
      default -> throw new IllegalArgumentException("not a number type: " + type);
    };
  }

  /**
   * What the number is, to the last bit: {@code 0.1} as a float is a little more than a tenth. For
   * comparing and adding.
   *
   * @throws ValueException {@code out_of_range} for NaN and the infinities
   */
  public static BigDecimal exact(Number number) {
    return number instanceof Float || number instanceof Double
        ? new BigDecimal(finite(number.doubleValue()))
        : whole(number);
  }

  /**
   * What a person writes for the number, in the fewest digits that read back as it: {@code 0.1} is
   * a tenth. For converting what was read from text into another type.
   *
   * @throws ValueException {@code out_of_range} for NaN and the infinities
   */
  public static BigDecimal written(Number number) {
    if (number instanceof Float || number instanceof Double) {
      finite(number.doubleValue());
      return new BigDecimal(number.toString());
    }
    return whole(number);
  }

  private static BigDecimal whole(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  /**
   * The same number.
   *
   * @throws ValueException {@code out_of_range} for NaN and the infinities
   */
  public static double finite(double d) {
    if (!Double.isFinite(d)) {
      throw new ValueException(ValueError.OUT_OF_RANGE, d + " is not a finite number");
    }
    return d;
  }

  /** {@code 3.0} and {@code 3e2} are floats to those who write them, and are refused as such. */
  private static BigInteger integer(Scalar type, BigDecimal number) {
    if (number.scale() != 0) {
      throw JsonValues.wrongType(type.spelling(), number);
    }
    return number.toBigIntegerExact();
  }

  private static Object fail(Scalar type, BigDecimal number) {
    boolean huge = Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT;
    throw JsonValues.outOfRange(type, huge ? "the number" : number.toString());
  }
}
