package dev.omnigraph.table;

import dev.omnigraph.store.Fingerprint;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Fragment;
import org.lance.FragmentMetadata;

/**
 * The columns of one fragment to which a change of columns gives values: a value for each of its
 * rows, the deleted ones included, in batches that the table library takes while it writes their
 * file. So what is held does not grow with the fragment.
 */
final class WrittenColumns extends ArrowReader {
  /** Of column data in a batch, about; what is no more in all is sent from here. */
  private static final long BATCH_BYTES = FragmentWriter.SMALL;

  /** Rows after which the size of a batch is looked at. */
  private static final int STEP = 64;

  private static final long OFFSET = 0xFFFF_FFFFL;

  private final LanceTable table;
  private final ColumnChange change;
  private final List<Field> columns;
  private final FragmentMetadata fragment;

  /** The columns that the values are made of; null when they are made of none. */
  private final @Nullable BatchStream present;

  /** What the rows before {@link #end} have, as far as they have nothing yet. */
  private final @Nullable Object[] values;

  /** In the batch of present rows, the next one. */
  private int next;

  private long end;

  /** Rows that have their values. */
  private long rows;

  private boolean isAhead;
  private @Nullable RuntimeException failure;

  private WrittenColumns(
      LanceTable table, ColumnChange change, List<Field> columns, FragmentMetadata fragment) {
    super(table.tables().allocator());
    this.table = table;
    this.change = change;
    this.columns = columns;
    this.fragment = fragment;
    this.values = new @Nullable Object[columns.size()];
    List<String> read = change.read(columns);
    if (read.isEmpty()) {
      this.present = null;
      this.end = fragment.getPhysicalRows();
      for (int i = 0; i < values.length; i++) {
        values[i] = change.defaults().get(columns.get(i).getName());
      }
    } else {
      ScanRequest request = ScanRequest.of(read).in(List.of(fragment.getId())).addressed();
      long rowBytes = LanceTable.bytesOf(fragment) / Math.max(1, fragment.getPhysicalRows());
      this.present = table.scan(request, Math.max(16, BATCH_BYTES / Math.max(1, rowBytes)));
    }
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
          written = write(table, change, columns, fragment.metadata());
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

  private static Written write(
      LanceTable table, ColumnChange change, List<Field> columns, FragmentMetadata fragment) {
    return LanceFailures.guard(
        "write columns of the table " + table.pin().path(),
        () -> {
          try (WrittenColumns missing = new WrittenColumns(table, change, columns, fragment)) {
            return missing.write();
          }
        });
  }

  private Written write() throws IOException {
    LanceTables tables = table.tables();
    long all = fragment.getPhysicalRows();
    FragmentUpload upload = new FragmentUpload(tables.objects(), table.pin().path());
    isAhead = loadNextBatch();
    List<FragmentMetadata> written =
        tables.isRemote() && rows == all
            ? upload.send(folder -> write(folder, Map.of()))
            : write(table.uri(), tables.storageOptions());
    if (written.size() != 1 || written.getFirst().getPhysicalRows() != all) {
      throw LanceFailures.defect(
          "Columns of "
              + all
              + " rows of the table "
              + table.pin().path()
              + " were written as "
              + written);
    }
    FragmentMetadata file = written.getFirst();
    tables.counter().wrote(file.getFiles().size(), LanceTable.bytesOf(file));
    return new Written(fragment, file, Map.copyOf(upload.sent()));
  }

  private List<FragmentMetadata> write(String uri, Map<String, String> storageOptions) {
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, this, stream);
      return FragmentWriter.file(uri, storageOptions, fragment.getPhysicalRows())
          .data(stream)
          .execute();
    } catch (Exception e) {
      if (failure != null) {
        // The library tells of it in its own words.
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    if (isAhead) {
      isAhead = false;
      return true;
    }
    try {
      return fill(getVectorSchemaRoot());
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private boolean fill(VectorSchemaRoot batch) {
    // What the library has of the last batch stays.
    batch.clear();
    List<FieldVector> vectors = batch.getFieldVectors();
    for (FieldVector vector : vectors) {
      vector.setInitialCapacity(STEP);
      vector.allocateNew();
    }
    int filled = 0;
    while (rows < fragment.getPhysicalRows()
        && (filled % STEP > 0 || bytes(batch, filled) < BATCH_BYTES)) {
      if (rows == end) {
        advance();
      }
      for (int i = 0; i < values.length; i++) {
        ArrowValues.set(vectors.get(i), filled, values[i]);
      }
      filled++;
      rows++;
    }
    batch.setRowCount(filled);
    FragmentWriter.checkNulls(batch, columns);
    return filled > 0;
  }

  private static long bytes(VectorSchemaRoot batch, int filled) {
    batch.setRowCount(filled);
    return FragmentWriter.bytes(batch);
  }

  /**
   * Goes to the next row that is present, whose values the deleted ones before it have too, which
   * nobody reads: a required column takes no null. Those behind the last have its values.
   */
  private void advance() {
    if (present == null || !isPresent(present)) {
      end = fragment.getPhysicalRows();
      return;
    }
    VectorSchemaRoot from = present.batch();
    end = (((UInt8Vector) from.getVector(ScanRequest.ROW_ADDRESS)).get(next) & OFFSET) + 1;
    if (end <= rows) {
      throw LanceFailures.defect("The rows of a fragment did not come in the order of addresses.");
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = change.value(from, next, columns.get(i));
    }
    next++;
  }

  /** Whether there is a next row, for which another batch may be needed. */
  private boolean isPresent(BatchStream stream) {
    if (rows > 0 && next < stream.batch().getRowCount()) {
      return true;
    }
    next = 0;
    boolean more = stream.next();
    while (more && stream.batch().getRowCount() == 0) {
      more = stream.next();
    }
    return more;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    if (present != null) {
      present.close();
    }
  }

  @Override
  protected Schema readSchema() {
    return new Schema(columns);
  }
}
