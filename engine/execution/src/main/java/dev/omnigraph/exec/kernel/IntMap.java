package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Numbers by ints that are not negative, outside the heap: hashed as long as the ints are few of
 * those up to the greatest, and else at the places that they say.
 */
public final class IntMap implements AutoCloseable {
  private static final int FIRST_SLOTS = 256;
  private static final int EMPTY = -1;

  /** Hashing takes more room for a key than so many places. */
  private static final int DENSE = 4;

  private final BufferAllocator allocator;

  /** A key and its value in turn where keys are hashed, else values by key. */
  private Ints slots;

  private boolean dense;
  private int size;
  private int greatest = -1;

  public IntMap(BufferAllocator allocator) {
    this.allocator = allocator;
    this.slots = new Ints(allocator);
    slots.growTo(FIRST_SLOTS * 2, EMPTY);
  }

  /** The value of a key, or -1. */
  public int get(int key) {
    if (dense) {
      return key < slots.size() ? slots.get(key) : EMPTY;
    }
    int slot = slot(key);
    return slots.get(slot) == EMPTY ? EMPTY : slots.get(slot + 1);
  }

  /**
   * @param value not negative
   */
  public void put(int key, int value) {
    greatest = Math.max(greatest, key);
    if (get(key) == EMPTY) {
      size++;
      if (dense ? key >= slots.size() : size * 4L > slots.size()) {
        grow();
      }
    }
    set(key, value);
  }

  private void set(int key, int value) {
    if (dense) {
      slots.set(key, value);
    } else {
      int slot = slot(key);
      slots.set(slot, key);
      slots.set(slot + 1, value);
    }
  }

  private int slot(int key) {
    int mask = slots.size() - 1;
    // The upper bits of the product spread keys that follow one another, the lower ones do not.
    int slot = (key * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(mask)) & ~1;
    while (slots.get(slot) != EMPTY && slots.get(slot) != key) {
      slot = (slot + 2) & mask;
    }
    return slot;
  }

  private void grow() {
    boolean isDense = greatest < DENSE * (long) size;
    Ints larger = new Ints(allocator);
    // Where this is more than the query may have, the map stays as it is, and is closed as such.
    larger.growTo(isDense ? places() : Integer.highestOneBit(size) * 2 * DENSE, EMPTY);
    Ints before = slots;
    boolean wasDense = dense;
    slots = larger;
    dense = isDense;
    int step = wasDense ? 1 : 2;
    for (int slot = 0; slot < before.size(); slot += step) {
      int key = wasDense ? slot : before.get(slot);
      int value = before.get(slot + step - 1);
      if (value != EMPTY) {
        set(key, value);
      }
    }
    before.close();
  }

  /** Half as many again as are needed, so that not every greater key moves all. */
  private int places() {
    return (int) Math.min(greatest + 1L + greatest / 2, Integer.MAX_VALUE - 8);
  }

  @Override
  public void close() {
    slots.close();
  }
}
