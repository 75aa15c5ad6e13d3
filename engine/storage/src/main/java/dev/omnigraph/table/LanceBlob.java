package dev.omnigraph.table;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.StorageError;
import java.util.Arrays;
import java.util.Optional;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/**
 * A blob in a data file of Lance. A scan says where in the file it lies, so a part is one range of
 * one object; the library's own reader would look up the row and the size of the file again, with a
 * request in a row for each.
 */
final class LanceBlob implements StoredBlob {
  /** What is read in vain at most, in order to have digest and content in one request. */
  private static final int GAP = 64 << 10;

  private final LanceTables tables;
  private final String key;
  private final long position;
  private final long size;
  private @Nullable String digest;

  private LanceBlob(LanceTables tables, String key, long position, long size) {
    this.tables = tables;
    this.key = key;
    this.position = position;
    this.size = size;
  }

  /** Empty when the row has no value. */
  static Optional<StoredBlob> of(LanceTable table, String column, VectorSchemaRoot batch, int row) {
    if (!(batch.getVector(column) instanceof StructVector places)) {
      throw LanceFailures.defect("The batch does not tell where blobs of " + column + " lie.");
    }
    if (places.isNull(row)) {
      return Optional.empty();
    }
    long address = ((UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS)).get(row);
    return Optional.of(
        new LanceBlob(
            table.tables(),
            key(table, column, (int) (address >>> 32)),
            ((UInt8Vector) places.getChild("position")).get(row),
            ((UInt8Vector) places.getChild("size")).get(row)));
  }

  @Override
  public long length() {
    return size - BlobFormat.HEADER;
  }

  @Override
  public String digest() {
    if (digest == null) {
      digest = BlobFormat.digestOf(stored(0, BlobFormat.HEADER));
    }
    return digest;
  }

  @Override
  public byte[] read(long offset, int length) {
    if (offset < 0 || length < 0 || offset > length() - length) {
      throw LanceFailures.defect("A blob in " + key + " is read past its end.");
    }
    if (digest != null || offset > GAP) {
      return length == 0 ? new byte[0] : stored(BlobFormat.HEADER + offset, length);
    }
    byte[] start = stored(0, Math.toIntExact(BlobFormat.HEADER + offset + length));
    digest = BlobFormat.digestOf(start);
    return Arrays.copyOfRange(start, start.length - length, start.length);
  }

  private byte[] stored(long offset, int length) {
    byte[] part = tables.objects().range(key, position + offset, length).orElseThrow(this::missing);
    tables.counter().read(1, part.length);
    if (part.length < length) {
      throw GraphException.of(StorageError.TABLE_FAILURE, key + " ends within a blob.")
          .with("object", key)
          .build();
    }
    return part;
  }

  private GraphException missing() {
    return GraphException.of(
            StorageError.TABLE_DATA_MISSING,
            "Could not read a blob: %s is not in the store.".formatted(key))
        .with("object", key)
        .build();
  }

  /** The data file in which a fragment has the column. */
  private static String key(LanceTable table, String column, int fragment) {
    int field =
        table.fields().stream()
            .filter(known -> known.getName().equals(column))
            .mapToInt(LanceField::getId)
            .findFirst()
            .orElseThrow();
    return table.fragments().stream()
        .map(known -> known.metadata())
        .filter(known -> known.getId() == fragment)
        .map(FragmentMetadata::getFiles)
        .flatMap(files -> files.stream())
        .filter(file -> Arrays.stream(file.getFields()).anyMatch(own -> own == field))
        .map(DataFile::getPath)
        .findFirst()
        .map(file -> TableObject.data(table.pin().path(), file))
        .orElseThrow(
            () ->
                LanceFailures.defect(
                    "The fragment %d of %s has no file with the column %s."
                        .formatted(fragment, table.pin().path(), column)));
  }
}
