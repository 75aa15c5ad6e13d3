package dev.omnigraph.parquet;

import java.io.ByteArrayOutputStream;

/** Values as the encoding PLAIN has them: one after the other, the lowest byte first. */
final class PlainBytes {
  private ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Truth values that do not fill a byte yet. */
  private int bits;

  private int bitCount;

  void bool(boolean value) {
    bits |= (value ? 1 : 0) << bitCount;
    if (++bitCount == Byte.SIZE) {
      endBits();
    }
  }

  void i32(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >>> shift);
    }
  }

  void i64(long value) {
    i32((int) value);
    i32((int) (value >>> Integer.SIZE));
  }

  /** A value of any length, after its length. */
  void bytes(byte[] value) {
    i32(value.length);
    out.writeBytes(value);
  }

  long size() {
    return out.size();
  }

  /** What was written since the last call. */
  byte[] take() {
    if (bitCount > 0) {
      endBits();
    }
    byte[] bytes = out.toByteArray();
    out = new ByteArrayOutputStream();
    return bytes;
  }

  private void endBits() {
    out.write(bits);
    bits = 0;
    bitCount = 0;
  }
}
