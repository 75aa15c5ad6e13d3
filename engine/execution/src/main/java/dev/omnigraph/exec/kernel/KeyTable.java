package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import java.util.List;

/**
 * Rows by the values that they have in some columns, to be found by equal values of other columns,
 * whose vectors may be of other types. A row with a null among its values is not found.
 */
public final class KeyTable implements AutoCloseable {
  private static final int EMPTY = -1;

  private final QueryMemory memory;
  private final List<Operand> keys;

  /** The first row of each key, at a place that its hash says. */
  private final Ints slots;

  /** By row. */
  private final Ints hashes;

  /** By row, the next row with the same key. */
  private final Ints next;

  /** Takes pairs of rows. */
  @FunctionalInterface
  public interface Pairs {
    /**
     * @param other the row that looks
     * @param row the row of the table that it finds
     */
    void add(int other, int row);
  }

  public KeyTable(QueryMemory memory, List<Operand> keys, int rows) {
    this.memory = memory;
    this.keys = keys;
    this.slots = memory.ints();
    this.hashes = memory.ints();
    this.next = memory.ints();
    long places = 4L * Math.max(1, Integer.highestOneBit(rows));
    if (places > 1 << 30) {
      throw QueryMemory.tooManyRows();
    }
    slots.growTo((int) places, EMPTY);
    hashes.growTo(rows, 0);
    next.growTo(rows, EMPTY);
    Seeker own = new Seeker(keys);
    // Backwards, so that the rows of a key follow one another as they are.
    for (int row = rows - 1; row >= 0; row--) {
      if (own.read(row)) {
        int slot = own.slot(row);
        hashes.set(row, own.hash);
        next.set(row, slots.get(slot));
        slots.set(slot, row);
      }
    }
  }

  /** All pairs of other rows with those of the table whose values are equal. */
  public void find(List<Operand> others, int rows, Pairs pairs) {
    Seeker seeker = new Seeker(others);
    for (int other = 0; other < rows; other++) {
      if (seeker.read(other)) {
        for (int row = slots.get(seeker.slot(other)); row != EMPTY; row = next.get(row)) {
          pairs.add(other, row);
        }
      }
    }
  }

  /** Looks rows of some columns up. */
  private final class Seeker {
    private final Operand[] others;
    private final VectorHash[] hashers;
    private final VectorOrder[] orders;
    private int hash;

    Seeker(List<Operand> others) {
      this.others = others.toArray(Operand[]::new);
      this.hashers =
          others.stream().map(key -> VectorHash.of(key.vector())).toArray(VectorHash[]::new);
      this.orders = new VectorOrder[keys.size()];
      for (int i = 0; i < orders.length; i++) {
        orders[i] = VectorOrder.of(this.others[i].vector(), keys.get(i).vector());
      }
    }

    /** Hashes the row's values, unless one is null. */
    boolean read(int row) {
      hash = 1;
      for (int i = 0; i < others.length; i++) {
        int index = others[i].at(row);
        if (index < 0) {
          return false;
        }
        hash = VectorHash.FACTOR * hash + hashers[i].hash(index);
      }
      hash = VectorHash.spread(hash);
      return true;
    }

    /** Where the rows of the same values are, or would be. */
    int slot(int other) {
      int mask = slots.size() - 1;
      int slot = hash & mask;
      for (int row = slots.get(slot); row != EMPTY; row = slots.get(slot)) {
        if (hashes.get(row) == hash && isEqual(other, row)) {
          return slot;
        }
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private boolean isEqual(int other, int row) {
      for (int i = 0; i < orders.length; i++) {
        if (orders[i].compare(others[i].at(other), keys.get(i).at(row)) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public void close() {
    List.of(slots, hashes, next).forEach(memory::free);
  }
}
