package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.memory.util.hash.ArrowBufHasher;
import org.apache.arrow.memory.util.hash.MurmurHasher;
import org.apache.arrow.vector.VarCharVector;

/**
 * Numbers for the ids of one node type, from 0 in the order of first appearance. Within a query two
 * entities are equal if and only if their numbers are.
 */
public final class IdDictionary implements AutoCloseable {
  private static final int FIRST_SLOTS = 1024;
  private static final int EMPTY = -1;

  private final ArrowBufHasher hasher = new MurmurHasher();
  private final BufferAllocator allocator;
  private final VarCharVector ids;
  private final Ints hashes;
  private Ints slots;
  private int size;

  public IdDictionary(BufferAllocator allocator) {
    this.allocator = allocator;
    this.ids = new VarCharVector("id", allocator);
    this.hashes = new Ints(allocator);
    this.slots = emptySlots(FIRST_SLOTS);
  }

  public int size() {
    return size;
  }

  /** The ids by number. */
  public VarCharVector ids() {
    ids.setValueCount(size);
    return ids;
  }

  public String text(int number) {
    return new String(ids.get(number), StandardCharsets.UTF_8);
  }

  public List<String> texts(BitSet numbers) {
    List<String> texts = new ArrayList<>(numbers.cardinality());
    numbers.stream().forEach(number -> texts.add(text(number)));
    return texts;
  }

  /** The number of an id, a new one if it has none yet. */
  public int intern(VarCharVector from, int row) {
    int hash = hash(from, row);
    int slot = slotOf(from, row, hash);
    int number = slots.get(slot);
    if (number != EMPTY) {
      return number;
    }
    number = size++;
    ids.copyFromSafe(row, number, from);
    hashes.add(hash);
    slots.set(slot, number);
    if (size * 2L > slots.size()) {
      grow();
    }
    return number;
  }

  /** The number of an id, or -1. */
  public int find(VarCharVector from, int row) {
    return slots.get(slotOf(from, row, hash(from, row)));
  }

  private int slotOf(VarCharVector from, int row, int hash) {
    int mask = slots.size() - 1;
    int slot = hash & mask;
    while (true) {
      int number = slots.get(slot);
      if (number == EMPTY || (hashes.get(number) == hash && equal(number, from, row))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean equal(int number, VarCharVector from, int row) {
    return ByteFunctionHelpers.equal(
            ids.getDataBuffer(),
            ids.getStartOffset(number),
            ids.getEndOffset(number),
            from.getDataBuffer(),
            from.getStartOffset(row),
            from.getEndOffset(row))
        != 0;
  }

  private int hash(VarCharVector vector, int row) {
    int start = vector.getStartOffset(row);
    return hasher.hashCode(vector.getDataBuffer(), start, vector.getEndOffset(row) - start);
  }

  private void grow() {
    Ints larger = emptySlots(slots.size() * 2);
    int mask = larger.size() - 1;
    for (int number = 0; number < size; number++) {
      int slot = hashes.get(number) & mask;
      while (larger.get(slot) != EMPTY) {
        slot = (slot + 1) & mask;
      }
      larger.set(slot, number);
    }
    slots.close();
    slots = larger;
  }

  private Ints emptySlots(int count) {
    Ints empty = new Ints(allocator);
    empty.growTo(count, EMPTY);
    return empty;
  }

  @Override
  public void close() {
    ids.close();
    hashes.close();
    slots.close();
  }
}
