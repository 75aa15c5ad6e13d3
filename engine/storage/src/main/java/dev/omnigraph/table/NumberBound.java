package dev.omnigraph.table;

import dev.omnigraph.value.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Where a constant lies among the values that a numeric column can have, so that comparisons are
 * exact whatever the types: {@code i32 > 2.5} is {@code i32 > 2}.
 */
sealed interface NumberBound {

  /** A value of the column's type. */
  record Exact(Number value) implements NumberBound {}

  /** Not one; the greatest below it is. */
  record Between(Number below) implements NumberBound {}

  record BelowAll() implements NumberBound {}

  record AboveAll() implements NumberBound {}

  static NumberBound of(ArrowType type, Object constant) {
    if (!(constant instanceof Number number)) {
      throw LanceFailures.defect("A number is compared with a constant that is none.");
    }
    return switch (type) {
      case ArrowType.Int integer -> ofInteger(integer, number);
      case ArrowType.FloatingPoint floats ->
          floats.getPrecision() == FloatingPointPrecision.SINGLE
              ? ofFloat(number)
              : ofDouble(number);
      default -> throw LanceFailures.defect("A column that holds no numbers: " + type);
    };
  }

  static boolean isZeroOfFloats(Number value) {
    return switch (value) {
      case Double d -> d == 0;
      case Float f -> f == 0;
      default -> false;
    };
  }

  private static NumberBound ofInteger(ArrowType.Int type, Number number) {
    double approximate = number.doubleValue();
    if (isFloating(number) && !Double.isFinite(approximate)) {
      return approximate == Double.NEGATIVE_INFINITY ? new BelowAll() : new AboveAll();
    }
    BigDecimal exact = Numbers.exact(number);
    BigInteger floor = exact.setScale(0, RoundingMode.FLOOR).toBigInteger();
    int bits = type.getIsSigned() ? type.getBitWidth() - 1 : type.getBitWidth();
    BigInteger end = BigInteger.ONE.shiftLeft(bits);
    BigInteger start = type.getIsSigned() ? end.negate() : BigInteger.ZERO;
    if (floor.compareTo(start) < 0) {
      return new BelowAll();
    }
    if (floor.compareTo(end) >= 0) {
      return new AboveAll();
    }
    return exact.compareTo(new BigDecimal(floor)) == 0 ? new Exact(floor) : new Between(floor);
  }

  private static NumberBound ofDouble(Number number) {
    double nearest = number.doubleValue();
    if (isFloating(number)) {
      return new Exact(nearest);
    }
    int order = compare(nearest, Numbers.exact(number));
    return order == 0 ? new Exact(nearest) : below(order > 0 ? Math.nextDown(nearest) : nearest);
  }

  private static NumberBound ofFloat(Number number) {
    float nearest = number.floatValue();
    if (isFloating(number) && !Double.isFinite(number.doubleValue())) {
      return new Exact(nearest);
    }
    int order = compare(nearest, Numbers.exact(number));
    return order == 0 ? new Exact(nearest) : below(order > 0 ? Math.nextDown(nearest) : nearest);
  }

  private static NumberBound below(Number value) {
    return new Between(value);
  }

  private static int compare(double rounded, BigDecimal exact) {
    return Double.isInfinite(rounded)
        ? (int) Math.signum(rounded)
        : Numbers.exact(rounded).compareTo(exact);
  }

  private static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }
}
