package dev.omnigraph.derived;

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
}
