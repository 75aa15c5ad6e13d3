package dev.omnigraph.row;

import dev.omnigraph.table.Utf8;
import java.util.function.IntFunction;

/** From an id to the row that has it; the ids themselves are in the rows. */
final class RowIndex {
  private static final int GOLDEN = 0x9E37_79B9;

  private final IntFunction<Utf8> ids;

  private int bits = 6;

  /** The hash of an id, and in the lower half the number of its row and one; or zero. */
  private long[] slots = new long[1 << bits];

  private int size;

  /**
   * @param ids by row
   */
  RowIndex(IntFunction<Utf8> ids) {
    this.ids = ids;
  }

  /** The row that was put last with the id, or -1. */
  int find(Utf8 id) {
    return row(slots[slot(id, id.hashCode())]);
  }

  /**
   * Says that a row has the id.
   *
   * @return the row that had it before, or -1
   */
  int put(Utf8 id, int row) {
    int hash = id.hashCode();
    int slot = slot(id, hash);
    int before = row(slots[slot]);
    slots[slot] = (long) hash << Integer.SIZE | (row + 1);
    if (before < 0 && ++size * 2 > slots.length) {
      grow();
    }
    return before;
  }

  /** Where the id is, or is to come. */
  private int slot(Utf8 id, int hash) {
    int slot = first(hash);
    for (long other = slots[slot]; other != 0; other = slots[slot]) {
      if (hash(other) == hash && ids.apply(row(other)).equals(id)) {
        return slot;
      }
      slot = next(slot);
    }
    return slot;
  }

  private void grow() {
    long[] former = slots;
    bits++;
    slots = new long[1 << bits];
    for (long each : former) {
      if (each != 0) {
        int slot = first(hash(each));
        while (slots[slot] != 0) {
          slot = next(slot);
        }
        slots[slot] = each;
      }
    }
  }

  private static int hash(long slot) {
    return (int) (slot >>> Integer.SIZE);
  }

  private static int row(long slot) {
    return (int) slot - 1;
  }

  private int first(int hash) {
    return (hash * GOLDEN) >>> (Integer.SIZE - bits);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }
}
