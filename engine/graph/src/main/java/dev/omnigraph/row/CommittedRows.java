package dev.omnigraph.row;

import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Lookups in the state that a write is based on. */
public final class CommittedRows implements CommittedState {
  /** Values of one index lookup. */
  private static final int CHUNK = 5_000;

  /** One scan of a column is cheaper than looking up more than one row in so many. */
  private static final int SCAN_RATIO = 20;

  private final View view;

  public CommittedRows(View view) {
    this.view = view;
  }

  /** Receives one row; the batch is valid during the call. */
  @FunctionalInterface
  public interface Visitor {
    void visit(VectorSchemaRoot batch, int row);
  }

  public boolean isEmpty(EntityType type) {
    return count(type) == 0;
  }

  /** The rows whose column has one of the values, in no order, with their addresses if wanted. */
  public void matching(
      EntityType type,
      List<String> columns,
      String column,
      Collection<?> values,
      boolean addressed,
      Visitor visitor) {
    long rows = count(type);
    if (rows == 0 || values.isEmpty()) {
      return;
    }
    List<String> read = new ArrayList<>(columns);
    if (!read.contains(column)) {
      read.add(column);
    }
    ScanRequest request = request(read, addressed);
    Set<?> wanted = new HashSet<>(values);
    if (scans(wanted.size(), rows) && isHeavy(type, read)) {
      Set<?> all = wanted;
      Set<Object> found = new HashSet<>();
      ScanRequest narrow = ScanRequest.of(List.of(column));
      scan(
          type,
          narrow,
          (batch, row) ->
              visitIfIn(all, column, batch, row, (b, r) -> found.add(value(b, column, r))));
      wanted = found;
    }
    if (scans(wanted.size(), rows) && !wanted.isEmpty()) {
      Set<?> sought = wanted;
      scan(type, request, (batch, row) -> visitIfIn(sought, column, batch, row, visitor));
      return;
    }
    List<?> distinct = List.copyOf(wanted);
    for (int i = 0; i < distinct.size(); i += CHUNK) {
      List<?> chunk = distinct.subList(i, Math.min(distinct.size(), i + CHUNK));
      scan(type, request.where(new Predicate.In(column, chunk)), visitor);
    }
  }

  /** Every row, in no order. */
  public void all(EntityType type, List<String> columns, boolean addressed, Visitor visitor) {
    if (count(type) > 0) {
      scan(type, request(columns, addressed), visitor);
    }
  }

  @Override
  public void sharing(
      EntityType type, List<String> columns, String column, Collection<?> values, Visitor visitor) {
    matching(type, columns, column, values, false, visitor);
  }

  @Override
  public void all(EntityType type, List<String> columns, Visitor visitor) {
    all(type, columns, false, visitor);
  }

  @Override
  public void edgesFrom(EdgeType type, Collection<String> sources, Visitor visitor) {
    matching(
        type,
        List.of(ArrowSchemas.ID, ArrowSchemas.SRC),
        ArrowSchemas.SRC,
        sources,
        false,
        visitor);
  }

  private static ScanRequest request(List<String> columns, boolean addressed) {
    ScanRequest request = ScanRequest.of(columns);
    return addressed ? request.addressed() : request;
  }

  @Override
  public Set<String> existing(EntityType type, Collection<String> ids) {
    Set<String> found = new HashSet<>();
    matching(
        type,
        List.of(ArrowSchemas.ID),
        ArrowSchemas.ID,
        ids,
        false,
        (batch, row) -> found.add(text(batch, ArrowSchemas.ID, row)));
    return found;
  }

  /** The address of a row of a scan that was asked for addresses. */
  public static long address(VectorSchemaRoot batch, int row) {
    return ((UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS)).get(row);
  }

  /** The values of a row in the layout's order; the scan had all the layout's columns. */
  public static @Nullable Object[] values(RowLayout layout, VectorSchemaRoot batch, int row) {
    @Nullable Object[] values = new @Nullable Object[layout.width()];
    for (int column = 0; column < values.length; column++) {
      values[column] = ArrowValues.get(batch.getVector(layout.columns().get(column)), row);
    }
    return values;
  }

  /** A value of a column that is never null and holds text: the id or an endpoint. */
  public static String text(VectorSchemaRoot batch, String column, int row) {
    return String.valueOf(ArrowValues.get(batch.getVector(column), row));
  }

  private long count(EntityType type) {
    var pin = view.pins().get(type.tableId());
    return pin == null ? 0 : pin.rows();
  }

  private void scan(EntityType type, ScanRequest request, Visitor visitor) {
    visit(view.table(type), request, visitor);
  }

  /** Visits the rows of a scan. */
  public static void visit(Table table, ScanRequest request, Visitor visitor) {
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.batch();
        for (int row = 0; row < batch.getRowCount(); row++) {
          visitor.visit(batch, row);
        }
      }
    }
  }

  private static boolean scans(int values, long rows) {
    return values * (long) SCAN_RATIO > rows;
  }

  /** Whether the columns hold values that are large, so that rows in vain would be dear. */
  private static boolean isHeavy(EntityType type, List<String> columns) {
    return type.properties().stream()
        .filter(p -> columns.contains(p.name()))
        .anyMatch(p -> !(p.type() instanceof PropertyType.Scalar));
  }

  private static Object value(VectorSchemaRoot batch, String column, int row) {
    return Objects.requireNonNull(ArrowValues.get(batch.getVector(column), row));
  }

  private static void visitIfIn(
      Set<?> wanted, String column, VectorSchemaRoot batch, int row, Visitor visitor) {
    Object value = ArrowValues.get(batch.getVector(column), row);
    if (value != null && wanted.contains(value)) {
      visitor.visit(batch, row);
    }
  }
}
