package dev.omnigraph.api;

import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.ReadJson;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Tells of rows in headers, and hands the rows on. */
public final class RowHeaders implements RowSink {
  private final RowSink rows;
  private final BiConsumer<String, String> headers;

  /**
   * @param headers given each name and value, before the first row
   */
  public RowHeaders(RowSink rows, BiConsumer<String, String> headers) {
    this.rows = rows;
    this.headers = headers;
  }

  @Override
  public void state(CommitId commitId) {
    headers.accept(ExportResource.COMMIT, commitId.text());
    rows.state(commitId);
  }

  @Override
  public void columns(List<Column> columns) {
    String told = ReadJson.columns(columns);
    if (told.length() <= RowSending.LONGEST_COLUMNS) {
      headers.accept(RowSending.COLUMNS, told);
    }
    rows.columns(columns);
  }

  @Override
  public void row(List<@Nullable Object> values) {
    rows.row(values);
  }
}
