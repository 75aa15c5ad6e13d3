package dev.omnigraph.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a load reads. A property without a value is left out, except where that would give
 * it its default.
 */
final class JsonLinesWriter implements EntityWriter {
  private final JsonGenerator json;

  /**
   * @param out closed with this
   */
  JsonLinesWriter(OutputStream out) throws IOException {
    this.json =
        JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build()
            .createGenerator(out, JsonEncoding.UTF8);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
  }

  @Override
  public void begin(ExportedType type) {}

  @Override
  public void row(ExportedType type, @Nullable Object[] values) throws IOException {
    json.writeStartObject();
    if (type.isEdge()) {
      json.writeStringField("edge", type.type().name());
      json.writeStringField("from", String.valueOf(values[RowLayout.SRC]));
      json.writeStringField("to", String.valueOf(values[RowLayout.DST]));
    } else {
      json.writeStringField("type", type.type().name());
    }
    json.writeObjectFieldStart("data");
    json.writeStringField(ArrowSchemas.ID, String.valueOf(values[RowLayout.ID]));
    int column = type.firstProperty();
    for (Property property : type.properties()) {
      Object value = values[column++];
      if (value != null || property.defaultValue() != null) {
        json.writeFieldName(property.name());
        JsonText.write(json, value);
      }
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
