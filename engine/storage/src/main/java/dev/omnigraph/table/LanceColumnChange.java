package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.store.Fingerprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.lance.schema.LanceField;

/**
 * Other columns. Without values to write it is a change of the manifest alone, made anew on
 * whatever version it is committed on; a rewrite is all rows of one version, and columns that are
 * new with a default, wider, of renamed texts or cleared are a file more for each of its fragments,
 * so that every address, every list of deleted rows and the indexes of the other columns stay
 * right.
 *
 * @param stagedOn that version's schema
 * @param numbers of its fields: a column that has the name and type of one that went is another
 * @param beforeFragment run before each fragment that is written
 * @param rewritten the rows, or null when they stay where they are
 * @param more by fragment, the file of the columns that are written
 */
record LanceColumnChange(
    Pin staged,
    Schema stagedOn,
    List<Integer> numbers,
    OperationId operationId,
    ColumnChange change,
    Runnable beforeFragment,
    @Nullable Rewritten rewritten,
    Map<Integer, WrittenColumns.Written> more)
    implements LanceChange {

  /**
   * All rows of a version.
   *
   * @param known checksums of files, by key
   */
  record Rewritten(List<FragmentMetadata> fragments, Map<String, Fingerprint> known) {}

  static LanceColumnChange stage(
      LanceTable table, ColumnChange change, OperationId operationId, Runnable beforeFragment) {
    check(table, change);
    return new LanceColumnChange(
        table.pin(),
        table.schema(),
        FieldIds.of(table),
        operationId,
        change,
        beforeFragment,
        change.rewrite() ? rewrite(table, change) : null,
        change.rewrite() ? Map.of() : WrittenColumns.of(table, change, Map.of(), beforeFragment));
  }

  private static void check(LanceTable table, ColumnChange change) {
    List<String> present = table.schema().getFields().stream().map(Field::getName).toList();
    for (Field field : change.columns().getFields()) {
      String origin = change.origins().get(field.getName());
      if (origin == null
          && !field.isNullable()
          && !change.defaults().containsKey(field.getName())) {
        throw LanceFailures.defect("The new column " + field.getName() + " must be nullable.");
      }
      if (!field.getName().equals(origin) && present.contains(field.getName())) {
        throw LanceFailures.defect("The name " + field.getName() + " is another column's.");
      }
    }
  }

  /** Lists of deleted rows only grow, and deleted rows have values too. */
  @Override
  public Optional<StagedChange> movedTo(LanceTable table) {
    if (!fitsColumns(table)) {
      return Optional.empty();
    }
    return Optional.of(
        rewritten != null
            ? this
            : new LanceColumnChange(
                table.pin(),
                stagedOn,
                numbers,
                operationId,
                change,
                beforeFragment,
                null,
                WrittenColumns.of(table, change, more, beforeFragment)));
  }

  private boolean fitsColumns(LanceTable table) {
    return rewritten == null
        ? table.schema().equals(stagedOn) && FieldIds.of(table).equals(numbers)
        : table.pin().equals(staged);
  }

  /**
   * Not by whether there are files: a table without rows has none, and a rival's rows need some.
   */
  private boolean fits(LanceTable table) {
    return fitsColumns(table)
        && (rewritten != null
            || change.written(stagedOn).isEmpty()
            || table.fragments().stream()
                .map(Fragment::metadata)
                .allMatch(fragment -> WrittenColumns.find(more, fragment) != null));
  }

  @Override
  public Optional<Pin> commitOn(LanceTable table) {
    if (!table.pin().path().equals(staged.path())) {
      throw LanceFailures.defect(
          "A change of " + staged.path() + " was committed on " + table.pin().path());
    }
    if (!fits(table)) {
      return Optional.empty();
    }
    Pin made = make(table);
    if (made.rows() != table.pin().rows()) {
      throw LanceFailures.defect(
          "A change of columns of " + staged.path() + " changed the rows; nothing is published.");
    }
    return Optional.of(
        made.withSegments(segments(table)).withGeneration(table.pin().generation() + 1));
  }

  /**
   * Those of columns that stay: they know the files that have these. Rows that are written anew are
   * in other files, and what they were before is not to be found any more.
   */
  private List<SegmentRef> segments(LanceTable table) {
    if (rewritten != null) {
      return List.of();
    }
    Set<Integer> kept =
        table.fields().stream()
            .filter(field -> change.origins().containsValue(field.getName()))
            .map(LanceField::getId)
            .collect(Collectors.toSet());
    return table.pin().segments().stream().filter(ref -> kept.contains(ref.field())).toList();
  }

  /**
   * Columns that are written under their names go first, with a version of their own that nobody
   * names: the library takes a column of a known name for the one that it knows.
   */
  private Pin make(LanceTable table) {
    if (rewritten != null) {
      return DetachedCommit.commit(
          table,
          operationId,
          () ->
              Overwrite.builder()
                  .fragments(rewritten.fragments())
                  .schema(change.columns())
                  .build());
    }
    List<String> written = change.written(stagedOn).stream().map(Field::getName).toList();
    Map<String, String> kept = new HashMap<>(change.origins());
    kept.keySet().removeAll(written);
    ColumnChange added = new ColumnChange(change.columns(), kept, Map.of(), Map.of(), false);
    List<Field> rest =
        stagedOn.getFields().stream().filter(f -> !written.contains(f.getName())).toList();
    if (rest.size() == stagedOn.getFields().size()) {
      return DetachedCommit.commit(table, operationId, () -> merge(table, added));
    }
    Map<String, String> same =
        rest.stream().collect(Collectors.toMap(Field::getName, Field::getName));
    ColumnChange without = new ColumnChange(new Schema(rest), same, Map.of(), Map.of(), false);
    Pin between =
        DetachedCommit.commit(
            table,
            operationId,
            () ->
                Merge.builder()
                    .fragments(table.fragments().stream().map(Fragment::metadata).toList())
                    .schema(FieldIds.numbered(table, without))
                    .build());
    try (LanceTable fewer = table.tables().openTable(between)) {
      return DetachedCommit.commit(fewer, operationId, () -> merge(fewer, added));
    }
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
    Stream<FragmentMetadata> fragments =
        rewritten == null
            ? more.values().stream().map(WrittenColumns.Written::columns)
            : rewritten.fragments().stream();
    return fragments
        .flatMap(fragment -> FragmentMessage.of(fragment).files(staged.path()).stream())
        .toList();
  }

  @Override
  public Map<String, Fingerprint> known() {
    if (rewritten != null) {
      return rewritten.known();
    }
    Map<String, Fingerprint> known = new HashMap<>();
    more.values().forEach(written -> known.putAll(written.known()));
    return known;
  }

  private Operation merge(LanceTable table, ColumnChange added) {
    Schema numbered = FieldIds.numbered(table, added);
    return Merge.builder()
        .fragments(
            table.fragments().stream()
                .map(Fragment::metadata)
                .map(fragment -> withMore(fragment, numbered))
                .toList())
        .schema(numbered)
        .build();
  }

  private FragmentMetadata withMore(FragmentMetadata fragment, Schema numbered) {
    List<Field> written =
        change.written(stagedOn).stream()
            .map(field -> numbered.findField(field.getName()))
            .toList();
    if (written.isEmpty()) {
      return fragment;
    }
    WrittenColumns.Written columns = more.get(fragment.getId());
    if (columns == null) {
      throw LanceFailures.defect(
          "Fragment "
              + fragment.getId()
              + " of "
              + staged.path()
              + " has no file of the columns that are written; nothing is published.");
    }
    return FieldIds.withFile(fragment, columns.columns(), written);
  }

  private static Rewritten rewrite(LanceTable table, ColumnChange change) {
    try (FragmentWriter writer = FragmentWriter.anew(table, change.columns());
        BatchStream rows = table.scan(ScanRequest.of(change.kept()));
        VectorSchemaRoot batch =
            VectorSchemaRoot.create(change.columns(), table.tables().allocator())) {
      while (rows.next()) {
        fill(batch, rows.batch(), change);
        writer.append(batch);
      }
      return new Rewritten(writer.finish(), Map.copyOf(writer.known()));
    }
  }

  private static void fill(VectorSchemaRoot batch, VectorSchemaRoot from, ColumnChange change) {
    int rows = from.getRowCount();
    for (FieldVector vector : batch.getFieldVectors()) {
      String origin = change.origins().get(vector.getName());
      vector.clear();
      if (origin == null || !change.keeps(from.getVector(origin).getField(), vector.getField())) {
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        for (int row = 0; row < rows; row++) {
          ArrowValues.set(vector, row, change.value(from, row, vector.getField()));
        }
        vector.setValueCount(rows);
      } else {
        from.getVector(origin).makeTransferPair(vector).splitAndTransfer(0, rows);
      }
    }
    batch.setRowCount(rows);
  }
}
