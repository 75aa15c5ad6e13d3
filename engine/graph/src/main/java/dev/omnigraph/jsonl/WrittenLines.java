package dev.omnigraph.jsonl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines that are written when they are read: a piece at a time is in memory. */
abstract class WrittenLines extends InputStream {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private byte[] bytes = {};
  private int at;

  /**
   * Writes the next piece, which is not empty.
   *
   * @return false at the end
   */
  abstract boolean write(ByteArrayOutputStream piece) throws IOException;

  @Override
  public final int read() throws IOException {
    return fill() ? bytes[at++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] into, int offset, int length) throws IOException {
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (at < bytes.length) {
      return true;
    }
    out.reset();
    if (!write(out)) {
      return false;
    }
    bytes = out.toByteArray();
    at = 0;
    return true;
  }
}
