package dev.omnigraph.export;

import dev.omnigraph.value.CsvText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A table of one type as {@link CsvText} writes it. */
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
    CsvText.write(csv, type.columnNames().toArray());
  }

  @Override
  public void row(ExportedType type, @Nullable Object[] values) throws IOException {
    CsvText.write(csv, values);
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
