package dev.omnigraph.row;

import dev.omnigraph.table.Utf8;

/** From an id to the row that has it, over the ids that the rows hold themselves. */
final class RowIndex {
  private static final int GOLDEN = 0x9E37_79B9;

  private final PendingRows rows;
  private int bits = 6;
  private int[] slots = new int[1 << bits];
  private int[] hashes = new int[1 << bits];
  private int size;

  RowIndex(PendingRows rows) {
    this.rows = rows;
  }

  /** The row that was put last with the id, or -1. */
  int find(Utf8 id) {
    return slots[slot(id, id.hashCode())] - 1;
  }

  /**
   * Says that a row has the id.
   *
   * @return the row that had it before, or -1
   */
  int put(Utf8 id, int row) {
    int hash = id.hashCode();
    int slot = slot(id, hash);
    int before = slots[slot] - 1;
    slots[slot] = row + 1;
    hashes[slot] = hash;
    if (before < 0 && ++size * 2 > slots.length) {
      grow();
    }
    return before;
  }

  /** Where the id is, or is to come. */
  private int slot(Utf8 id, int hash) {
    int slot = first(hash);
    while (slots[slot] != 0
        && (hashes[slot] != hash || !rows.holds(slots[slot] - 1, RowLayout.ID, id))) {
      slot = next(slot);
    }
    return slot;
  }

  private void grow() {
    int[] formerSlots = slots;
    int[] formerHashes = hashes;
    bits++;
    slots = new int[1 << bits];
    hashes = new int[1 << bits];
    for (int i = 0; i < formerSlots.length; i++) {
      if (formerSlots[i] != 0) {
        int slot = first(formerHashes[i]);
        while (slots[slot] != 0) {
          slot = next(slot);
        }
        slots[slot] = formerSlots[i];
        hashes[slot] = formerHashes[i];
      }
    }
  }

  private int first(int hash) {
    return (hash * GOLDEN) >>> (Integer.SIZE - bits);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }
}
