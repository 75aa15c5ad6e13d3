package dev.omnigraph.value;

import dev.omnigraph.value.PropertyType.Scalar;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Functions of one value that give the same in every process, so that ids may be made with them;
 * those of case as far as Unicode had the letters when this was built. Queries have them too, with
 * the same meaning.
 */
public enum KeyFunction {
  LOWER("a text"),
  UPPER("a text"),
  TRIM("a text"),
  YEAR("a Date or a DateTime"),
  MONTH("a Date or a DateTime"),
  DAY("a Date or a DateTime"),
  STRING("one value, not a list, a vector or a Blob"),
  INT("a number or a text"),
  DATE("a text, a Date or a DateTime");

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  private final String takes;

  KeyFunction(String takes) {
    this.takes = takes;
  }

  public static Optional<KeyFunction> named(String spelling) {
    return Arrays.stream(values()).filter(f -> f.spelling().equals(spelling)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(KeyFunction::spelling).toList();
  }

  /** As both languages write it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is a function of, for people. */
  public String takes() {
    return takes;
  }

  /** The type that it gives; null when it takes no value of that type. */
  public @Nullable Scalar type(PropertyType of) {
    boolean text = of == Scalar.STRING || of instanceof PropertyType.Enumeration;
    boolean number = of instanceof Scalar scalar && scalar.isNumber();
    boolean time = of == Scalar.DATE || of == Scalar.DATETIME;
    return switch (this) {
      case LOWER, UPPER, TRIM -> text ? Scalar.STRING : null;
      case YEAR, MONTH, DAY -> time ? Scalar.I64 : null;
      case STRING -> text || of instanceof Scalar ? Scalar.STRING : null;
      case INT -> number || text ? Scalar.I64 : null;
      case DATE -> text || time ? Scalar.DATE : null;
    };
  }

  /**
   * Of a value in Java form.
   *
   * @return null for a text that is not what it is asked for, and for what it does not take
   * @throws ValueException {@code out_of_range}
   */
  public @Nullable Object of(Object value) {
    return switch (this) {
      case LOWER -> value instanceof String text ? text.toLowerCase(Locale.ROOT) : null;
      case UPPER -> value instanceof String text ? text.toUpperCase(Locale.ROOT) : null;
      case TRIM -> value instanceof String text ? text.strip() : null;
      case YEAR -> day(value) instanceof LocalDate day ? (Long) (long) day.getYear() : null;
      case MONTH -> day(value) instanceof LocalDate day ? (Long) (long) day.getMonthValue() : null;
      case DAY -> day(value) instanceof LocalDate day ? (Long) (long) day.getDayOfMonth() : null;
      case STRING ->
          switch (value) {
            case LocalDate date -> date.toString();
            case Instant time -> Temporal.print(time);
            default -> KeySpelling.scalar(value);
          };
      case INT ->
          switch (value) {
            case String text when INTEGER.matcher(text).matches() ->
                unless(() -> Long.valueOf(text));
            case Number number ->
                Numbers.fit(Scalar.I64, Numbers.exact(number).setScale(0, RoundingMode.DOWN));
            default -> null;
          };
      case DATE ->
          value instanceof String text
              ? unless(() -> Temporal.date(text))
              : day(value) instanceof LocalDate day ? Temporal.date(day.toEpochDay()) : null;
    };
  }

  private static @Nullable LocalDate day(Object time) {
    return switch (time) {
      case Instant instant -> instant.atOffset(ZoneOffset.UTC).toLocalDate();
      case LocalDate day -> day;
      default -> null;
    };
  }

  private static @Nullable Object unless(Supplier<Object> value) {
    try {
      return value.get();
    } catch (ValueException | NumberFormatException none) {
      return null;
    }
  }
}
