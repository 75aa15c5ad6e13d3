package dev.omnigraph.search.text;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows that were found, in the order in which they came. */
final class Found {
  private long[] addresses = new long[64];
  private double[] scores = new double[0];
  private int size;

  void add(long address) {
    if (size == addresses.length) {
      addresses = Arrays.copyOf(addresses, 2 * size);
    }
    addresses[size++] = address;
  }

  void add(long address, double score) {
    add(address);
    if (scores.length < size) {
      scores = Arrays.copyOf(scores, addresses.length);
    }
    scores[size - 1] = score;
  }

  /** In the order of their addresses. */
  long[] addresses() {
    long[] sorted = Arrays.copyOf(addresses, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** The rows with their scores. */
  Hits scored() {
    if (isSorted()) {
      return new Hits(Arrays.copyOf(addresses, size), Arrays.copyOf(scores, size));
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted((one, other) -> Long.compare(addresses[one], addresses[other]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Hits(
        Arrays.stream(order).mapToLong(i -> addresses[i]).toArray(),
        Arrays.stream(order).mapToDouble(i -> scores[i]).toArray());
  }

  private boolean isSorted() {
    for (int i = 1; i < size; i++) {
      if (addresses[i - 1] > addresses[i]) {
        return false;
      }
    }
    return true;
  }
}
