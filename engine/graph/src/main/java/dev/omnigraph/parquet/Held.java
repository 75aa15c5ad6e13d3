package dev.omnigraph.parquet;

/** How many bytes the pages take that are read at a time, in all columns together. */
final class Held {
  private final long most;
  private long held;

  Held(long most) {
    this.most = most;
  }

  /**
   * Gives back a page and takes another.
   *
   * @return what is to be given back
   */
  long replace(long before, long now) throws ParquetFault {
    held += now - before;
    if (held > most) {
      throw ParquetFault.tooLarge(
          "has pages of %,d bytes at a time, and there is room for %,d".formatted(held, most));
    }
    return now;
  }
}
