package dev.omnigraph.table;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes as a short text: deflated, in Base64. */
final class Packing {
  private static final int BUFFER = 4096;

  /** Some hundred times what the most fragments that a pin carries take. */
  private static final int MOST_BYTES = 64 << 20;

  private Packing() {}

  static String pack(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getEncoder().encodeToString(packed.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /**
   * @throws IllegalArgumentException if nothing was packed to this
   */
  static byte[] unpack(String packed) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(Base64.getDecoder().decode(packed));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!inflater.finished()) {
        int length = inflater.inflate(buffer);
        bytes.write(buffer, 0, length);
        if ((length == 0 && !inflater.finished()) || bytes.size() > MOST_BYTES) {
          throw new IllegalArgumentException("it is cut, or far too large");
        }
      }
      return bytes.toByteArray();
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("it cannot be unpacked", e);
    } finally {
      inflater.end();
    }
  }
}
