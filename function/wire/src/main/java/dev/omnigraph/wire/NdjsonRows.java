package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.exec.QueryAnswer.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a line. */
final class NdjsonRows implements RowWriter {
  private final JsonGenerator json;
  private List<Column> columns = List.of();

  NdjsonRows(OutputStream out) {
    try {
      json = new JsonFactory().setRootValueSeparator("").createGenerator(out, JsonEncoding.UTF8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
  }

  @Override
  public void columns(List<Column> named) {
    columns = named;
  }

  @Override
  public void row(List<@Nullable Object> values) {
    try {
      json.writeStartObject();
      ReadJson.row(columns, values).write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
