package dev.omnigraph.derived;

import java.util.zip.CRC32C;

/**
 * A part of a derived object that is read and checked as one.
 *
 * @param offset in the object
 * @param checksum CRC-32C
 */
public record Page(long offset, int length, int checksum) {
  public long end() {
    return offset + length;
  }

  /** The CRC-32C of a page's bytes. */
  public static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
