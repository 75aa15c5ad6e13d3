package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Orders rows by several columns; nulls are below all else. */
public final class RowOrder {
  /**
   * A column to order by.
   *
   * @param nullsLast whether nulls come last in either direction
   */
  public record Key(Operand operand, boolean descending, boolean nullsLast) {
    /** Nulls are below all else. */
    public Key(Operand operand, boolean descending) {
      this(operand, descending, false);
    }
  }

  private final QueryMemory memory;
  private final List<Key> keys;
  private final VectorOrder[] orders;

  public RowOrder(QueryMemory memory, List<Key> keys) {
    this.memory = memory;
    this.keys = keys;
    this.orders =
        keys.stream()
            .map(key -> VectorOrder.of(key.operand().vector(), key.operand().vector()))
            .toArray(VectorOrder[]::new);
  }

  public int compare(int left, int right) {
    for (int i = 0; i < orders.length; i++) {
      Key key = keys.get(i);
      int order = key.operand().compareRows(orders[i], left, right);
      if (order != 0) {
        boolean turned =
            key.nullsLast() && isNull(key, left) != isNull(key, right) || key.descending();
        return turned ? -order : order;
      }
    }
    return 0;
  }

  private static boolean isNull(Key key, int row) {
    return key.operand().at(row) < 0;
  }

  /** The rows that the keys do not tell from others, as far as that decides the first rows. */
  public BitSet tied(Ints ordered, long first) {
    BitSet tied = new BitSet();
    boolean same = true;
    for (int i = 1; i < ordered.size() && (i <= first || same); i++) {
      same = compare(ordered.get(i - 1), ordered.get(i)) == 0;
      if (same) {
        tied.set(ordered.get(i - 1));
        tied.set(ordered.get(i));
      }
    }
    return tied;
  }

  /** The first rows in order, at most {@code limit} of them. */
  public Ints first(int rows, long limit) {
    return first(rows, IntUnaryOperator.identity(), limit);
  }

  /** The same of some rows. */
  public Ints first(Ints rows, long limit) {
    return first(rows.size(), rows::get, limit);
  }

  private Ints first(int count, IntUnaryOperator rows, long limit) {
    Ints chosen = limit < count / 2 ? least(count, rows, (int) limit) : all(count, rows);
    sort(chosen);
    chosen.truncate((int) Math.min(limit, chosen.size()));
    return chosen;
  }

  private Ints all(int count, IntUnaryOperator rows) {
    Ints all = memory.ints();
    all.reserve(count);
    for (int i = 0; i < count; i++) {
      all.add(rows.applyAsInt(i));
    }
    return all;
  }

  /** A heap of the least rows so far, with the greatest of them on top. */
  private Ints least(int count, IntUnaryOperator rows, int limit) {
    Ints heap = memory.ints();
    if (limit == 0) {
      return heap;
    }
    for (int i = 0; i < count; i++) {
      int row = rows.applyAsInt(i);
      if (heap.size() < limit) {
        heap.add(row);
        up(heap, heap.size() - 1);
      } else if (compare(row, heap.get(0)) < 0) {
        heap.set(0, row);
        down(heap);
      }
    }
    return heap;
  }

  private void up(Ints heap, int from) {
    int child = from;
    while (child > 0) {
      int parent = (child - 1) / 2;
      if (compare(heap.get(child), heap.get(parent)) <= 0) {
        return;
      }
      swap(heap, child, parent);
      child = parent;
    }
  }

  private void down(Ints heap) {
    int parent = 0;
    while (true) {
      int child = 2 * parent + 1;
      if (child >= heap.size()) {
        return;
      }
      if (child + 1 < heap.size() && compare(heap.get(child + 1), heap.get(child)) > 0) {
        child++;
      }
      if (compare(heap.get(child), heap.get(parent)) <= 0) {
        return;
      }
      swap(heap, child, parent);
      parent = child;
    }
  }

  private static void swap(Ints ints, int a, int b) {
    int kept = ints.get(a);
    ints.set(a, ints.get(b));
    ints.set(b, kept);
  }

  /** Merges runs that double in length. */
  private void sort(Ints rows) {
    int size = rows.size();
    Ints from = rows;
    Ints to = memory.ints();
    to.growTo(size, 0);
    for (long run = 1; run < size; run *= 2) {
      for (long start = 0; start < size; start += 2 * run) {
        merge(
            from,
            to,
            (int) start,
            (int) Math.min(start + run, size),
            (int) Math.min(start + 2 * run, size));
      }
      Ints swapped = from;
      from = to;
      to = swapped;
    }
    if (from != rows) {
      for (int i = 0; i < size; i++) {
        rows.set(i, from.get(i));
      }
      to = from;
    }
    memory.free(to);
  }

  private void merge(Ints from, Ints to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft =
          left < middle && (right >= end || compare(from.get(left), from.get(right)) <= 0);
      to.set(i, from.get(takeLeft ? left++ : right++));
    }
  }
}
