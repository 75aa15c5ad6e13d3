package dev.omnigraph.wire;

import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.value.CsvText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table in UTF-8, which has its line of names also when it has no rows. */
final class CsvRows implements RowWriter {
  private final Writer csv;
  private List<Column> columns = List.of();
  private boolean begun;

  CsvRows(OutputStream out) {
    csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  @Override
  public void columns(List<Column> named) {
    columns = named;
  }

  @Override
  public void row(List<@Nullable Object> values) {
    begin();
    write(values.toArray());
  }

  @Override
  public void end() {
    begin();
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      write(columns.stream().map(Column::name).toArray());
    }
  }

  private void write(@Nullable Object[] fields) {
    try {
      CsvText.write(csv, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
