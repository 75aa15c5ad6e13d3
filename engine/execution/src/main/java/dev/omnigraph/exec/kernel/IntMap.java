package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import org.apache.arrow.memory.BufferAllocator;

/** Ints by ints that are not negative, outside the heap. */
final class IntMap implements AutoCloseable {
  private static final int FIRST_SLOTS = 256;
  private static final int EMPTY = -1;

  private final BufferAllocator allocator;

  /** A key and its value in turn. */
  private Ints slots;

  private int size;

  IntMap(BufferAllocator allocator) {
    this.allocator = allocator;
    this.slots = empty(FIRST_SLOTS);
  }

  /** The value of a key, or -1. */
  int get(int key) {
    int slot = slot(key);
    return slots.get(slot) == EMPTY ? -1 : slots.get(slot + 1);
  }

  void put(int key, int value) {
    int slot = slot(key);
    if (slots.get(slot) == EMPTY) {
      slots.set(slot, key);
      size++;
    }
    slots.set(slot + 1, value);
    if (size * 4L > slots.size()) {
      grow();
    }
  }

  private int slot(int key) {
    int mask = slots.size() - 1;
    int hash = key * 0x9E3779B9;
    int slot = (hash ^ (hash >>> 16)) << 1 & mask;
    while (slots.get(slot) != EMPTY && slots.get(slot) != key) {
      slot = (slot + 2) & mask;
    }
    return slot;
  }

  private void grow() {
    Ints before = slots;
    slots = empty(before.size());
    for (int slot = 0; slot < before.size(); slot += 2) {
      if (before.get(slot) != EMPTY) {
        int free = slot(before.get(slot));
        slots.set(free, before.get(slot));
        slots.set(free + 1, before.get(slot + 1));
      }
    }
    before.close();
  }

  private Ints empty(int entries) {
    Ints empty = new Ints(allocator);
    empty.growTo(entries * 2, EMPTY);
    return empty;
  }

  @Override
  public void close() {
    slots.close();
  }
}
