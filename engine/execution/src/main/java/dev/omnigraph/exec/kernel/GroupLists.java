package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.table.ArrowValues;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** A list of values for each group. The values stay where they are, and are only pointed at. */
public final class GroupLists {
  private final Operand values;
  private final Ints indexes;
  private final Ints starts;

  private GroupLists(QueryMemory memory, Operand values) {
    this.values = values;
    this.indexes = memory.ints();
    this.starts = memory.ints();
  }

  /**
   * Lists the values that are not null.
   *
   * @param ordered all rows, group by group
   */
  static GroupLists of(QueryMemory memory, Groups groups, Operand values, Ints ordered) {
    GroupLists lists = new GroupLists(memory, values);
    for (int i = 0; i < ordered.size(); i++) {
      int row = ordered.get(i);
      lists.startAll(groups.groupOf(row) + 1);
      if (values.at(row) >= 0) {
        lists.indexes.add(values.at(row));
      }
    }
    lists.startAll(groups.size() + 1);
    return lists;
  }

  private void startAll(int count) {
    starts.growTo(Math.max(count, starts.size()), indexes.size());
  }

  /** The values of a group, read as they are asked for, while the query runs. */
  public List<Object> of(int group) {
    return new Slice(starts.get(group), starts.get(group + 1));
  }

  private final class Slice extends AbstractList<Object> implements RandomAccess {
    private final int start;
    private final int end;

    Slice(int start, int end) {
      this.start = start;
      this.end = end;
    }

    @Override
    public Object get(int place) {
      int index = indexes.get(Objects.checkIndex(place, size()) + start);
      return Objects.requireNonNull(ArrowValues.get(values.vector(), index));
    }

    @Override
    public int size() {
      return end - start;
    }
  }
}
