package dev.omnigraph.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Constants in the SQL of Lance's filters, each of exactly the column's type. */
final class SqlLiteral {
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private SqlLiteral() {}

  static boolean isNumber(ArrowType type) {
    return type instanceof ArrowType.Int || type instanceof ArrowType.FloatingPoint;
  }

  /** A constant that is not a number. */
  static String of(ArrowType type, Object value) {
    return switch (value) {
      case String text when type instanceof ArrowType.Utf8 -> text(text);
      case Boolean truth when type instanceof ArrowType.Bool -> truth ? "true" : "false";
      // By number: text would limit the years to four digits.
      case LocalDate date when type instanceof ArrowType.Date ->
          "arrow_cast(arrow_cast(" + date.toEpochDay() + ", 'Int32'), 'Date32')";
      case Instant time when type instanceof ArrowType.Timestamp ->
          "arrow_cast(" + time.toEpochMilli() + ", 'Timestamp(Millisecond, None)')";
      default ->
          throw LanceFailures.defect(
              "A column of " + type + " is compared with " + value.getClass().getSimpleName());
    };
  }

  /**
   * The only character with a meaning inside quotes is the quote. But filters reach Lance in JNI's
   * variant of UTF-8, which has its own form of NUL and of what is beyond the basic plane; such
   * texts go as bytes.
   */
  static String text(String value) {
    boolean plain = value.chars().allMatch(c -> c != 0 && !Character.isSurrogate((char) c));
    return plain
        ? "'" + value.replace("'", "''") + "'"
        : cast("X'" + HexFormat.of().formatHex(value.getBytes(UTF_8)) + "'", "Utf8");
  }

  /** A number that a column of the type can hold. */
  static String number(ArrowType type, Number value) {
    if (type instanceof ArrowType.FloatingPoint) {
      double number = value.doubleValue();
      boolean plain = Double.isFinite(number) && !(number == 0 && 1 / number < 0);
      return plain ? Double.toString(number) : typed(type, "'" + number + "'");
    }
    BigInteger integer = (BigInteger) value;
    // Without the cast the parser makes a float of what is beyond 63 bits.
    boolean plain = integer.abs().compareTo(LONG_MAX) <= 0;
    return plain ? integer.toString() : typed(type, "'" + integer + "'");
  }

  /** The literal as a value of exactly the type; needed where the planner does not infer it. */
  static String typed(ArrowType type, String literal) {
    return switch (type) {
      case ArrowType.Int integer ->
          cast(literal, (integer.getIsSigned() ? "Int" : "UInt") + integer.getBitWidth());
      case ArrowType.FloatingPoint floats ->
          cast(
              literal,
              floats.getPrecision() == FloatingPointPrecision.SINGLE ? "Float32" : "Float64");
      default -> literal;
    };
  }

  private static String cast(String literal, String type) {
    return "arrow_cast(" + literal + ", '" + type + "')";
  }
}
