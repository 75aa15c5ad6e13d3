package dev.omnigraph.cli;

import dev.omnigraph.call.BlobPart;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.wire.BlobHeaders;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options whose mistakes are told as they are over HTTP. */
final class Converters {
  private Converters() {}

  /** A time with its offset. */
  static final class Time implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "\"%s\" is not a time with an offset; write it like 2026-01-31T12:00:00Z"
                .formatted(text));
      }
    }
  }

  /** A time that is to come, as such or from now on. */
  static final class Expiry implements ITypeConverter<Instant> {
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([dh])");

    @Override
    public Instant convert(String text) {
      Matcher span = SPAN.matcher(text);
      Instant now = Instant.now();
      Instant time =
          span.matches()
              ? now.plus(
                  Long.parseLong(span.group(1)),
                  span.group(2).equals("d") ? ChronoUnit.DAYS : ChronoUnit.HOURS)
              : new Time().convert(text);
      if (!time.isAfter(now)) {
        throw new TypeConversionException("\"%s\" is over".formatted(text));
      }
      return time.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** What a load does with what is there. */
  static final class Mode implements ITypeConverter<LoadMode> {
    @Override
    public LoadMode convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "append" -> LoadMode.APPEND;
        case "merge" -> LoadMode.MERGE;
        case "overwrite" -> LoadMode.OVERWRITE;
        default ->
            throw new TypeConversionException(
                "unknown load mode \"%s\"; use append, merge or overwrite".formatted(text));
      };
    }
  }

  /** Bytes of a blob, as the header Range of HTTP names them. */
  static final class Range implements ITypeConverter<BlobPart> {
    @Override
    public BlobPart convert(String text) {
      BlobPart part = BlobHeaders.part("bytes=" + text);
      if (part instanceof BlobPart.Whole) {
        throw new TypeConversionException(
            "\"%s\" is not a range of bytes; write 0-99, 100- or -100".formatted(text));
      }
      return part;
    }
  }

  /** How entities are written. */
  static final class Format implements ITypeConverter<EntityFormat> {
    @Override
    public EntityFormat convert(String text) {
      return EntityFormat.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "unknown format \"%s\"; use `jsonl`, `csv` or `parquet`".formatted(text)));
    }
  }

  /** The format that the end of a file's name tells; JSON Lines otherwise. */
  static EntityFormat formatOf(Path file) {
    return EntityFormat.ofFile(file.toString()).orElse(EntityFormat.JSONL);
  }

  /** How many of something. */
  static final class Limit implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
      if (limit < 1) {
        throw new TypeConversionException(
            "\"%s\" is not a limit; use a number from 1 on".formatted(text));
      }
      return limit;
    }
  }
}
