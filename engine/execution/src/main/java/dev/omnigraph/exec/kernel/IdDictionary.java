package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.table.ByteHasher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.VarCharVector;

/**
 * Numbers for the nodes of one type, from 0 in the order of first appearance. A node is known by
 * its id, or by its rank in a set of keys, or by both; {@link #know} tells that a rank and an id
 * belong together. Within a query two entities are equal if and only if their numbers are, except
 * that a node may have two numbers while {@link #isAmbiguous}.
 */
public final class IdDictionary implements AutoCloseable {
  private static final int FIRST_SLOTS = 1024;
  private static final int EMPTY = -1;

  private final ByteHasher hasher = new ByteHasher();
  private final BufferAllocator allocator;

  /** In the order in which they became known, with their hashes. */
  private final VarCharVector ids;

  private final Ints hashes;
  private int known;

  /** Places among the ids, by hash. */
  private Ints slots;

  private final Numbering numbering;
  private ArrowBuf scratch;
  private int size;

  public IdDictionary(BufferAllocator allocator) {
    this.allocator = allocator;
    this.ids = new VarCharVector("id", allocator);
    this.hashes = new Ints(allocator);
    this.slots = emptySlots(FIRST_SLOTS);
    this.numbering = new Numbering(allocator);
    this.scratch = allocator.getEmpty();
  }

  /** How many numbers were given out. */
  public int size() {
    return size;
  }

  /** The ids that are known. */
  public VarCharVector ids() {
    ids.setValueCount(known);
    return ids;
  }

  /** The place of a number's id among {@link #ids}, or -1. */
  public int placeOf(int number) {
    return numbering.placeOf(number);
  }

  /** Whether numbers are the places of their ids. */
  public boolean isPlain() {
    return numbering.isPlain();
  }

  public String text(int number) {
    return new String(bytes(number), StandardCharsets.UTF_8);
  }

  /** An id that is known, in UTF-8. */
  public byte[] bytes(int number) {
    return ids.get(placeOf(number));
  }

  public List<String> texts(BitSet numbers) {
    List<String> texts = new ArrayList<>(numbers.cardinality());
    numbers.stream().forEach(number -> texts.add(text(number)));
    return texts;
  }

  /** The number of an id, a new one if it has none yet. */
  public int intern(VarCharVector from, int row) {
    return intern(from.getDataBuffer(), from.getStartOffset(row), from.getEndOffset(row));
  }

  /** The number of an id in UTF-8, a new one if it has none yet. */
  public int intern(byte[] id) {
    copy(id);
    return intern(scratch, 0, id.length);
  }

  /** The number of an id, or -1. */
  public int find(VarCharVector from, int row) {
    return find(from.getDataBuffer(), from.getStartOffset(row), from.getEndOffset(row));
  }

  /** The number of an id in UTF-8, or -1. */
  public int find(byte[] id) {
    copy(id);
    return find(scratch, 0, id.length);
  }

  /** The number of the node with a rank, a new one if it has none yet. */
  public int internRank(int rank) {
    int number = numbering.numberOfRank(rank);
    if (number < 0) {
      number = size++;
      numbering.rank(number, rank, known);
    }
    return number;
  }

  /** The number of the node with a rank, or -1. */
  public int findRank(int rank) {
    return numbering.numberOfRank(rank);
  }

  /** The rank of a number, or -1 while none is known. */
  public int rankOf(int number) {
    return Math.max(-1, numbering.rankOf(number));
  }

  /** No node of the keys has this number. */
  public void hasNoRank(int number) {
    numbering.unranked(number, known);
  }

  /**
   * A rank and an id are of one node; the number of it, or -1 if it has none. Where it had two, the
   * smaller stays.
   */
  public int know(int rank, byte[] id) {
    int byRank = numbering.numberOfRank(rank);
    if (byRank >= 0 && numbering.placeOf(byRank) >= 0) {
      return byRank;
    }
    copy(id);
    int slot = slotOf(scratch, 0, id.length, hash(scratch, 0, id.length));
    int place = slots.get(slot);
    int byId = place == EMPTY ? -1 : numbering.numberAt(place);
    if (byRank < 0 && byId >= 0) {
      numbering.rank(byId, rank, known);
    } else if (byRank >= 0 && byId < 0) {
      numbering.place(byRank, add(scratch, 0, id.length, slot));
    } else if (byRank != byId) {
      return numbering.merge(byRank, byId, rank, place);
    }
    return Math.max(byRank, byId);
  }

  /** The number of the node with a rank and an id, a new one if it has none yet. */
  public int intern(int rank, byte[] id) {
    int number = know(rank, id);
    if (number < 0) {
      number = intern(id);
      numbering.rank(number, rank, known);
    }
    return number;
  }

  /** The number that stands for the node of a number, which may be another. */
  public int canonical(int number) {
    return numbering.canonical(number);
  }

  /** How many numbers were found to be of nodes that have another. */
  public int merges() {
    return numbering.merges();
  }

  /** Whether a node may have two numbers: some have only an id, and others only a rank. */
  public boolean isAmbiguous() {
    return !numbering.isPlain() && !withoutRank().isEmpty() && !withoutId().isEmpty();
  }

  /** The numbers of which it is not known whether they have a rank. */
  public BitSet withoutRank() {
    return numbering.withoutRank(size);
  }

  /** The numbers whose ids are not known. */
  public BitSet withoutId() {
    return numbering.withoutId(size);
  }

  private int intern(ArrowBuf from, int start, int end) {
    int slot = slotOf(from, start, end, hash(from, start, end));
    int place = slots.get(slot);
    if (place != EMPTY) {
      return numbering.numberAt(place);
    }
    int number = size++;
    int added = add(from, start, end, slot);
    if (added != number || !numbering.isPlain()) {
      numbering.place(number, added);
    }
    return number;
  }

  private int find(ArrowBuf from, int start, int end) {
    int place = slots.get(slotOf(from, start, end, hash(from, start, end)));
    return place == EMPTY ? -1 : numbering.numberAt(place);
  }

  private int add(ArrowBuf from, int start, int end, int slot) {
    int place = known++;
    ids.setSafe(place, start, end - start, from);
    hashes.add(hash(from, start, end));
    slots.set(slot, place);
    if (known * 2L > slots.size()) {
      grow();
    }
    return place;
  }

  private void copy(byte[] id) {
    if (scratch.capacity() < id.length) {
      scratch.close();
      scratch = allocator.buffer(Math.max(64, id.length * 2L));
    }
    scratch.setBytes(0, id);
  }

  private int slotOf(ArrowBuf from, int start, int end, int hash) {
    int mask = slots.size() - 1;
    int slot = hash & mask;
    while (true) {
      int place = slots.get(slot);
      if (place == EMPTY || (hashes.get(place) == hash && equal(place, from, start, end))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean equal(int place, ArrowBuf from, int start, int end) {
    return ByteFunctionHelpers.equal(
            ids.getDataBuffer(),
            ids.getStartOffset(place),
            ids.getEndOffset(place),
            from,
            start,
            end)
        != 0;
  }

  private int hash(ArrowBuf from, int start, int end) {
    return hasher.hashCode(from, start, end - start);
  }

  private void grow() {
    Ints larger = emptySlots(slots.size() * 2);
    int mask = larger.size() - 1;
    for (int place = 0; place < known; place++) {
      int slot = hashes.get(place) & mask;
      while (larger.get(slot) != EMPTY) {
        slot = (slot + 1) & mask;
      }
      larger.set(slot, place);
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
    numbering.close();
    scratch.close();
  }
}
