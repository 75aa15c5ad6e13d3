package dev.omnigraph.derived;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Finds the block of a key, of blocks whose first keys are known. */
public final class BlockSearch {
  private BlockSearch() {}

  /**
   * The only block that may have a key; -1 when none may.
   *
   * @param blocks how many there are
   * @param first the first key of each, in the order of their bytes
   */
  public static int find(int blocks, IntFunction<byte[]> first, byte[] key) {
    int low = -1;
    int high = blocks - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Arrays.compareUnsigned(first.apply(middle), key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
