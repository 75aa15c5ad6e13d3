package dev.omnigraph.exec.kernel;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.ExecutionError;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.query.Expr;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.jspecify.annotations.Nullable;

/** Aggregates one column by group: a column with one row per group. */
public final class Aggregation {
  private final QueryMemory memory;
  private final Groups groups;
  private final int rows;
  private final @Nullable Ints times;

  /**
   * @param rows that are grouped
   * @param times how often each row counts; null for once. Sums and means do not heed it.
   */
  public Aggregation(QueryMemory memory, Groups groups, int rows, @Nullable Ints times) {
    this.memory = memory;
    this.groups = groups;
    this.rows = rows;
    this.times = times;
  }

  /**
   * @param distinct whether equal values of a group count once
   * @param column the result's name, for the error
   * @throws GraphException {@code number_overflow} when a sum is outside the numbers of F64
   */
  public Operand of(
      Expr.Aggregate.Function function, Operand argument, boolean distinct, String column) {
    Operand values = distinct ? once(argument, IntUnaryOperator.identity()) : argument;
    return switch (function) {
      case COUNT -> count(values);
      case SUM -> numbers(values, column, (sum, count) -> sum.value());
      case AVG -> numbers(values, column, ExactSum::mean);
      case MIN -> extreme(values, -1);
      case MAX -> extreme(values, 1);
      case COLLECT -> throw new IllegalArgumentException("Lists are not computed of a column.");
    };
  }

  /**
   * The values of each group.
   *
   * @param argument is null in rows whose value is in no list, and equal where values are
   * @param all by row
   * @param ordered all rows, group by group
   * @param distinct whether only the first of equal ones are in the lists
   */
  public GroupLists lists(
      Operand argument, IntFunction<@Nullable Object> all, Ints ordered, boolean distinct) {
    Operand operand = distinct ? once(argument, ordered::get) : argument;
    return GroupLists.of(memory, groups, operand, all, ordered);
  }

  /** The column with null in place of what comes after an equal value of the same group. */
  private Operand once(Operand argument, IntUnaryOperator order) {
    List<Operand> keys =
        groups.size() == 1 ? List.of(argument) : List.of(groups.numbers(), argument);
    Ints positions = memory.ints();
    positions.growTo(rows, -1);
    try (Groups values = Groups.of(memory, keys, rows)) {
      BitSet seen = new BitSet();
      for (int i = 0; i < rows; i++) {
        int row = order.applyAsInt(i);
        int value = values.groupOf(row);
        if (!seen.get(value)) {
          seen.set(value);
          positions.set(row, argument.at(row));
        }
      }
    }
    return new Operand(argument.vector(), positions, argument.distinct());
  }

  /** How many values are not null. */
  private Operand count(Operand argument) {
    BigIntVector counts = memory.own(new BigIntVector("count", memory.allocator()));
    counts.allocateNew(groups.size());
    for (int group = 0; group < groups.size(); group++) {
      counts.set(group, 0);
    }
    ArrowBuf longs = counts.getDataBuffer();
    for (int row = 0; row < rows; row++) {
      if (argument.at(row) >= 0) {
        long place = (long) groups.groupOf(row) * Long.BYTES;
        longs.setLong(place, longs.getLong(place) + (times == null ? 1 : times.get(row)));
      }
    }
    counts.setValueCount(groups.size());
    return byGroup(counts);
  }

  /** What is made of the sum and the number of the values; null for no values. */
  private Operand numbers(Operand argument, String column, Result result) {
    ExactSum[] sums = new ExactSum[groups.size()];
    long[] counts = new long[groups.size()];
    for (int row = 0; row < rows; row++) {
      int index = argument.at(row);
      if (index >= 0) {
        int group = groups.groupOf(row);
        if (sums[group] == null) {
          sums[group] = new ExactSum();
        }
        add(sums[group], argument, index);
        counts[group]++;
      }
    }
    Float8Vector results = memory.own(new Float8Vector("sum", memory.allocator()));
    results.allocateNew(groups.size());
    for (int group = 0; group < groups.size(); group++) {
      if (counts[group] == 0) {
        results.setNull(group);
      } else {
        double number = result.of(sums[group], counts[group]);
        if (!Double.isFinite(number)) {
          throw overflow(column);
        }
        results.set(group, number);
      }
    }
    results.setValueCount(groups.size());
    return byGroup(results);
  }

  private interface Result {
    double of(ExactSum sum, long count);
  }

  private static GraphException overflow(String column) {
    return GraphException.of(
            ExecutionError.NUMBER_OVERFLOW,
            "The result of `%s` is outside the finite numbers, the range of F64.".formatted(column))
        .with("column", column)
        .build();
  }

  private static void add(ExactSum sum, Operand argument, int index) {
    if (argument.vector() instanceof UInt8Vector unsigned) {
      sum.addUnsigned(unsigned.get(index));
      return;
    }
    VectorOrder.LongAt longs = VectorOrder.LongAt.of(argument.vector());
    if (longs != null) {
      sum.add(longs.get(index));
      return;
    }
    VectorOrder.DoubleAt doubles = VectorOrder.DoubleAt.of(argument.vector());
    if (doubles == null) {
      throw new IllegalArgumentException("Not a column of numbers.");
    }
    sum.add(doubles.get(index));
  }

  /** The least (sign -1) or greatest (1) value, or null; not copied, but pointed at. */
  private Operand extreme(Operand argument, int sign) {
    VectorOrder order = VectorOrder.of(argument.vector(), argument.vector());
    Ints best = memory.ints();
    best.growTo(groups.size(), -1);
    for (int row = 0; row < rows; row++) {
      int index = argument.at(row);
      if (index >= 0) {
        int group = groups.groupOf(row);
        int before = best.get(group);
        if (before < 0 || order.compare(index, before) * sign > 0) {
          best.set(group, index);
        }
      }
    }
    return new Operand(argument.vector(), best, false);
  }

  private Operand byGroup(FieldVector vector) {
    Ints identity = memory.ints();
    identity.reserve(groups.size());
    for (int group = 0; group < groups.size(); group++) {
      identity.add(group);
    }
    return new Operand(vector, identity, false);
  }
}
