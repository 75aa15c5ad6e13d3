package dev.omnigraph.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * The one total order of values in Java form: in queries, in filters that tables decide, and in the
 * rules of a schema. Numbers of all types go exactly by value, both zeros being equal and NaN above
 * all else; text goes by code point, which is the order of its UTF-8 bytes; false is before true;
 * lists and vectors go element by element.
 */
public final class ValueOrder {
  /** Integers up to here have doubles of their own. */
  private static final long MAX_EXACT = 1L << 53;

  private ValueOrder() {}

  /**
   * The order of two values of comparable types; lists and vectors element by element.
   *
   * @throws IllegalArgumentException for types that have no common order
   */
  public static int compare(Object left, Object right) {
    return switch (left) {
      case Number a when right instanceof Number b -> compareNumbers(a, b);
      case String a when right instanceof String b -> compareText(a, b);
      case Boolean a when right instanceof Boolean b -> Boolean.compare(a, b);
      case LocalDate a when right instanceof LocalDate b -> a.compareTo(b);
      case Instant a when right instanceof Instant b ->
          Long.compare(a.toEpochMilli(), b.toEpochMilli());
      case float[] a when right instanceof float[] b -> compareFloats(a, b);
      case byte[] a when right instanceof byte[] b -> Arrays.compareUnsigned(a, b);
      case List<?> a when right instanceof List<?> b -> compareLists(a, b);
      default ->
          throw new IllegalArgumentException(
              "No order between "
                  + left.getClass().getSimpleName()
                  + " and "
                  + right.getClass().getSimpleName());
    };
  }

  public static boolean equal(Object left, Object right) {
    return compare(left, right) == 0;
  }

  /** By code point, which is the order of UTF-8 bytes and not that of Java's strings. */
  public static int compareText(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  /** By numeric value; both zeros are equal, and NaN is above all else. */
  public static int compareDoubles(double left, double right) {
    if (left == right) {
      return 0;
    }
    return Double.compare(left, right);
  }

  /** Exact where a cast of either side would round. */
  public static int compare(long left, double right) {
    if (-MAX_EXACT <= left && left <= MAX_EXACT) {
      return compareDoubles(left, right);
    }
    if (Double.isNaN(right) || Double.isInfinite(right)) {
      return right == Double.NEGATIVE_INFINITY ? 1 : -1;
    }
    return BigDecimal.valueOf(left).compareTo(Numbers.exact(right));
  }

  private static int compareNumbers(Number left, Number right) {
    boolean leftFloats = isFloating(left);
    boolean rightFloats = isFloating(right);
    if (leftFloats && rightFloats) {
      return compareDoubles(left.doubleValue(), right.doubleValue());
    }
    if (leftFloats) {
      return -compareMixed(right, left.doubleValue());
    }
    if (rightFloats) {
      return compareMixed(left, right.doubleValue());
    }
    if (left instanceof BigInteger || right instanceof BigInteger) {
      return integer(left).compareTo(integer(right));
    }
    return Long.compare(left.longValue(), right.longValue());
  }

  private static int compareMixed(Number integer, double floating) {
    if (!(integer instanceof BigInteger big)) {
      return compare(integer.longValue(), floating);
    }
    if (Double.isNaN(floating) || Double.isInfinite(floating)) {
      return floating == Double.NEGATIVE_INFINITY ? 1 : -1;
    }
    return new BigDecimal(big).compareTo(Numbers.exact(floating));
  }

  private static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  private static BigInteger integer(Number number) {
    return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
  }

  private static int compareFloats(float[] left, float[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = compareDoubles(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareLists(List<?> left, List<?> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }
}
