package dev.omnigraph.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Stored values as what they mean: String, byte[], Boolean, whole numbers, Float, Double,
 * BigDecimal, days since 1970 as a number, and times as milliseconds since then; a time that is
 * finer is an Instant.
 */
final class Cells {
  /** Of the day 1970-01-01, in days since another beginning. */
  private static final int JULIAN_EPOCH = 2_440_588;

  private static final int LARGEST_SCALE = 10_000;

  /** In bytes; to write much longer ones in digits would take hours. */
  private static final int LONGEST_DECIMAL = 64;

  private final Leaf leaf;

  Cells(Leaf leaf) {
    this.leaf = leaf;
  }

  Object of(Object stored) throws ParquetFault {
    return switch (leaf.logical()) {
      case TEXT -> text((byte[]) stored);
      case UNSIGNED -> unsigned(stored);
      case DECIMAL -> decimal(stored);
      case FLOAT16 -> Float.float16ToFloat((short) new Bytes((byte[]) stored).number(2));
      case MICROS -> time((Long) stored, ChronoUnit.MICROS, TimeUnit.MILLISECONDS.toMicros(1));
      case NANOS -> time((Long) stored, ChronoUnit.NANOS, TimeUnit.MILLISECONDS.toNanos(1));
      case NONE, NOTHING, OTHER, DATE, MILLIS ->
          leaf.physical() == Physical.INT96 ? julian(new Bytes((byte[]) stored)) : stored;
    };
  }

  private static String text(byte[] utf8) throws ParquetFault {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      throw ParquetFault.damaged("has a text that is not UTF-8");
    }
  }

  private static Object unsigned(Object stored) {
    return stored instanceof Integer i
        ? (Object) Integer.toUnsignedLong(i)
        : new BigInteger(Long.toUnsignedString((Long) stored));
  }

  private BigDecimal decimal(Object stored) throws ParquetFault {
    if (Math.abs((long) leaf.scale()) > LARGEST_SCALE) {
      throw ParquetFault.damaged("has decimals of the scale " + leaf.scale());
    }
    BigInteger digits =
        switch (stored) {
          case byte[] bytes when bytes.length > LONGEST_DECIMAL ->
              throw ParquetFault.unsupported(
                  "has a decimal of %,d bytes, and %d are read"
                      .formatted(bytes.length, LONGEST_DECIMAL));
          case byte[] bytes when bytes.length > 0 -> new BigInteger(bytes);
          case Number number -> BigInteger.valueOf(number.longValue());
          default -> throw ParquetFault.damaged("has a decimal without bytes");
        };
    return new BigDecimal(digits, leaf.scale());
  }

  private static Object time(long count, ChronoUnit unit, long perMilli) {
    return count % perMilli == 0 ? (Object) (count / perMilli) : Instant.EPOCH.plus(count, unit);
  }

  /** Nanoseconds of a day, then the day. */
  private static Object julian(Bytes stored) throws ParquetFault {
    long nanos = stored.i64();
    long days = (long) stored.i32() - JULIAN_EPOCH;
    long perMilli = TimeUnit.MILLISECONDS.toNanos(1);
    return nanos % perMilli == 0
        ? (Object) (TimeUnit.DAYS.toMillis(days) + nanos / perMilli)
        : Instant.EPOCH.plus(days, ChronoUnit.DAYS).plusNanos(nanos);
  }
}
