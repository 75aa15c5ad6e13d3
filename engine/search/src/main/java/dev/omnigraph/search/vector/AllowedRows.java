package dev.omnigraph.search.vector;

import java.util.Arrays;

/** Live rows of a version of a table among which neighbours are looked for. Thread-safe. */
public interface AllowedRows {
  boolean has(long address);

  /** How many there are. */
  long count();

  /** All of them, in ascending order; asked for only where they are few. */
  long[] addresses();

  /**
   * @param ascending addresses, each once
   */
  static AllowedRows of(long[] ascending) {
    return new AllowedRows() {
      @Override
      public boolean has(long address) {
        return Arrays.binarySearch(ascending, address) >= 0;
      }

      @Override
      public long count() {
        return ascending.length;
      }

      @Override
      public long[] addresses() {
        return ascending.clone();
      }
    };
  }
}
