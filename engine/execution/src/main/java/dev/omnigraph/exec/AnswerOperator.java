package dev.omnigraph.exec;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.kernel.Groups;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.RowOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.Explain;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.plan.Rankings;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.value.ValueOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * From bound rows to the answer: groups and filters them, orders, makes distinct, passes over,
 * limits, and reads the columns.
 *
 * <p>The order is total. What the query leaves open is decided by the ids of its named nodes in the
 * order of their first appearance, then by those of its edges, and between groups by their keys,
 * column by column. Rows that {@code distinct} makes one stand where the first of them stood.
 */
final class AnswerOperator {
  private final Execution execution;
  private final Profiler profiler;
  private final Pipeline pipeline;
  private final Plan plan;
  private final TypedQuery.Read query;
  private final TotalOrder total;

  AnswerOperator(Execution execution, Profiler profiler, Pipeline pipeline, Plan plan) {
    this.execution = execution;
    this.profiler = profiler;
    this.pipeline = pipeline;
    this.plan = plan;
    this.query = plan.query();
    this.total = new TotalOrder(execution, plan.ties());
  }

  /** What a row is as work: whoever takes it may take its time. */
  private static final int ROW = 1 << 10;

  /** In place of a number of rows: the query did not begin with enough nodes to answer it. */
  static final long UNFILLED = -1;

  /** How many rows of the order the answer passes over. */
  static long offset(TypedQuery.Read query, ConstantValues arguments) {
    return count(query, query.offset(), "offset", arguments, 0);
  }

  /** The limit of the query, or all rows there can be. */
  static long limit(TypedQuery.Read query, ConstantValues arguments) {
    return count(query, query.limit(), "limit", arguments, Long.MAX_VALUE);
  }

  private static long count(
      TypedQuery.Read query,
      @Nullable Expr expr,
      String what,
      ConstantValues arguments,
      long otherwise) {
    if (expr == null) {
      return otherwise;
    }
    Object value = arguments.constant(expr);
    if (!(value instanceof Number number) || ValueOrder.compare(number, 0) < 0) {
      throw GraphException.of(
              QueryError.INVALID_LIMIT, "The %s of %s is %s.".formatted(what, query.name(), value))
          .next("Give zero or a positive integer.")
          .build();
    }
    return ValueOrder.compare(number, Long.MAX_VALUE) >= 0 ? Long.MAX_VALUE : number.longValue();
  }

  /**
   * Gives the sink the answer's rows, in order; their number. Or none, and {@link #UNFILLED}, where
   * rows that are not there might be among them.
   *
   * @param offset the rows of the order that are passed over
   * @param end how many rows of the order decide the answer, those included
   */
  long run(Relation relation, long offset, long end, Consumer<List<@Nullable Object>> sink) {
    return query.isGrouped()
        ? grouped(relation, offset, end, sink)
        : plain(relation, offset, end, sink);
  }

  private long plain(
      Relation relation, long offset, long end, Consumer<List<@Nullable Object>> sink) {
    Relation chosen;
    try (RelationColumns inputs = execution.columnsOf(relation)) {
      Profiler.Running running = profiler.start(0, -1);
      running.describe(Explain.order(query), "memory");
      List<RowOrder.Key> keys = new ArrayList<>();
      for (TypedQuery.OrderKey key : query.order()) {
        keys.add(key(key, inputs.operand(key.value())));
      }
      Ints order = total.first(relation, inputs, keys, query.distinct() ? Long.MAX_VALUE : end);
      if (!execution.best().suffices(order.size() < end, last(keys, order))) {
        running.end(0);
        return UNFILLED;
      }
      if (query.distinct()) {
        List<Operand> columns =
            query.columns().stream().map(column -> inputs.operand(column.value())).toList();
        order = distinct(order, columns, relation.rows(), end);
      }
      order = after(order, offset);
      chosen = relation.select(order);
      execution.memory().free(order);
      running.end(chosen.rows());
    }
    relation.close();
    chosen = pipeline.run(pipeline.runTogether(chosen, plan.late()), plan.shown(), 0);
    try (RelationColumns inputs = execution.columnsOf(chosen)) {
      List<IntFunction<@Nullable Object>> readers =
          query.columns().stream().map(column -> inputs.values(column.value())).toList();
      emit(readers, identity(chosen.rows()), sink);
      return chosen.rows();
    }
  }

