package dev.omnigraph.export;

import dev.omnigraph.parquet.ParquetColumn;
import dev.omnigraph.parquet.ParquetWriter;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parquet that a load reads: each type is a file, with the columns that a table in CSV has. */
final class ParquetEntityWriter implements EntityWriter {
  private final ExportTarget target;
  private @Nullable ParquetWriter parquet;

  ParquetEntityWriter(ExportTarget target) {
    this.target = target;
  }

  @Override
  public void begin(ExportedType type) throws IOException {
    end();
    close();
    parquet = new ParquetWriter(target.open(type.type().name()), columns(type));
  }

  @Override
  public void row(ExportedType type, @Nullable Object[] values) throws IOException {
    if (parquet != null) {
      parquet.row(values);
    }
  }

  @Override
  public void end() throws IOException {
    if (parquet != null) {
      parquet.end();
    }
  }

  @Override
  public void close() throws IOException {
    ParquetWriter last = parquet;
    parquet = null;
    if (last != null) {
      last.close();
    }
  }

  private static List<ParquetColumn> columns(ExportedType type) {
    List<ParquetColumn> columns = new ArrayList<>();
    for (String name : type.columnNames().subList(0, type.firstProperty())) {
      columns.add(new ParquetColumn(name, Scalar.STRING, false));
    }
    for (Property property : type.properties()) {
      columns.add(new ParquetColumn(property.name(), property.type(), property.nullable()));
    }
    return columns;
  }
}
