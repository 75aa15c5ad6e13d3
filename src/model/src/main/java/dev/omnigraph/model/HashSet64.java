package dev.omnigraph.model;

/** A set of numbers other than 0, without boxes. */
final class HashSet64 {
  private long[] table = new long[1 << 16];
  private int size;

  /** False when it was there. */
  boolean add(long hash) {
    if (2L * size >= table.length) {
      grow();
    }
    if (!insert(table, hash)) {
      return false;
    }
    size++;
    return true;
  }

  int size() {
    return size;
  }

  private static boolean insert(long[] table, long hash) {
    int mask = table.length - 1;
    int i = (int) (hash >>> 7) & mask;
    while (table[i] != 0) {
      if (table[i] == hash) {
        return false;
      }
      i = (i + 1) & mask;
    }
    table[i] = hash;
    return true;
  }

  private void grow() {
    long[] bigger = new long[table.length * 2];
    for (long hash : table) {
      if (hash != 0) {
        insert(bigger, hash);
      }
    }
    table = bigger;
  }
}
