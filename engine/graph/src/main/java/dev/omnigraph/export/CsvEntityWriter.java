package dev.omnigraph.export;

import dev.omnigraph.value.JsonText;
import dev.omnigraph.value.Numbers;
import dev.omnigraph.value.Temporal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV that a load reads: no value is an empty field, and an empty text is one in quotes. Lists and
 * vectors are JSON arrays.
 */
final class CsvEntityWriter implements EntityWriter {
  private final ExportTarget target;
  private Writer csv = Writer.nullWriter();

  CsvEntityWriter(ExportTarget target) {
    this.target = target;
  }

  @Override
  public void begin(ExportedType type) throws IOException {
    csv.close();
    csv =
        new BufferedWriter(
            new OutputStreamWriter(target.open(type.type().name()), StandardCharsets.UTF_8));
    record(type.columnNames().toArray());
  }

  @Override
  public void row(ExportedType type, @Nullable Object[] values) throws IOException {
    record(values);
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  private void record(@Nullable Object[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        csv.write(',');
      }
      Object value = values[i];
      if (value != null) {
        field(text(value));
      }
    }
    csv.write('\n');
  }

  private void field(String text) throws IOException {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    csv.write(plain ? text : "\"" + text.replace("\"", "\"\"") + "\"");
  }

  private static String text(Object value) {
    return switch (value) {
      case Instant instant -> Temporal.print(instant);
      case byte[] bytes -> "base64:" + Base64.getEncoder().encodeToString(bytes);
      case List<?> list -> JsonText.of(list);
      case float[] vector -> JsonText.of(vector);
      case Float f -> Float.toString((float) Numbers.finite(f));
      case Double d -> Double.toString(Numbers.finite(d));
      default -> value.toString();
    };
  }
}
