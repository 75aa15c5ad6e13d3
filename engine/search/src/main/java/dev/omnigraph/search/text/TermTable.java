package dev.omnigraph.search.text;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Terms with a number each, from 0 in the order in which they came. */
final class TermTable {
  private int[] slots = new int[256];
  private int[] hashes = new int[64];

  /** After each term. */
  private int[] ends = new int[64];

  private byte[] bytes = new byte[1024];
  private int count;

  /** The number of a term; -1 when it has not come. */
  int find(byte[] term) {
    return slots[slot(hash(term), term)] - 1;
  }

  /** The number of a term; that of a new one is {@link #count} before the call. */
  int add(byte[] term) {
    int hash = hash(term);
    int slot = slot(hash, term);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    append(hash, term);
    slots[slot] = count;
    if (2 * count > slots.length) {
      grow();
    }
    return count - 1;
  }

  int count() {
    return count;
  }

  byte[] term(int number) {
    return Arrays.copyOfRange(bytes, start(number), ends[number]);
  }

  /** The numbers in the order of the terms' UTF-8. */
  int[] sorted() {
    return IntStream.range(0, count)
        .boxed()
        .sorted(
            (one, other) ->
                Arrays.compareUnsigned(
                    bytes, start(one), ends[one], bytes, start(other), ends[other]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** In memory, with what {@link #sorted} takes. */
  long bytes() {
    return 4L * (slots.length + hashes.length + ends.length) + bytes.length + 28L * count;
  }

  private static int hash(byte[] term) {
    return Arrays.hashCode(term) * 0x9E3779B9;
  }

  /** The slot that has the term, or would. */
  private int slot(int hash, byte[] term) {
    int slot = hash >>> 1 & slots.length - 1;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash
          && Arrays.equals(bytes, start(number), ends[number], term, 0, term.length)) {
        break;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  private void append(int hash, byte[] term) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    int start = start(count);
    if (bytes.length - start < term.length) {
      bytes = Arrays.copyOf(bytes, Math.max(start + term.length, start + (start >> 1)));
    }
    System.arraycopy(term, 0, bytes, start, term.length);
    hashes[count] = hash;
    ends[count++] = start + term.length;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < count; number++) {
      int slot = hashes[number] >>> 1 & slots.length - 1;
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = number + 1;
    }
  }
}
