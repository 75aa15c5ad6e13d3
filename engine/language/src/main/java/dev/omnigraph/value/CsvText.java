package dev.omnigraph.value;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the Java form of {@code query.Expr.Literal} to CSV, as exports and answers write it and a
 * load reads it: no value is an empty field, and an empty text is one in quotes. Lists, vectors and
 * maps are JSON, Date and DateTime ISO text, Blob is {@code base64:…}. Lines end with a line feed.
 */
public final class CsvText {
  private CsvText() {}

  /**
   * One record with its end.
   *
   * @throws ValueException {@code out_of_range} for NaN and the infinities
   */
  public static void write(Appendable csv, @Nullable Object[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        csv.append(',');
      }
      Object value = values[i];
      if (value != null) {
        field(csv, text(value));
      }
    }
    csv.append('\n');
  }

  private static void field(Appendable csv, String text) throws IOException {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    csv.append(plain ? text : "\"" + text.replace("\"", "\"\"") + "\"");
  }

  private static String text(Object value) {
    return switch (value) {
      case Instant instant -> Temporal.print(instant);
      case byte[] bytes -> "base64:" + Base64.getEncoder().encodeToString(bytes);
      case List<?> list -> JsonText.of(list);
      case Map<?, ?> map -> JsonText.of(map);
      case float[] vector -> JsonText.of(vector);
      case Float f -> Float.toString((float) Numbers.finite(f));
      case Double d -> Double.toString(Numbers.finite(d));
      default -> value.toString();
    };
  }
}
