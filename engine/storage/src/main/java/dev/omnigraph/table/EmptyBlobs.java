package dev.omnigraph.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Keeps blobs without bytes out of Lance's files. Where a file has one, Lance reads the bytes of
 * the next blob in its place when it compacts, and either fails or gives them to the wrong row
 * (lance-format/lance#7716). So the empty blob is stored as a mark of sixteen bytes, and a blob
 * that is nothing but marks, as one mark more; all others are stored as they are.
 */
final class EmptyBlobs {
  private static final byte[] MARK = "\u00ffomnigraph-empty".getBytes(StandardCharsets.ISO_8859_1);

  private EmptyBlobs() {}

  static byte[] stored(byte[] blob) {
    if (!isMarks(blob)) {
      return blob;
    }
    byte[] stored = Arrays.copyOf(blob, blob.length + MARK.length);
    System.arraycopy(MARK, 0, stored, blob.length, MARK.length);
    return stored;
  }

  static byte[] value(byte[] stored) {
    return stored.length > 0 && isMarks(stored)
        ? Arrays.copyOf(stored, stored.length - MARK.length)
        : stored;
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
    int row = 0;
    while (row < blobs.getValueCount() && (blobs.isNull(row) || !isMarks(blobs, row))) {
      row++;
    }
    if (row == blobs.getValueCount()) {
      return;
    }
    try (LargeVarBinaryVector stored =
        new LargeVarBinaryVector(blobs.getField(), blobs.getAllocator())) {
      for (row = 0; row < blobs.getValueCount(); row++) {
        if (!blobs.isNull(row)) {
          stored.setSafe(row, stored(blobs.get(row)));
        }
      }
      stored.setValueCount(blobs.getValueCount());
      stored.makeTransferPair(blobs).transfer();
    }
  }

  /** Looks at the bytes only where the length permits it. */
  private static boolean isMarks(LargeVarBinaryVector blobs, int row) {
    return blobs.getValueLength(row) % MARK.length == 0 && isMarks(blobs.get(row));
  }

  private static boolean isMarks(byte[] bytes) {
    if (bytes.length % MARK.length != 0) {
      return false;
    }
    for (int at = 0; at < bytes.length; at += MARK.length) {
      if (!Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
        return false;
      }
    }
    return true;
  }
}
