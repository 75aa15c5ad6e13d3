package dev.omnigraph.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.WritableTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a social graph as batches in memory, read from its lines as a program would that
 * knows their shape and writes tables without a graph: nothing is checked.
 */
final class SocialRows implements AutoCloseable {
  private static final int BATCH = 4096;

  private static final Catalog CATALOG =
      SchemaCompiler.compile(
          SocialGraph.SCHEMA,
          "social.pg",
          Optional.empty(),
          () -> UlidCreator.getUlid().toString());

  private final BufferAllocator allocator = new RootAllocator();
  private final Map<String, Rows> types = new LinkedHashMap<>();

  /** Of one type. */
  private static final class Rows {
    final List<VectorSchemaRoot> batches = new ArrayList<>();
    List<FieldVector> columns = List.of();
    int count;
  }

  /** New tables, by type. */
  static Map<String, Pin> create(Tables place) {
    Map<String, Pin> tables = new LinkedHashMap<>();
    for (EntityType type : CATALOG.entities()) {
      TableId id = TableId.ofNodes("Rows", tables.size() + 1);
      tables.put(type.name(), place.create(id, ArrowSchemas.of(type)));
    }
    return tables;
  }

  SocialRows(InputStream lines) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(lines)) {
      while (in.nextToken() != null) {
        add(in);
      }
    }
    types.values().forEach(rows -> rows.batches.getLast().setRowCount(rows.count));
  }

  /** Writes them to tables: files of rows, which no commit names. */
  void write(Tables place, Map<String, Pin> tables) {
    types.entrySet().parallelStream()
        .forEach(
            type -> {
              OperationId operation = new OperationId(UlidCreator.getUlid().toString());
              Pin pin = Objects.requireNonNull(tables.get(type.getKey()));
              try (WritableTable table = place.open(pin);
                  Staging staging = table.stage(operation)) {
                type.getValue().batches.forEach(staging::append);
                staging.finish();
              }
            });
  }

  @Override
  public void close() {
    types.values().forEach(rows -> rows.batches.forEach(VectorSchemaRoot::close));
    allocator.close();
  }

  /** Adds a line after its opening brace. */
  private void add(JsonParser in) throws IOException {
    String type = "";
    String from = null;
    String to = null;
    @Nullable Object[] data = new @Nullable Object[3];
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      switch (in.currentName()) {
        case "type", "edge" -> type = in.nextTextValue();
        case "from" -> from = in.nextTextValue();
        case "to" -> to = in.nextTextValue();
        default -> data(in, data);
      }
    }
    switch (type) {
      case "Person" -> add(type, data[0], data[0], data[1], data[2]);
      case "Company" -> add(type, data[0], data[0]);
      case "Knows" -> add(type, id(), from, to, data[1]);
      default -> add(type, id(), from, to);
    }
  }

  private static void data(JsonParser in, @Nullable Object[] data) throws IOException {
    in.nextToken();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      switch (in.currentName()) {
        case "name" -> data[0] = in.nextTextValue();
        case "city" -> data[2] = in.nextTextValue();
        default -> data[1] = in.nextIntValue(0);
      }
    }
  }

  private static String id() {
    return UlidCreator.getMonotonicUlid().toString();
  }

  private void add(String type, @Nullable Object... values) {
    Rows rows = types.computeIfAbsent(type, t -> new Rows());
    if (rows.batches.isEmpty() || rows.count == BATCH) {
      begin(rows, type);
    }
    for (int column = 0; column < values.length; column++) {
      ArrowValues.set(rows.columns.get(column), rows.count, values[column]);
    }
    rows.count++;
  }

  private void begin(Rows rows, String type) {
    if (!rows.batches.isEmpty()) {
      rows.batches.getLast().setRowCount(rows.count);
    }
    VectorSchemaRoot batch = VectorSchemaRoot.create(schema(type), allocator);
    rows.batches.add(batch);
    rows.columns = batch.getFieldVectors();
    rows.count = 0;
  }

  private static Schema schema(String type) {
    return CATALOG.entities().stream()
        .filter(entity -> entity.name().equals(type))
        .map(ArrowSchemas::of)
        .findFirst()
        .orElseThrow();
  }
}
