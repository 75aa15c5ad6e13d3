package dev.omnigraph.derived;

import java.util.UUID;

/**
 * Where a derived object lies, and what its index is known by.
 *
 * @param name of the object below its table's folder; nobody else's, ever
 * @param bytes of the whole object
 * @param indexBytes of the index at its end
 * @param checksum CRC-32C of these
 */
public record DerivedRef(String name, long bytes, int indexBytes, long checksum) {
  /**
   * @throws IllegalArgumentException for what no object can be
   */
  public DerivedRef {
    if (indexBytes <= 0 || indexBytes > bytes) {
      throw new IllegalArgumentException(
          "of " + bytes + " bytes, " + indexBytes + " cannot be its index");
    }
    if (checksum < 0 || checksum >= 1L << 32) {
      throw new IllegalArgumentException(checksum + " is not a CRC-32C");
    }
  }

  /**
   * Of a new object, whose name nobody else has.
   *
   * @param suffix of the name
   * @param bytes of the whole object
   * @param index at its end
   */
  public static DerivedRef of(String suffix, long bytes, byte[] index) {
    return new DerivedRef(
        UUID.randomUUID() + suffix,
        bytes,
        index.length,
        Integer.toUnsignedLong(Page.checksum(index)));
  }
}
