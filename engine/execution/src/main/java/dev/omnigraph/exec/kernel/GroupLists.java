package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A list of values for each group. Only the rows that have them are kept. */
public final class GroupLists {
  private final IntFunction<@Nullable Object> values;
  private final Ints rows;
  private final Ints starts;

  private GroupLists(QueryMemory memory, IntFunction<@Nullable Object> values) {
    this.values = values;
    this.rows = memory.ints();
    this.starts = memory.ints();
  }

  /**
   * Lists the values of the rows in which an operand is not null.
   *
   * @param values by row
   * @param ordered all rows, group by group
   */
  static GroupLists of(
      QueryMemory memory,
      Groups groups,
      Operand operand,
      IntFunction<@Nullable Object> values,
      Ints ordered) {
    GroupLists lists = new GroupLists(memory, values);
    for (int i = 0; i < ordered.size(); i++) {
      int row = ordered.get(i);
      lists.startAll(groups.groupOf(row) + 1);
      if (operand.at(row) >= 0) {
        lists.rows.add(row);
      }
    }
    lists.startAll(groups.size() + 1);
    return lists;
  }

  private void startAll(int count) {
    starts.growTo(Math.max(count, starts.size()), rows.size());
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
      int row = rows.get(Objects.checkIndex(place, size()) + start);
      return Objects.requireNonNull(values.apply(row));
    }

    @Override
    public int size() {
      return end - start;
    }
  }
}
