package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.operation.Merge;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;

/**
 * Other columns. Without a rewrite it is a change of the manifest alone, made anew on whatever
 * version it is committed on; with one it is all rows of one version.
 *
 * @param stagedOn that version's schema
 * @param rewritten the rows, or null when they stay where they are
 */
record LanceColumnChange(
    Pin staged,
    Schema stagedOn,
    OperationId operationId,
    ColumnChange change,
    @Nullable List<FragmentMetadata> rewritten)
    implements LanceChange {

  static LanceColumnChange stage(LanceTable table, ColumnChange change, OperationId operationId) {
    check(table, change);
    return new LanceColumnChange(
        table.pin(),
        table.schema(),
        operationId,
        change,
        change.rewrite() ? rewrite(table, change) : null);
  }

  private static void check(LanceTable table, ColumnChange change) {
    List<String> present = table.schema().getFields().stream().map(Field::getName).toList();
    for (Field field : change.columns().getFields()) {
      String origin = change.origins().get(field.getName());
      if (origin == null && !field.isNullable()) {
        throw LanceFailures.defect("The new column " + field.getName() + " must be nullable.");
      }
      if (!field.getName().equals(origin) && present.contains(field.getName())) {
        throw LanceFailures.defect("The name " + field.getName() + " is another column's.");
      }
    }
  }

  @Override
  public Optional<Pin> commitOn(LanceTable table) {
    if (!table.pin().path().equals(staged.path())) {
      throw LanceFailures.defect(
          "A change of " + staged.path() + " was committed on " + table.pin().path());
    }
    boolean fits = rewritten == null ? table.schema().equals(stagedOn) : table.pin().equals(staged);
    if (!fits) {
      return Optional.empty();
    }
    Pin made = DetachedCommit.commit(table, operationId, () -> operation(table));
    if (made.rows() != table.pin().rows()) {
      throw LanceFailures.defect(
          "A change of columns of " + staged.path() + " changed the rows; nothing is published.");
    }
    return Optional.of(made);
  }

  @Override
  public long appendedRows() {
    return 0;
  }

  @Override
  public long deletedRows() {
    return 0;
  }

  @Override
  public List<String> files() {
    return rewritten == null
        ? List.of()
        : rewritten.stream()
            .flatMap(fragment -> FragmentMessage.of(fragment).files(staged.path()).stream())
            .toList();
  }

  private Operation operation(LanceTable table) {
    if (rewritten != null) {
      return Overwrite.builder().fragments(rewritten).schema(change.columns()).build();
    }
    return Merge.builder()
        .fragments(table.fragments().stream().map(Fragment::metadata).toList())
        .schema(FieldIds.numbered(table, change))
        .build();
  }

  private static List<FragmentMetadata> rewrite(LanceTable table, ColumnChange change) {
    try (FragmentWriter writer = FragmentWriter.anew(table, change.columns());
        BatchStream rows = table.scan(ScanRequest.of(change.kept()));
        VectorSchemaRoot batch =
            VectorSchemaRoot.create(change.columns(), table.tables().allocator())) {
      while (rows.next()) {
        fill(batch, rows.batch(), change);
        writer.append(batch);
      }
      return writer.finish();
    }
  }

  private static void fill(VectorSchemaRoot batch, VectorSchemaRoot from, ColumnChange change) {
    int rows = from.getRowCount();
    for (FieldVector vector : batch.getFieldVectors()) {
      String origin = change.origins().get(vector.getName());
      vector.clear();
      if (origin == null) {
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        for (int row = 0; row < rows; row++) {
          vector.setNull(row);
        }
        vector.setValueCount(rows);
      } else {
        from.getVector(origin).makeTransferPair(vector).splitAndTransfer(0, rows);
      }
    }
    batch.setRowCount(rows);
  }
}
