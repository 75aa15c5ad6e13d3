package dev.omnigraph.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The checksum that every object ends with: {@code "crc32c"}, its last member, is the CRC-32C of
 * all bytes before the comma that it follows, as eight hexadecimal digits. It tells damage that
 * still parses; it is no proof against somebody who means to deceive.
 */
final class Seal {
  static final String MEMBER = "crc32c";

  private static final byte[] BEFORE = (",\"" + MEMBER + "\":\"").getBytes(StandardCharsets.UTF_8);
  private static final byte[] AFTER = "\"}".getBytes(StandardCharsets.UTF_8);
  private static final int DIGITS = 8;
  private static final int LENGTH = BEFORE.length + DIGITS + AFTER.length;

  private Seal() {}

  /** What the end of an object says of the rest. */
  enum State {
    NONE,
    BROKEN,
    INTACT
  }

  /**
   * The object with its checksum.
   *
   * @param object JSON that ends with its brace
   */
  static byte[] close(byte[] object) {
    int length = object.length - 1;
    byte[] sealed = Arrays.copyOf(object, length + LENGTH);
    System.arraycopy(end(object, length), 0, sealed, length, LENGTH);
    return sealed;
  }

  static State of(byte[] object) {
    int length = object.length - LENGTH;
    if (length < 0
        || !Arrays.equals(object, length, length + BEFORE.length, BEFORE, 0, BEFORE.length)
        || !Arrays.equals(
            object, object.length - AFTER.length, object.length, AFTER, 0, AFTER.length)) {
      return State.NONE;
    }
    return Arrays.equals(object, length, object.length, end(object, length), 0, LENGTH)
        ? State.INTACT
        : State.BROKEN;
  }

  private static byte[] end(byte[] object, int length) {
    CRC32C sum = new CRC32C();
    sum.update(object, 0, length);
    byte[] end = new byte[LENGTH];
    System.arraycopy(BEFORE, 0, end, 0, BEFORE.length);
    byte[] digits =
        HexFormat.of().toHexDigits((int) sum.getValue()).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(digits, 0, end, BEFORE.length, DIGITS);
    System.arraycopy(AFTER, 0, end, BEFORE.length + DIGITS, AFTER.length);
    return end;
  }
}
