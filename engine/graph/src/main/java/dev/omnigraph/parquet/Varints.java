package dev.omnigraph.parquet;

import java.io.ByteArrayOutputStream;

/** Numbers in seven bits a byte, the lowest first. */
final class Varints {
  private static final int MORE = 0x80;

  private Varints() {}

  /**
   * @param value unsigned
   */
  static void write(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      out.write((int) rest & 0x7f | MORE);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
