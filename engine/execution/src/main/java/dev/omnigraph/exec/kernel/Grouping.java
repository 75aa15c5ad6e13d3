package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;

/** Rows by the entity number they have in one column; rows without one are left out. */
public final class Grouping implements AutoCloseable {
  private final QueryMemory memory;
  private final Ints order;
  private final Ints starts;

  private Grouping(QueryMemory memory, Ints order, Ints starts) {
    this.memory = memory;
    this.order = order;
    this.starts = starts;
  }

  public static Grouping byNumber(QueryMemory memory, Ints numbers) {
    Ints present = memory.ints();
    Ints keys = memory.ints();
    for (int row = 0; row < numbers.size(); row++) {
      if (numbers.get(row) >= 0) {
        keys.add(numbers.get(row));
        present.add(row);
      }
    }
    Adjacency byKey = Adjacency.of(memory, keys, present, present);
    Ints order = memory.ints();
    Ints starts = memory.ints();
    order.reserve(present.size());
    for (int key = 0; byKey.covers(key); key++) {
      if (byKey.start(key) < byKey.end(key)) {
        starts.add(order.size());
      }
      for (int i = byKey.start(key); i < byKey.end(key); i++) {
        order.add(byKey.target(i));
      }
    }
    starts.add(order.size());
    byKey.close();
    memory.free(keys);
    memory.free(present);
    return new Grouping(memory, order, starts);
  }

  public int groups() {
    return starts.size() - 1;
  }

  /** The first place of a group; {@link #row} gives the row there. */
  public int start(int group) {
    return starts.get(group);
  }

  public int end(int group) {
    return starts.get(group + 1);
  }

  public int row(int place) {
    return order.get(place);
  }

  @Override
  public void close() {
    memory.free(order);
    memory.free(starts);
  }
}
