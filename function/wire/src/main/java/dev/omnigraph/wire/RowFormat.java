package dev.omnigraph.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the rows of an answer are written. */
public enum RowFormat {
  /** One object with the rows and everything that is said about them. */
  JSON("json", "application/json", true),
  /** One object for each row, on a line of its own, and nothing else. */
  NDJSON("ndjson", "application/x-ndjson", true),
  /** A table whose first line names its columns. */
  CSV("csv", "text/csv", true),
  /** Typed columns, in batches of rows. */
  ARROW("arrow", "application/vnd.apache.arrow.stream", false);

  private final String text;
  private final String mediaType;
  private final boolean isText;

  RowFormat(String text, String mediaType, boolean isText) {
    this.text = text;
    this.mediaType = mediaType;
    this.isText = isText;
  }

  /** The media types of all, the one that is sent when any will do first. */
  public static List<String> mediaTypes() {
    return Arrays.stream(values()).map(RowFormat::mediaType).toList();
  }

  /** The format that callers name so. */
  static Optional<RowFormat> of(String text) {
    return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
  }

  /**
   * The format that the header {@code Accept} likes best: by quality, then by how exactly it is
   * named, then in the order of this list. Empty when it likes none.
   *
   * @param accept the header; null where it was not sent
   */
  public static Optional<RowFormat> accepted(@Nullable String accept) {
    if (accept == null || accept.isBlank()) {
      return Optional.of(JSON);
    }
    List<Range> ranges = Arrays.stream(accept.split(",")).map(Range::parse).toList();
    RowFormat best = null;
    Range liked = Range.NONE;
    for (RowFormat format : values()) {
      Range range = format.named(ranges);
      boolean isBetter =
          range.quality > liked.quality
              || (range.quality == liked.quality && range.exactness() > liked.exactness());
      if (range.quality > 0 && isBetter) {
        best = format;
        liked = range;
      }
    }
    return Optional.ofNullable(best);
  }

  /** What names it most exactly; that counts, whatever less exact ones say. */
  private Range named(List<Range> ranges) {
    Range most = Range.NONE;
    for (Range range : ranges) {
      if (range.matches(mediaType) && range.exactness() > most.exactness()) {
        most = range;
      }
    }
    return most;
  }

  /** Its name for callers, which is also how the names of its files end. */
  public String text() {
    return text;
  }

  public String mediaType() {
    return mediaType;
  }

  /** Whether it is UTF-8, and not bytes. */
  public boolean isText() {
    return isText;
  }

  /** An element of {@code Accept}; what cannot be read names nothing. */
  private record Range(String type, double quality) {
    static final Range NONE = new Range("", 0);

    static Range parse(String element) {
      String[] parts = element.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        if (parts[i].matches("q\\s*=.*")) {
          String value = parts[i].substring(parts[i].indexOf('=') + 1).strip();
          quality =
              value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(value) : 0;
        }
      }
      return new Range(parts[0], quality);
    }

    /** The type, its first half, or anything. */
    int exactness() {
      return type.isEmpty() ? 0 : type.equals("*/*") ? 1 : type.endsWith("/*") ? 2 : 3;
    }

    boolean matches(String mediaType) {
      return switch (exactness()) {
        case 0 -> false;
        case 1 -> true;
        case 2 -> mediaType.startsWith(type.substring(0, type.length() - 1));
        default -> mediaType.equals(type);
      };
    }
  }
}
