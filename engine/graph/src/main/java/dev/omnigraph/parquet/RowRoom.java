package dev.omnigraph.parquet;

/**
 * How much a row has, in all columns together. The values of a dictionary are only once in a file,
 * so that a small file may have rows of any size.
 */
final class RowRoom {
  private static final int MOST_ELEMENTS = 1 << 22;

  private final long most;
  private long bytes;
  private int elements;

  /**
   * @param most bytes of texts and the like in a row
   */
  RowRoom(long most) {
    this.most = most;
  }

  /** The next row begins. */
  void begin() {
    bytes = 0;
    elements = 0;
  }

  /** Takes a value, as it is stored. */
  void value(Object stored) throws ParquetFault {
    bytes += stored instanceof byte[] content ? content.length : 1;
    if (bytes > most) {
      throw ParquetFault.longRow("has more than %,d bytes in a row".formatted(most));
    }
  }

  /** Takes a place in a list. */
  void element() throws ParquetFault {
    if (++elements > MOST_ELEMENTS) {
      throw ParquetFault.tooLarge(
          "has lists of more than %,d values in a row".formatted(MOST_ELEMENTS));
    }
  }
}
