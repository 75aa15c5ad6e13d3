package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows as Java values, for tests: written to and read from tables. */
final class Rows {
  private Rows() {}

  /** Stages the rows, each with a value per column, as one batch. */
  static void append(Tables tables, Table table, Staging staging, List<List<Object>> rows) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), tables.allocator())) {
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < rows.get(row).size(); column++) {
          ArrowValues.set(root.getVector(column), row, rows.get(row).get(column));
        }
      }
      root.setRowCount(rows.size());
      staging.append(root);
    }
  }

  /** Appends the rows in one commit. */
  static Pin committed(Tables tables, Pin pin, List<List<Object>> rows) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("append"))) {
      append(tables, table, staging, rows);
      return table.commit(staging.finish()).orElseThrow();
    }
  }

  /** Deletes the rows of these ids in one commit. */
  static Pin without(Tables tables, Pin pin, String... ids) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("delete"))) {
      addresses(table, new Predicate.In("id", List.of(ids))).values().forEach(staging::delete);
      return table.commit(staging.finish()).orElseThrow();
    }
  }

  /** Every row that the request gives, by column. */
  static List<Map<String, @Nullable Object>> read(Table table, ScanRequest request) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          Map<String, @Nullable Object> values = new LinkedHashMap<>();
          for (FieldVector vector : stream.batch().getFieldVectors()) {
            values.put(
                vector.getName(),
                vector instanceof UInt8Vector addresses && vector.getName().equals("_rowaddr")
                    ? (Object) addresses.get(row)
                    : ArrowValues.get(vector, row));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  /** The ids of the rows that match, sorted. */
  static List<String> ids(Table table, @Nullable Predicate filter) {
    return read(table, ScanRequest.of(List.of("id")).where(filter)).stream()
        .map(row -> String.valueOf(row.get("id")))
        .sorted()
        .toList();
  }

  /** The addresses of the rows that match, by id. */
  static SortedMap<String, Long> addresses(Table table, @Nullable Predicate filter) {
    SortedMap<String, Long> addresses = new TreeMap<>();
    for (Map<String, @Nullable Object> row :
        read(table, ScanRequest.of(List.of("id")).where(filter).addressed())) {
      if (row.get("_rowaddr") instanceof Long address) {
        addresses.put(String.valueOf(row.get("id")), address);
      }
    }
    return addresses;
  }

  /** Rows of an id and a number: {@code k0, 0} … */
  static List<List<Object>> numbered(long from, long to) {
    return LongStream.range(from, to).mapToObj(i -> List.<Object>of("k" + i, i)).toList();
  }
}
