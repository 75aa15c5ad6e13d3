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
    Ints rows = memory.ints();
    Ints keys = memory.ints();
    for (int row = 0; row < numbers.size(); row++) {
      if (numbers.get(row) >= 0) {
        keys.add(numbers.get(row));
        rows.add(row);
      }
    }
    Adjacency byKey = Adjacency.of(memory, keys, rows, rows);
    keys.clear();
    rows.clear();
    for (int key = 0; byKey.covers(key); key++) {
      if (byKey.start(key) < byKey.end(key)) {
        keys.add(byKey.start(key));
      }
      for (int i = byKey.start(key); i < byKey.end(key); i++) {
        rows.add(byKey.target(i));
      }
    }
    keys.add(rows.size());
    byKey.close();
    return new Grouping(memory, rows, keys);
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
