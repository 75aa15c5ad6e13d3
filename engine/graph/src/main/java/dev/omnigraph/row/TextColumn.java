package dev.omnigraph.row;

import dev.omnigraph.table.Utf8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Texts of a column, as their bytes one after the other on the heap: adding one, and looking at one
 * again, is much cheaper than in a vector, and a vector is filled with all of them at once.
 */
final class TextColumn {
  private byte[] bytes = new byte[256];

  /** By row, where its text ends. */
  private int[] ends = new int[16];

  private final BitSet nulls = new BitSet();
  private int size;

  /** Adds a {@link Utf8}, a String, or null. */
  void add(@Nullable Object value) {
    int start = start(size);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    int end = start;
    if (value == null) {
      nulls.set(size);
    } else {
      Utf8 text = value instanceof Utf8 utf8 ? utf8 : Utf8.of((String) value);
      end = start + text.length();
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
      }
      System.arraycopy(text.bytes(), text.start(), bytes, start, text.length());
    }
    ends[size++] = end;
  }

  /** Bytes of all texts. */
  int length() {
    return start(size);
  }

  boolean isNull(int row) {
    return nulls.get(row);
  }

  /** A text that is there. */
  Utf8 get(int row) {
    int start = start(row);
    return new Utf8(bytes, start, ends[row] - start);
  }

  /** Makes them the values of a vector. */
  void copyTo(VarCharVector vector) {
    int length = length();
    vector.allocateNew((long) length, size);
    vector.getDataBuffer().setBytes(0, bytes, 0, length);
    ByteBuffer offsets = ByteBuffer.allocate(Integer.BYTES * size).order(ByteOrder.nativeOrder());
    offsets.asIntBuffer().put(ends, 0, size);
    // The first offset is zero, as in every new vector.
    vector.getOffsetBuffer().setBytes(Integer.BYTES, offsets);
    int whole = size / Byte.SIZE;
    vector.getValidityBuffer().setOne(0, whole);
    for (int row = whole * Byte.SIZE; row < size; row++) {
      BitVectorHelper.setBit(vector.getValidityBuffer(), row);
    }
    for (int row = nulls.nextSetBit(0); row >= 0; row = nulls.nextSetBit(row + 1)) {
      BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
    }
    vector.setLastSet(size - 1);
    vector.setValueCount(size);
  }

  private int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }
}
