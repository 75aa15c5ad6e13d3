package dev.omnigraph.plan;

import dev.omnigraph.query.Expr.Arithmetic.Op;
import dev.omnigraph.query.Expr.Call.Function;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.value.JavaForm;
import dev.omnigraph.value.KeyFunction;
import dev.omnigraph.value.Numbers;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.Temporal;
import dev.omnigraph.value.TimeSpan;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.value.ValueException;
import dev.omnigraph.value.ValueOrder;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What operators and functions make of values in Java form, none of them null. A result has the
 * Java form of the type that is asked for; where that does not hold it, a {@link ValueException}
 * says so.
 */
final class ScalarFunctions {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** Texts that are joined are in memory for each row, beside what a query may have of it. */
  private static final int LONGEST_TEXT = 1_000_000;

  private ScalarFunctions() {}

  /**
   * @param type of the result: String, I64, U64 or F64
   * @throws ValueException {@code out_of_range}, {@code division_by_zero}
   */
  static Object arithmetic(Op op, PropertyType type, Object left, Object right) {
    if (type == Scalar.STRING) {
      return joined((String) left, (String) right);
    }
    Number a = (Number) left;
    Number b = (Number) right;
    if ((op == Op.DIVIDE || op == Op.REMAINDER) && b.doubleValue() == 0) {
      throw new ValueException(QueryError.DIVISION_BY_ZERO, "the division is by zero");
    }
    if (type == Scalar.F64) {
      return floats(op, a.doubleValue(), b.doubleValue());
    }
    return a instanceof BigInteger || b instanceof BigInteger
        ? number((Scalar) type, integers(op, integer(a), integer(b)))
        : longs(op, (Scalar) type, a.longValue(), b.longValue());
  }

  private static String joined(String left, String right) {
    if (left.length() + right.length() > LONGEST_TEXT) {
      throw new ValueException(
          ValueError.OUT_OF_RANGE,
          "the text would have more than %,d characters".formatted(LONGEST_TEXT));
    }
    return left + right;
  }

  /** Of the two zeros always the positive one, so that equal results are the same. */
  private static Object floats(Op op, double a, double b) {
    double result =
        switch (op) {
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case MULTIPLY -> a * b;
          case DIVIDE -> a / b;
          case REMAINDER -> a % b;
        };
    return Numbers.finite(result) + 0.0;
  }

  private static Object longs(Op op, Scalar type, long a, long b) {
    try {
      long result =
          switch (op) {
            case ADD -> Math.addExact(a, b);
            case SUBTRACT -> Math.subtractExact(a, b);
            case MULTIPLY -> Math.multiplyExact(a, b);
            case REMAINDER -> a % b;
            case DIVIDE -> throw new IllegalArgumentException("A quotient is not an integer.");
          };
      return type == Scalar.I64 ? result : number(type, result);
    } catch (ArithmeticException overflow) {
      return number(type, integers(op, BigInteger.valueOf(a), BigInteger.valueOf(b)));
    }
  }

  private static BigInteger integers(Op op, BigInteger a, BigInteger b) {
    return switch (op) {
      case ADD -> a.add(b);
      case SUBTRACT -> a.subtract(b);
      case MULTIPLY -> a.multiply(b);
      case REMAINDER -> a.remainder(b);
      case DIVIDE -> throw new IllegalArgumentException("A quotient is not an integer.");
    };
  }

  private static BigInteger integer(Number number) {
    return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
  }

  /**
   * @throws ValueException {@code bad_duration}, {@code out_of_range}
   */
  static Object shift(Object time, boolean back, String duration) {
    TimeSpan span = TimeSpan.of(duration);
    return time instanceof LocalDate day ? span.from(day, back) : span.from((Instant) time, back);
  }

  /**
   * All functions but {@code COALESCE}.
   *
   * @return null for a text that is not what it is asked for
   * @throws ValueException {@code out_of_range}
   */
  static @Nullable Object call(Function function, PropertyType type, List<Object> arguments) {
    Object first = arguments.getFirst();
    return switch (function) {
      case LOWER -> KeyFunction.LOWER.of(first);
      case UPPER -> KeyFunction.UPPER.of(first);
      case TRIM -> KeyFunction.TRIM.of(first);
      case SIZE -> size(first);
      case ABS -> number((Scalar) type, absolute((Number) first));
      case ROUND -> rounded((Number) first, RoundingMode.HALF_UP);
      case FLOOR -> rounded((Number) first, RoundingMode.FLOOR);
      case CEIL -> rounded((Number) first, RoundingMode.CEILING);
      case YEAR -> KeyFunction.YEAR.of(first);
      case MONTH -> KeyFunction.MONTH.of(first);
      case DAY -> KeyFunction.DAY.of(first);
      case LEAST -> as(type, extreme(arguments, -1));
      case GREATEST -> as(type, extreme(arguments, 1));
      case STRING -> KeyFunction.STRING.of(first);
      case INT -> KeyFunction.INT.of(first);
      case FLOAT ->
          first instanceof String text
              ? number(text)
              : (Object) (((Number) first).doubleValue() + 0.0);
      case DATE -> KeyFunction.DATE.of(first);
      case DATETIME ->
          switch (first) {
            case String text -> unless(() -> Temporal.dateTime(text));
            case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
            default -> first;
          };
      case COALESCE -> throw new IllegalArgumentException("It may end before its last argument.");
    };
  }

  /** The same value in the Java form of a type: numbers may have been of another one. */
  static Object as(PropertyType type, Object value) {
    return value instanceof Number number && !JavaForm.typeOf(value).equals(type)
        ? number((Scalar) type, number)
        : value;
  }

  private static Object number(Scalar type, Number number) {
    return Numbers.fit(type, Numbers.exact(number));
  }

  private static Number absolute(Number number) {
    return Numbers.exact(number).abs();
  }

  private static Object rounded(Number number, RoundingMode mode) {
    return Numbers.fit(Scalar.I64, Numbers.exact(number).setScale(0, mode));
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case List<?> list -> list.size();
      case float[] vector -> vector.length;
      default -> throw new IllegalArgumentException("No size: " + value.getClass());
    };
  }

  /** The first of the least (-1) or greatest (1) values. */
  private static Object extreme(List<Object> values, int sign) {
    Object best = values.getFirst();
    for (Object value : values) {
      if (ValueOrder.compare(value, best) * sign > 0) {
        best = value;
      }
    }
    return best;
  }

  private static @Nullable Object number(String text) {
    return NUMBER.matcher(text).matches()
        ? unless(() -> Numbers.finite(Double.parseDouble(text)) + 0.0)
        : null;
  }

  /** Null where the text is none. */
  private static @Nullable Object unless(Supplier<Object> value) {
    try {
      return value.get();
    } catch (ValueException | NumberFormatException none) {
      return null;
    }
  }
}
