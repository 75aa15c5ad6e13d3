package dev.omnigraph.value;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;

/** Dates and times as text and as numbers; stored are 32-bit days and 64-bit milliseconds. */
public final class Temporal {
  private Temporal() {}

  /**
   * @param value ISO text or days since 1970-01-01
   * @throws ValueException {@code wrong_type}, {@code bad_date} or {@code out_of_range}
   */
  public static LocalDate date(Object value) {
    if (value instanceof String text) {
      try {
        return inRange(LocalDate.parse(text));
      } catch (DateTimeParseException e) {
        throw new ValueException(
            ValueError.BAD_DATE,
            "%s is not a date as in 2024-02-29"
                .formatted(TextLiteral.quote(JsonValues.shorten(text))));
      }
    }
    return inRange(LocalDate.EPOCH.plusDays(whole("Date", value, Integer.SIZE)));
  }

  /**
   * @param value ISO text or milliseconds since 1970-01-01T00:00:00Z
   * @throws ValueException {@code wrong_type}, {@code bad_datetime} or {@code out_of_range}
   */
  public static Instant dateTime(Object value) {
    if (value instanceof String text) {
      return instant(text);
    }
    return Instant.ofEpochMilli(whole("DateTime", value, Long.SIZE));
  }

  /**
   * ISO 8601 in UTC, always with three digits of milliseconds: {@code 2024-02-29T12:00:00.000Z}.
   */
  public static String print(Instant instant) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", java.util.Locale.ROOT)
        .format(instant.atOffset(ZoneOffset.UTC));
  }

  private static LocalDate inRange(LocalDate date) {
    long days = date.toEpochDay();
    if (days != (int) days) {
      throw new ValueException(ValueError.OUT_OF_RANGE, date + " is outside the range of Date");
    }
    return date;
  }

  private static Instant instant(String text) {
    Instant instant;
    Instant stored;
    try {
      TemporalAccessor parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      instant =
          parsed instanceof OffsetDateTime zoned
              ? zoned.toInstant()
              : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
      stored = Instant.ofEpochMilli(instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ValueException(
          ValueError.BAD_DATETIME,
          "%s is not a time as in 2024-02-29T12:00:00.000Z"
              .formatted(TextLiteral.quote(JsonValues.shorten(text))));
    }
    if (!stored.equals(instant)) {
      throw new ValueException(
          ValueError.BAD_DATETIME,
          "%s is finer than a millisecond; write %s"
              .formatted(TextLiteral.quote(JsonValues.shorten(text)), print(stored)));
    }
    return instant;
  }

  private static long whole(String type, Object value, int bits) {
    BigInteger number =
        switch (value) {
          case Integer i -> BigInteger.valueOf(i);
          case Long l -> BigInteger.valueOf(l);
          case BigInteger i -> i;
          default -> throw JsonValues.wrongType(type, value);
        };
    if (number.bitLength() >= bits) {
      throw new ValueException(
          ValueError.OUT_OF_RANGE,
          "%s is outside the range of %s".formatted(JsonValues.shorten(number.toString()), type));
    }
    return number.longValue();
  }
}
