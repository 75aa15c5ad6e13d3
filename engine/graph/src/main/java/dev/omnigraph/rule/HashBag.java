package dev.omnigraph.rule;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Hashes of very many values, eight bytes each. What differs may have the same hash, and what is
 * equal always has; so what occurs rarely here does so in truth.
 */
final class HashBag {
  private long[] hashes = new long[1024];
  private int size;
  private boolean sorted;

  static long hash(Iterable<?> values) {
    long hash = 0xcbf29ce484222325L;
    for (Object value : values) {
      String text = String.valueOf(value);
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
      // Two texts side by side are not one.
      hash = (hash ^ 0xffffL) * 0x100000001b3L;
    }
    return hash;
  }

  void add(long hash) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    hashes[size++] = hash;
    sorted = false;
  }

  /** Each hash that occurs more often than that, once. */
  void moreThan(long times, LongConsumer found) {
    sort();
    for (int start = 0; start < size; ) {
      int end = start + 1;
      while (end < size && hashes[end] == hashes[start]) {
        end++;
      }
      if (end - start > times) {
        found.accept(hashes[start]);
      }
      start = end;
    }
  }

  int count(long hash) {
    sort();
    int found = Arrays.binarySearch(hashes, 0, size, hash);
    if (found < 0) {
      return 0;
    }
    int start = found;
    while (start > 0 && hashes[start - 1] == hash) {
      start--;
    }
    int end = found;
    while (end < size && hashes[end] == hash) {
      end++;
    }
    return end - start;
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(hashes, 0, size);
      sorted = true;
    }
  }
}
