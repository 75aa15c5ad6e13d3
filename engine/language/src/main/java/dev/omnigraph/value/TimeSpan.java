package dev.omnigraph.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * How much later or earlier: calendar units, which depend on the day they are counted from, and
 * then hours and less. Every operation is in UTC.
 *
 * @param calendar years, months, weeks and days
 * @param clock hours, minutes and seconds
 */
public record TimeSpan(Period calendar, Duration clock) {
  /** What to write, a sentence. */
  public static final String EXAMPLES =
      "Write it in ISO 8601: \"P1Y2M3W4D\" for years, months, weeks and days, \"PT5H6M7.5S\" for"
          + " hours, minutes and seconds, or both in one.";

  /**
   * Reads {@code P1Y2M3W4DT5H6M7.5S} or a part of it.
   *
   * @throws ValueException {@code bad_duration}
   */
  public static TimeSpan of(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    int clock = upper.indexOf('T');
    try {
      if (clock < 0) {
        return new TimeSpan(Period.parse(upper), Duration.ZERO);
      }
      String days = upper.substring(0, clock);
      return new TimeSpan(
          days.equals("P") ? Period.ZERO : Period.parse(days),
          Duration.parse("P" + upper.substring(clock)));
    } catch (DateTimeException | ArithmeticException e) {
      throw new ValueException(
          ValueError.BAD_DURATION,
          "%s is not a duration as in \"P7D\""
              .formatted(TextLiteral.quote(JsonValues.shorten(text))));
    }
  }

  /**
   * The day so much later, or earlier.
   *
   * @throws ValueException {@code bad_duration} if there are hours or less in it, {@code
   *     out_of_range}
   */
  public LocalDate from(LocalDate day, boolean back) {
    if (!clock.isZero()) {
      throw new ValueException(
          ValueError.BAD_DURATION, "a Date is moved by whole days, and this has hours or less");
    }
    try {
      LocalDate moved = back ? day.minus(calendar) : day.plus(calendar);
      return Temporal.date(Math.toIntExact(moved.toEpochDay()));
    } catch (DateTimeException | ArithmeticException e) {
      throw new ValueException(ValueError.OUT_OF_RANGE, "that is outside the range of Date");
    }
  }

  /**
   * The time so much later, or earlier; what is finer than a millisecond is cut off.
   *
   * @throws ValueException {@code out_of_range}
   */
  public Instant from(Instant time, boolean back) {
    try {
      var day = time.atOffset(ZoneOffset.UTC);
      var moved = back ? day.minus(calendar).minus(clock) : day.plus(calendar).plus(clock);
      return Instant.ofEpochMilli(moved.toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ValueException(ValueError.OUT_OF_RANGE, "that is outside the range of DateTime");
    }
  }
}
