package dev.omnigraph.rule;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Hashes of very many values, eight bytes each, and of one that occurs often only as many as
 * matter. What differs may have the same hash, and what is equal always has; so what occurs rarely
 * here does so in truth.
 */
final class HashBag {
  private final int most;
  private long[] hashes = new long[1024];
  private int size;
  private boolean sorted;
  private long added;

  /**
   * @param most up to which number occurrences are told apart, at least one
   */
  HashBag(int most) {
    this.most = most;
  }

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
      sort();
      // Less would be sorted again too soon.
      if (size > hashes.length / 2) {
        hashes = Arrays.copyOf(hashes, hashes.length * 2);
      }
    }
    hashes[size++] = hash;
    added++;
    sorted = false;
  }

  /**
   * Each hash that occurs more often than that, once.
   *
   * @param times less than what is told apart
   */
  void moreThan(long times, LongConsumer found) {
    sort();
    for (int start = 0; start < size; ) {
      int end = end(start);
      if (end - start > times) {
        found.accept(hashes[start]);
      }
      start = end;
    }
  }

  /** How often at least, and exactly if that is less than what is told apart. */
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
    return end(start) - start;
  }

  /** How many hashes an earlier one equals. */
  long repeated() {
    sort();
    long repeated = added;
    for (int start = 0; start < size; start = end(start)) {
      repeated--;
    }
    return repeated;
  }

  int held() {
    return hashes.length;
  }

  private int end(int start) {
    int end = start + 1;
    while (end < size && hashes[end] == hashes[start]) {
      end++;
    }
    return end;
  }

  private void sort() {
    if (sorted) {
      return;
    }
    Arrays.sort(hashes, 0, size);
    int kept = 0;
    for (int start = 0; start < size; ) {
      int end = end(start);
      int count = Math.min(end - start, most);
      Arrays.fill(hashes, kept, kept + count, hashes[start]);
      kept += count;
      start = end;
    }
    size = kept;
    sorted = true;
  }
}
