package dev.omnigraph.row;

import dev.omnigraph.table.Utf8;
import org.jspecify.annotations.Nullable;

/** From an id to the row that has it; keeps the bytes of the ids where they are. */
final class RowIndex {
  private static final int GOLDEN = 0x9E37_79B9;

  private int bits = 6;
  private @Nullable Utf8[] ids = new @Nullable Utf8[1 << bits];
  private int[] hashes = new int[1 << bits];
  private int[] rows = new int[1 << bits];
  private int size;

  /** The row that was put last with the id, or -1. */
  int find(Utf8 id) {
    int slot = slot(id, id.hashCode());
    return ids[slot] == null ? -1 : rows[slot];
  }

  /**
   * Says that a row has the id.
   *
   * @return the row that had it before, or -1
   */
  int put(Utf8 id, int row) {
    int hash = id.hashCode();
    int slot = slot(id, hash);
    int before = ids[slot] == null ? -1 : rows[slot];
    ids[slot] = id;
    hashes[slot] = hash;
    rows[slot] = row;
    if (before < 0 && ++size * 2 > ids.length) {
      grow();
    }
    return before;
  }

  /** Where the id is, or is to come. */
  private int slot(Utf8 id, int hash) {
    int slot = first(hash);
    for (Utf8 other = ids[slot]; other != null; other = ids[slot]) {
      if (hashes[slot] == hash && other.equals(id)) {
        return slot;
      }
      slot = next(slot);
    }
    return slot;
  }

  private void grow() {
    @Nullable Utf8[] formerIds = ids;
    int[] formerHashes = hashes;
    int[] formerRows = rows;
    bits++;
    ids = new @Nullable Utf8[1 << bits];
    hashes = new int[1 << bits];
    rows = new int[1 << bits];
    for (int i = 0; i < formerIds.length; i++) {
      if (formerIds[i] != null) {
        int slot = first(formerHashes[i]);
        while (ids[slot] != null) {
          slot = next(slot);
        }
        ids[slot] = formerIds[i];
        hashes[slot] = formerHashes[i];
        rows[slot] = formerRows[i];
      }
    }
  }

  private int first(int hash) {
    return (hash * GOLDEN) >>> (Integer.SIZE - bits);
  }

  private int next(int slot) {
    return (slot + 1) & (ids.length - 1);
  }
}
