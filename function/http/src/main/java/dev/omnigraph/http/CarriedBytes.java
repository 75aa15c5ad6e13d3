package dev.omnigraph.http;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps what an answer of a function can carry, and counts the rest. */
final class CarriedBytes extends OutputStream {
  /** Six megabytes, less room for what goes around the body. */
  static final long LIMIT = (6L << 20) - (16L << 10);

  private final boolean isText;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The body travels inside a JSON string, which some characters make longer. */
  private long escaped;

  private long count;

  /**
   * @param isText whether it is sent as text, and not as Base64
   */
  CarriedBytes(boolean isText) {
    this.isText = isText;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) {
    count += length;
    for (int i = offset; isText && i < offset + length; i++) {
      escaped += escaped(block[i]);
    }
    if (fit()) {
      bytes.write(block, offset, length);
    }
  }

  private static int escaped(byte b) {
    return switch (b) {
      case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> 2;
      // The first half of UTF-8 of more than one byte is below zero.
      default -> b >= 0 && b < ' ' ? 6 : 1;
    };
  }

  /** Whether all bytes that were written can be sent. */
  boolean fit() {
    return length() <= LIMIT;
  }

  /** How many bytes the function has to send. */
  long length() {
    return isText ? escaped : (count + 2) / 3 * 4;
  }

  /** All of them; only when they fit. */
  ByteArrayOutputStream bytes() {
    return bytes;
  }
}
