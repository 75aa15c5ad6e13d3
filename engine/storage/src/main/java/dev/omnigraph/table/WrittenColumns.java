package dev.omnigraph.table;

import dev.omnigraph.store.Fingerprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Fragment;
import org.lance.FragmentMetadata;

/**
 * Files with the columns that a change of columns gives values, one for each fragment, with a value
 * for each of its rows, the deleted ones included. Holds the columns of one fragment at a time.
 */
final class WrittenColumns implements AutoCloseable {
  private static final int BATCH = 4096;
  private static final long OFFSET = 0xFFFF_FFFFL;

  private final ColumnChange change;
  private final List<Field> columns;
  private final FragmentWriter writer;
  private final VectorSchemaRoot batch;

  /** Rows of the fragment that have a value, and of these, those in the batch. */
  private long rows;

  private int filled;

  private WrittenColumns(LanceTable table, ColumnChange change, List<Field> columns) {
    this.change = change;
    this.columns = columns;
    Schema schema = new Schema(columns);
    this.writer = FragmentWriter.whole(table, schema);
    this.batch = VectorSchemaRoot.create(schema, table.tables().allocator());
  }

  /**
   * The columns of a fragment.
   *
   * @param of as it was
   * @param columns a fragment of as many rows, that nothing names
   * @param known checksums of its files, by key
   */
  record Written(FragmentMetadata of, FragmentMetadata columns, Map<String, Fingerprint> known) {}

  /**
   * By fragment; of none when no column is written.
   *
   * @param before what was written for another version of the table, with the same columns
   * @param beforeFragment run before each fragment that is written
   */
  static Map<Integer, Written> of(
      LanceTable table,
      ColumnChange change,
      Map<Integer, Written> before,
      Runnable beforeFragment) {
    List<Field> columns = change.written(table.schema());
    Map<Integer, Written> files = new HashMap<>();
    if (!columns.isEmpty()) {
      for (Fragment fragment : table.fragments()) {
        Written written = find(before, fragment.metadata());
        if (written == null) {
          beforeFragment.run();
          try (WrittenColumns missing = new WrittenColumns(table, change, columns)) {
            written = missing.write(table, fragment.metadata());
          }
        }
        files.put(fragment.getId(), written);
      }
    }
    return files;
  }

  /** What was written for a fragment of the same data, whichever of its rows are deleted. */
  static @Nullable Written find(Map<Integer, Written> written, FragmentMetadata fragment) {
    Written found = written.get(fragment.getId());
    return found != null
            && found.of().getFiles().equals(fragment.getFiles())
            && found.of().getPhysicalRows() == fragment.getPhysicalRows()
        ? found
        : null;
  }

  private Written write(LanceTable table, FragmentMetadata fragment) {
    List<String> read = change.kept(columns);
    long all = fragment.getPhysicalRows();
    @Nullable Object[] last = new @Nullable Object[columns.size()];
    if (read.isEmpty()) {
      for (int i = 0; i < last.length; i++) {
        last[i] = change.defaults().get(columns.get(i).getName());
      }
    } else {
      ScanRequest request = ScanRequest.of(read).in(List.of(fragment.getId())).addressed();
      try (BatchStream stream = table.scan(request)) {
        while (stream.next()) {
          VectorSchemaRoot present = stream.batch();
          UInt8Vector addresses = (UInt8Vector) present.getVector(ScanRequest.ROW_ADDRESS);
          for (int row = 0; row < present.getRowCount(); row++) {
            for (int i = 0; i < last.length; i++) {
              last[i] = change.value(present, row, columns.get(i));
            }
            fill(last, (addresses.get(row) & OFFSET) + 1);
          }
        }
      }
    }
    fill(last, all);
    flush();
    List<FragmentMetadata> written = writer.finish();
    if (written.size() != 1 || written.getFirst().getPhysicalRows() != all) {
      throw LanceFailures.defect(
          "Columns of "
              + all
              + " rows of the table "
              + table.pin().path()
              + " were written as "
              + written);
    }
    return new Written(fragment, written.getFirst(), Map.copyOf(writer.known()));
  }

  /**
   * Gives these values to all rows before the given one that have none. So a deleted row, which
   * nobody reads, has those of a row beside it, since a required column takes no null.
   */
  private void fill(@Nullable Object[] values, long end) {
    if (end < rows) {
      throw LanceFailures.defect("The rows of a fragment did not come in the order of addresses.");
    }
    for (; rows < end; rows++) {
      List<FieldVector> vectors = batch.getFieldVectors();
      for (int i = 0; i < values.length; i++) {
        ArrowValues.set(vectors.get(i), filled, values[i]);
      }
      if (++filled == BATCH) {
        flush();
      }
    }
  }

  private void flush() {
    if (filled > 0) {
      batch.setRowCount(filled);
      writer.append(batch);
      batch.clear();
      filled = 0;
    }
  }

  @Override
  public void close() {
    batch.close();
    writer.close();
  }
}
