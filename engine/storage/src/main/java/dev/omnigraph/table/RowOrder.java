package dev.omnigraph.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table by rank of their keys, and within a key by rank of their targets, then by
 * number. A row's number is its place in these arrays.
 *
 * @param starts by rank, where the rows of a key begin in {@code rows}; one more at the end
 * @param rows their numbers
 */
@SuppressWarnings("ArrayRecordComponent")
record RowOrder(int[] starts, int[] rows) {

  /**
   * @param keys by number, the rank of the row's key; negative for a row that is not there
   * @param targets likewise of the other end; null of nodes
   * @param size how many ranks there are
   */
  static RowOrder of(int[] keys, int @Nullable [] targets, int size) {
    int[] starts = new int[size + 1];
    for (int key : keys) {
      if (key >= 0) {
        starts[key + 1]++;
      }
    }
    for (int rank = 0; rank < size; rank++) {
      starts[rank + 1] += starts[rank];
    }
    int[] rows = new int[starts[size]];
    // Each start moves to the next one's place, and the last step moves them back.
    for (int number = 0; number < keys.length; number++) {
      if (keys[number] >= 0) {
        rows[starts[keys[number]]++] = number;
      }
    }
    System.arraycopy(starts, 0, starts, 1, size);
    starts[0] = 0;
    RowOrder order = new RowOrder(starts, rows);
    if (targets != null) {
      for (int rank = 0; rank < size; rank++) {
        order.sort(starts[rank], starts[rank + 1], targets);
      }
    }
    return order;
  }

  private void sort(int from, int to, int[] targets) {
    if (to - from < 2) {
      return;
    }
    long[] pairs = new long[to - from];
    for (int i = from; i < to; i++) {
      pairs[i - from] = (long) targets[rows[i]] << Integer.SIZE | rows[i];
    }
    Arrays.sort(pairs);
    for (int i = from; i < to; i++) {
      rows[i] = (int) pairs[i - from];
    }
  }
}
