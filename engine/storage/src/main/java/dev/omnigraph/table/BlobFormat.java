package dev.omnigraph.table;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.store.StorageError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * How a blob lies in Lance's files: a mark of eight bytes, the SHA-256 of its content, the content.
 *
 * <p>So equal contents are known to be equal without being read, wherever they lie and whatever
 * moved them. And no blob lies there without bytes, of which Lance would read those of the next
 * blob in its place when it compacts, and either fail or give them to the wrong row
 * (lance-format/lance#7716).
 */
final class BlobFormat {
  private static final byte[] MARK = "\u00ffogblob1".getBytes(StandardCharsets.ISO_8859_1);
  private static final int DIGEST = 32;

  /** Bytes before the content. */
  static final int HEADER = MARK.length + DIGEST;

  private BlobFormat() {}

  /**
   * The digest that a blob begins with.
   *
   * @param start of a stored blob, its header at least
   * @throws GraphException {@code table_failure} when it does not begin as a blob does
   */
  static String digestOf(byte[] start) {
    check(start);
    return HexFormat.of().formatHex(start, MARK.length, HEADER);
  }

  /**
   * The content of a whole stored blob.
   *
   * @throws GraphException {@code table_failure} when it does not begin as a blob does
   */
  static byte[] content(byte[] stored) {
    check(stored);
    return Arrays.copyOfRange(stored, HEADER, stored.length);
  }

  /** Makes the rows' blobs what is to be stored. */
  static void store(VectorSchemaRoot rows) {
    for (FieldVector vector : rows.getFieldVectors()) {
      if (ArrowSchemas.isBlob(vector.getField())) {
        store((LargeVarBinaryVector) vector);
      }
    }
  }

  private static void store(LargeVarBinaryVector blobs) {
    int count = blobs.getValueCount();
    long bytes = blobs.getOffsetBuffer().getLong(count * (long) Long.BYTES);
    try (LargeVarBinaryVector stored =
        new LargeVarBinaryVector(blobs.getField(), blobs.getAllocator())) {
      stored.allocateNew(bytes + count * (long) HEADER, count);
      for (int row = 0; row < count; row++) {
        if (!blobs.isNull(row)) {
          stored.setSafe(row, stored(blobs, row));
        }
      }
      stored.setValueCount(count);
      stored.makeTransferPair(blobs).transfer();
    }
  }

  private static byte[] stored(LargeVarBinaryVector blobs, int row) {
    ArrowBuf offsets = blobs.getOffsetBuffer();
    long start = offsets.getLong(row * (long) Long.BYTES);
    int length = Math.toIntExact(offsets.getLong((row + 1) * (long) Long.BYTES) - start);
    byte[] stored = new byte[Math.addExact(HEADER, length)];
    blobs.getDataBuffer().getBytes(start, stored, HEADER, length);
    System.arraycopy(MARK, 0, stored, 0, MARK.length);
    System.arraycopy(sha256(stored, HEADER), 0, stored, MARK.length, DIGEST);
    return stored;
  }

  private static void check(byte[] start) {
    if (start.length < HEADER || !Arrays.equals(start, 0, MARK.length, MARK, 0, MARK.length)) {
      throw GraphException.of(
              StorageError.TABLE_FAILURE, "A blob does not begin as this version writes blobs.")
          .build();
    }
  }

  private static byte[] sha256(byte[] bytes, int from) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, from, bytes.length - from);
    return digest.digest();
  }
}
