package dev.omnigraph.exec;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.NullUnmarked;

/**
 * What operators and functions mean, in decimals of any size and in calendars; never given null.
 */
@NullUnmarked
final class ReferenceFunctions {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
  private static final long DAY = 86_400_000;

  private ReferenceFunctions() {}

  /** There is no such value. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ErrorCode code;

    Failure(ErrorCode code) {
      this.code = code;
    }

    ErrorCode code() {
      return code;
    }
  }

  static BigDecimal decimal(Object number) {
    return switch (number) {
      case BigInteger big -> new BigDecimal(big);
      case Double d -> new BigDecimal(d);
      case Float f -> new BigDecimal(f);
      case Number n -> BigDecimal.valueOf(n.longValue());
      default -> throw new IllegalArgumentException(number.toString());
    };
  }

  static Object arithmetic(Expr.Arithmetic.Op op, PropertyType type, Object left, Object right) {
    if (type == Scalar.STRING) {
      return "%s%s".formatted(left, right);
    }
    boolean floats = type == Scalar.F64;
    BigDecimal a = floats ? new BigDecimal(decimal(left).doubleValue()) : decimal(left);
    BigDecimal b = floats ? new BigDecimal(decimal(right).doubleValue()) : decimal(right);
    boolean divides = op == Expr.Arithmetic.Op.DIVIDE || op == Expr.Arithmetic.Op.REMAINDER;
    if (divides && b.signum() == 0) {
      throw new Failure(QueryError.DIVISION_BY_ZERO);
    }
    return fit(
        type,
        switch (op) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case DIVIDE -> a.divide(b, new MathContext(400));
          case REMAINDER -> a.subtract(b.multiply(new BigDecimal(truncated(a, b))));
        });
  }

  private static BigInteger truncated(BigDecimal a, BigDecimal b) {
    return a.divideToIntegralValue(b).toBigInteger();
  }

  /** The nearest number of the type. */
  static Object fit(PropertyType type, BigDecimal number) {
    if (type == Scalar.F32) {
      return number.floatValue();
    }
    if (type == Scalar.F64) {
      double nearest = number.doubleValue();
      if (Double.isInfinite(nearest)) {
        throw new Failure(ValueError.OUT_OF_RANGE);
      }
      return nearest;
    }
    BigInteger integer = number.toBigIntegerExact();
    int bits = integer.bitLength();
    if (type == Scalar.U64) {
      if (integer.signum() < 0 || integer.compareTo(TWO_64) >= 0) {
        throw new Failure(ValueError.OUT_OF_RANGE);
      }
      return integer;
    }
    if (bits > (type == Scalar.I32 ? 31 : 63)) {
      throw new Failure(ValueError.OUT_OF_RANGE);
    }
    return type == Scalar.I32 ? (Object) integer.intValue() : (Object) integer.longValue();
  }

  /** The same value as one of the type. */
  static Object as(PropertyType type, Object value) {
    if (!(value instanceof Number)) {
      return value;
    }
    boolean same =
        switch (value) {
          case Integer i -> type == Scalar.I32;
          case Long l -> type == Scalar.I64 || type == Scalar.U32;
          case BigInteger b -> type == Scalar.U64;
          case Float f -> type == Scalar.F32;
          default -> type == Scalar.F64;
        };
    return same ? value : fit(type, decimal(value));
  }

  static Object shift(Object time, boolean back, String duration) {
    GregorianCalendar calendar = calendar(time);
    int sign = back ? -1 : 1;
    boolean clock = false;
    int months = 0;
    int days = 0;
    BigDecimal millis = BigDecimal.ZERO;
    StringBuilder digits = new StringBuilder();
    if (!duration.startsWith("P")) {
      throw new Failure(ValueError.BAD_DURATION);
    }
    for (char c : duration.substring(1).toCharArray()) {
      if (c == 'T') {
        clock = true;
      } else if (c == '.' || Character.isDigit(c)) {
        digits.append(c);
      } else {
        BigDecimal count = new BigDecimal(digits.toString());
        if (c != 'M' && clock != (c == 'H' || c == 'S')) {
          throw new Failure(ValueError.BAD_DURATION);
        }
        digits.setLength(0);
        switch (c) {
          case 'Y' -> months += 12 * count.intValueExact();
          case 'M' -> {
            if (clock) {
              millis = millis.add(count.multiply(BigDecimal.valueOf(60_000)));
            } else {
              months += count.intValueExact();
            }
          }
          case 'W' -> days += 7 * count.intValueExact();
          case 'D' -> days += count.intValueExact();
          case 'H' -> millis = millis.add(count.multiply(BigDecimal.valueOf(3_600_000)));
          case 'S' -> millis = millis.add(count.multiply(BigDecimal.valueOf(1000)));
          default -> throw new Failure(ValueError.BAD_DURATION);
        }
      }
    }
    if (clock && time instanceof LocalDate) {
      throw new Failure(ValueError.BAD_DURATION);
    }
    calendar.add(Calendar.MONTH, sign * months);
    calendar.add(Calendar.DAY_OF_YEAR, sign * days);
    long moved = calendar.getTimeInMillis() + sign * millis.longValueExact();
    return time instanceof LocalDate
        ? (Object) LocalDate.ofEpochDay(moved / DAY)
        : Instant.ofEpochMilli(moved);
  }