  private static RowOrder.Key key(TypedQuery.OrderKey key, Operand values) {
    return new RowOrder.Key(values, key.descending(), Rankings.isDistance(key.value()));
  }

  /** What the last row is ordered by first, if that is a score. */
  private static @Nullable Double last(List<RowOrder.Key> keys, Ints order) {
    return !keys.isEmpty()
            && order.size() > 0
            && keys.getFirst().operand().value(order.get(order.size() - 1)) instanceof Double value
        ? value
        : null;
  }

  private Ints distinct(Ints order, List<Operand> columns, int rows, long limit) {
    try (Groups groups = Groups.of(execution.memory(), columns, rows)) {
      BitSet seen = new BitSet();
      Ints kept = execution.memory().ints();
      for (int i = 0; i < order.size() && kept.size() < limit; i++) {
        int group = groups.groupOf(order.get(i));
        if (!seen.get(group)) {
          seen.set(group);
          kept.add(order.get(i));
        }
      }
      return kept;
    }
  }

  private long grouped(
      Relation relation, long offset, long end, Consumer<List<@Nullable Object>> sink) {
    try (RelationColumns inputs = execution.columnsOf(relation)) {
      Profiler.Running running = profiler.start(0, -1);
      running.describe(Explain.aggregate(query), "memory");
      GroupColumns groups = new GroupColumns(execution, inputs, query);
      Ints collected = null;
      if (plan.collects()) {
        collected =
            total.first(
                relation,
                inputs,
                List.of(new RowOrder.Key(groups.numbers(), false)),
                Long.MAX_VALUE);
      }
      groups.aggregate(plan, collected);
      if (collected != null) {
        execution.memory().free(collected);
      }
      Ints kept = groups.having(query.having());
      running.end(kept.size());
      RowOrder order = new RowOrder(execution.memory(), groupOrder(groups, kept));
      Ints chosen = after(order.first(kept, end), offset);
      emit(
          query.columns().stream().map(column -> groups.shown(column.value(), chosen)).toList(),
          chosen,
          sink);
      return chosen.size();
    } finally {
      relation.close();
    }
  }

  private List<RowOrder.Key> groupOrder(GroupColumns groups, Ints kept) {
    List<RowOrder.Key> keys = new ArrayList<>();
    for (TypedQuery.OrderKey key : query.order()) {
      keys.add(key(key, groups.operand(key.value(), kept)));
    }
    for (Expr key : query.groupKey()) {
      keys.add(new RowOrder.Key(groups.operand(key, kept), false));
    }
    return keys;
  }

  /** The order without its first rows. */
  private Ints after(Ints order, long offset) {
    if (offset == 0) {
      return order;
    }
    Ints rest = execution.memory().ints();
    for (int i = (int) Math.min(offset, order.size()); i < order.size(); i++) {
      rest.add(order.get(i));
    }
    execution.memory().free(order);
    return rest;
  }

  private Ints identity(int rows) {
    Ints identity = execution.memory().ints();
    identity.reserve(rows);
    for (int row = 0; row < rows; row++) {
      identity.add(row);
    }
    return identity;
  }

  /** The only place where there are row objects. */
  private void emit(
      List<IntFunction<@Nullable Object>> columns,
      Ints order,
      Consumer<List<@Nullable Object>> sink) {
    for (int i = 0; i < order.size(); i++) {
      execution.memory().worked(ROW);
      List<@Nullable Object> row = new ArrayList<>(columns.size());
      for (IntFunction<@Nullable Object> column : columns) {
        row.add(column.apply(order.get(i)));
      }
      sink.accept(Collections.unmodifiableList(row));
    }
  }
}
