package dev.omnigraph.table;

import dev.omnigraph.store.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteFragmentBuilder;
import org.lance.WriteParams;

/** Buffers rows and writes them as a fragment when they are many rows or bytes. */
final class FragmentWriter implements AutoCloseable {
  /** Of column data: what is more is better sent while it is being encoded. */
  static final long SMALL = 4L << 20;

  /** Of a file, as the table library has it unless told otherwise. */
  private static final int MOST_ROWS = 1 << 20;

  private final LanceTable table;
  private final Schema columns;
  private final boolean anew;
  private final List<FragmentMetadata> written = new ArrayList<>();
  private final FragmentUpload upload;
  private final VectorSchemaRoot buffer;

  /** Rows that come to those of the table. */
  FragmentWriter(LanceTable table) {
    this(table, table.schema(), false);
  }

  private FragmentWriter(LanceTable table, Schema columns, boolean anew) {
    this.table = table;
    this.columns = columns;
    this.anew = anew;
    this.buffer = VectorSchemaRoot.create(columns, table.tables().allocator());
    this.upload = new FragmentUpload(table.tables().objects(), table.pin().path());
  }

  /** Rows that take the place of all of the table's, with other columns. */
  static FragmentWriter anew(LanceTable table, Schema columns) {
    return new FragmentWriter(table, columns, true);
  }

  void append(VectorSchemaRoot rows) {
    check(rows);
    if (buffer.getRowCount() == 0) {
      // The appender wants buffers that are there; the default sizes would be thousands of rows.
      for (FieldVector vector : buffer.getFieldVectors()) {
        vector.setInitialCapacity(rows.getRowCount());
        vector.allocateNew();
      }
    }
    VectorSchemaRootAppender.append(false, buffer, rows);
    TableOptions options = table.tables().options();
    if (buffer.getRowCount() >= options.fragments().rows()
        || bytes(buffer) >= options.fragments().bytes()) {
      flush();
    }
  }

  /** Writes what is left; the fragments in the order of their rows. */
  List<FragmentMetadata> finish() {
    flush();
    return List.copyOf(written);
  }

  /** Of the files of these fragments, those whose checksum is known already, by key. */
  SortedMap<String, Fingerprint> known() {
    return upload.sent();
  }

  @Override
  public void close() {
    buffer.close();
  }

  private void flush() {
    if (buffer.getRowCount() == 0) {
      return;
    }
    LanceTables tables = table.tables();
    BlobFormat.store(buffer);
    List<FragmentMetadata> fragments =
        LanceFailures.guard(
            "write rows of the table " + table.pin().path(),
            () ->
                tables.isRemote() && bytes(buffer) <= SMALL
                    ? upload.send(folder -> write(folder, Map.of()))
                    : write(table.uri(), tables.storageOptions()));
    for (FragmentMetadata fragment : fragments) {
      tables.counter().wrote(fragment.getFiles().size(), LanceTable.bytesOf(fragment));
      written.add(anew ? fragment : FieldIds.ofTable(table, fragment));
    }
    buffer.clear();
  }

  private List<FragmentMetadata> write(String uri, Map<String, String> storageOptions) {
    return file(uri, storageOptions, buffer.getRowCount())
        .allocator(table.tables().allocator())
        .data(buffer)
        .execute();
  }

  /**
   * What writes one file of rows, once it has them.
   *
   * @param rows how many they are
   */
  static WriteFragmentBuilder file(String uri, Map<String, String> storageOptions, long rows) {
    return Fragment.write()
        .datasetUri(uri)
        // Append mode would check against the linear head, which nothing moves.
        .mode(WriteParams.WriteMode.CREATE)
        .maxRowsPerFile(Math.toIntExact(Math.max(rows, MOST_ROWS)))
        .dataStorageVersion(LanceTables.FILE_VERSION)
        .enableStableRowIds(false)
        .storageOptions(storageOptions);
  }

  /** Of column data. */
  static long bytes(VectorSchemaRoot rows) {
    return rows.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  private void check(VectorSchemaRoot rows) {
    Schema expected = columns;
    List<Field> found = rows.getSchema().getFields();
    for (int i = 0; i < Math.max(found.size(), expected.getFields().size()); i++) {
      if (i >= found.size()
          || i >= expected.getFields().size()
          || !sameShape(expected.getFields().get(i), found.get(i))) {
        throw LanceFailures.defect(
            "Rows for the table "
                + table.pin().path()
                + " have the columns "
                + rows.getSchema()
                + " where "
                + expected
                + " are expected.");
      }
    }
    checkNulls(rows, expected.getFields());
  }

  static void checkNulls(VectorSchemaRoot rows, List<Field> columns) {
    for (Field field : columns) {
      if (!field.isNullable() && rows.getVector(field.getName()).getNullCount() > 0) {
        throw LanceFailures.defect("Column " + field.getName() + " has a null and must not.");
      }
    }
  }

  private static boolean sameShape(Field expected, Field found) {
    if (!expected.getName().equals(found.getName())
        || !expected.getType().equals(found.getType())) {
      return false;
    }
    for (int i = 0; i < expected.getChildren().size(); i++) {
      if (!expected.getChildren().get(i).getType().equals(found.getChildren().get(i).getType())) {
        return false;
      }
    }
    return true;
  }
}