  private static GregorianCalendar calendar(Object time) {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    calendar.setGregorianChange(new Date(Long.MIN_VALUE));
    calendar.setTimeInMillis(
        time instanceof LocalDate day ? day.toEpochDay() * DAY : ((Instant) time).toEpochMilli());
    return calendar;
  }

  static Object call(Expr.Call.Function function, PropertyType type, List<Object> arguments) {
    Object first = arguments.getFirst();
    return switch (function) {
      case LOWER -> ((String) first).toLowerCase(Locale.ROOT);
      case UPPER -> ((String) first).toUpperCase(Locale.ROOT);
      case TRIM -> ((String) first).replaceAll("^\\s+|\\s+$", "");
      case SIZE ->
          switch (first) {
            case String text -> text.codePoints().count();
            case float[] vector -> (long) vector.length;
            default -> (long) ((List<?>) first).size();
          };
      case ABS -> fit(type, decimal(first).signum() < 0 ? decimal(first).negate() : decimal(first));
      case ROUND -> {
        BigDecimal number = decimal(first);
        BigDecimal half = new BigDecimal("0.5").multiply(BigDecimal.valueOf(number.signum()));
        yield fit(Scalar.I64, new BigDecimal(number.add(half).toBigInteger()));
      }
      case FLOOR -> fit(Scalar.I64, floor(decimal(first)));
      case CEIL -> fit(Scalar.I64, floor(decimal(first).negate()).negate());
      case YEAR -> Long.parseLong(first.toString().split("-")[0]);
      case MONTH -> Long.parseLong(first.toString().split("-")[1]);
      case DAY -> Long.parseLong(first.toString().split("-")[2].substring(0, 2));
      case LEAST -> as(type, extreme(arguments, 1));
      case GREATEST -> as(type, extreme(arguments, -1));
      case STRING -> string(first);
      case INT -> first instanceof String text ? integer(text) : cutOff(decimal(first));
      case FLOAT ->
          first instanceof String text ? floating(text) : (Object) decimal(first).doubleValue();
      case DATE ->
          switch (first) {
            case String text -> text.matches("\\d{4}-\\d\\d-\\d\\d") ? LocalDate.parse(text) : null;
            case Instant time -> LocalDate.parse(time.toString().substring(0, 10));
            default -> first;
          };
      case DATETIME ->
          switch (first) {
            case String text -> text.endsWith("Z") ? Instant.parse(text) : null;
            case LocalDate day -> Instant.parse(day + "T00:00:00Z");
            default -> first;
          };
      case COALESCE -> throw new IllegalArgumentException();
    };
  }

  private static BigDecimal floor(BigDecimal number) {
    BigDecimal whole = new BigDecimal(number.toBigInteger());
    return whole.compareTo(number) > 0 ? whole.subtract(BigDecimal.ONE) : whole;
  }

  private static Object cutOff(BigDecimal number) {
    return fit(Scalar.I64, new BigDecimal(number.toBigInteger()));
  }

  private static Object extreme(List<Object> values, int sign) {
    Object best = null;
    for (Object value : values) {
      if (best == null || ReferenceEvaluator.order(value, best) * sign < 0) {
        best = value;
      }
    }
    return best;
  }

  private static Object integer(String text) {
    try {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < 64 ? (Object) number.longValue() : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Object floating(String text) {
    try {
      return new BigDecimal(text).doubleValue();
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String string(Object value) {
    return switch (value) {
      case String text -> text;
      case Double d when d == 0 -> "0";
      case Float f when f == 0 -> "0";
      case Double d -> digits(new BigDecimal(d), shorter -> shorter.doubleValue() == d);
      case Float f -> digits(new BigDecimal(f), shorter -> shorter.floatValue() == f);
      case Instant time ->
          time.plusMillis(0).toString().length() == 20
              ? time.toString().replace("Z", ".000Z")
              : time.toString();
      default -> value.toString();
    };
  }

  /** The fewest that are still the number. */
  private static String digits(BigDecimal exact, java.util.function.Predicate<BigDecimal> same) {
    for (int digits = 1; ; digits++) {
      BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (same.test(shorter)) {
        BigDecimal stripped = shorter.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        return exponent >= -7 + 1 && exponent <= 20
            ? stripped.toPlainString()
            : stripped.toString().toLowerCase(Locale.ROOT);
      }
    }
  }
}
