package dev.omnigraph.exec;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.kernel.Aggregation;
import dev.omnigraph.exec.kernel.Groups;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.RowOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.ValueOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * From bound rows to the answer: groups, orders, makes distinct, limits, and reads the columns.
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

  AnswerOperator(Execution execution, Profiler profiler, Pipeline pipeline, Plan plan) {
    this.execution = execution;
    this.profiler = profiler;
    this.pipeline = pipeline;
    this.plan = plan;
    this.query = plan.query();
  }

  /** The limit of the query, or all rows there can be. */
  static long limit(TypedQuery.Read query, ConstantValues arguments) {
    if (query.limit() == null) {
      return Long.MAX_VALUE;
    }
    Object value = arguments.constant(query.limit());
    if (!(value instanceof Number number) || ValueOrder.compare(number, 0) < 0) {
      throw GraphException.of(
              QueryError.INVALID_LIMIT, "The limit of " + query.name() + " is " + value + ".")
          .next("Give zero or a positive integer.")
          .build();
    }
    return ValueOrder.compare(number, Long.MAX_VALUE) >= 0 ? Long.MAX_VALUE : number.longValue();
  }

  /** Gives the sink the answer's rows, in order; their number. */
  long run(Relation relation, long limit, Consumer<List<@Nullable Object>> sink) {
    return plan.aggregates() ? grouped(relation, limit, sink) : plain(relation, limit, sink);
  }

  private long plain(Relation relation, long limit, Consumer<List<@Nullable Object>> sink) {
    Relation chosen;
    try (RelationColumns inputs = execution.columnsOf(relation)) {
      Profiler.Running running = profiler.start(0, -1);
      running.describe(limit == Long.MAX_VALUE ? "order" : "order, limit", "memory");
      Ints order = order(relation, inputs, query.distinct() ? Long.MAX_VALUE : limit);
      if (query.distinct()) {
        List<Operand> columns =
            query.columns().stream().map(column -> inputs.operand(column.value())).toList();
        order = distinct(order, columns, relation.rows(), limit);
      }
      chosen = relation.select(order);
      execution.memory().free(order);
      running.end(chosen.rows());
    }
    relation.close();
    chosen = pipeline.runTogether(chosen, plan.late());
    try (RelationColumns inputs = execution.columnsOf(chosen)) {
      List<IntFunction<@Nullable Object>> readers =
          query.columns().stream().map(column -> inputs.values(column.value())).toList();
      emit(readers, identity(chosen.rows()), sink);
      return chosen.rows();
    }
  }

  private Ints order(Relation relation, RelationColumns inputs, long limit) {
    List<RowOrder.Key> keys = new ArrayList<>();
    for (TypedQuery.OrderKey key : query.order()) {
      keys.add(new RowOrder.Key(inputs.operand(expression(key)), key.descending()));
    }
    List<Variable> open = new ArrayList<>(plan.ties());
    while (!open.isEmpty() && hasIds(open.getFirst())) {
      keys.add(new RowOrder.Key(inputs.column(open.removeFirst(), ArrowSchemas.ID), false));
    }
    if (open.isEmpty()) {
      return order(relation.rows(), keys, limit);
    }
    // Ids of edges are fetched only where nothing before them tells two rows apart.
    RowOrder order = new RowOrder(execution.memory(), keys);
    Ints rows = order.first(relation.rows(), Long.MAX_VALUE);
    BitSet tied = order.tied(rows, limit);
    if (tied.isEmpty()) {
      rows.truncate((int) Math.min(limit, rows.size()));
      return rows;
    }
    execution.memory().free(rows);
    for (Variable edge : open) {
      if (!hasIds(edge)) {
        new EdgeIds(execution).fetch(edge, relation.numbers(edge), tied);
      }
      keys.add(new RowOrder.Key(inputs.column(edge, ArrowSchemas.ID), false));
    }
    return order(relation.rows(), keys, limit);
  }

  private boolean hasIds(Variable variable) {
    return !(variable.type() instanceof EdgeType)
        || execution.entities().of(variable).has(ArrowSchemas.ID);
  }

  private Expr expression(TypedQuery.OrderKey key) {
    return key.value() != null ? key.value() : query.columns().get(key.columnIndex()).value();
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

  private long grouped(Relation relation, long limit, Consumer<List<@Nullable Object>> sink) {
    try (RelationColumns inputs = execution.columnsOf(relation)) {
      Profiler.Running running = profiler.start(0, -1);
      running.describe("aggregate", "memory");
      Groups groups = Groups.of(execution.memory(), groupKeys(inputs), relation.rows());
      Variable counted = plan.counted();
      Aggregation aggregation =
          new Aggregation(
              execution.memory(),
              groups,
              relation.rows(),
              counted == null ? null : relation.numbers(counted));
      Ints firsts = execution.memory().ints();
      for (int group = 0; group < groups.size(); group++) {
        firsts.add(groups.first(group));
      }
      List<Operand> columns = new ArrayList<>();
      List<IntFunction<@Nullable Object>> readers = new ArrayList<>();
      for (TypedQuery.Column column : query.columns()) {
        if (column.value() instanceof Expr.Aggregate aggregate) {
          Operand result =
              aggregation.of(
                  aggregate.function(),
                  aggregate.function() == Expr.Aggregate.Function.COUNT
                      ? inputs.present(aggregate.argument())
                      : inputs.operand(aggregate.argument()),
                  column.name());
          columns.add(result);
          readers.add(result::value);
        } else {
          columns.add(atRows(inputs.operand(column.value()), firsts));
          IntFunction<@Nullable Object> reader = inputs.values(column.value());
          readers.add(group -> reader.apply(firsts.get(group)));
        }
      }
      running.end(groups.size());
      Ints order = order(groups.size(), groupOrder(inputs, columns, firsts), limit);
      emit(readers, order, sink);
      return order.size();
    } finally {
      relation.close();
    }
  }

  /** Constants are the same in every row, and so no part of a key. */
  private List<Operand> groupKeys(RelationColumns inputs) {
    return query.columns().stream()
        .map(TypedQuery.Column::value)
        .filter(value -> !(value instanceof Expr.Aggregate) && !ConstantValues.isConstant(value))
        .map(inputs::operand)
        .toList();
  }

  private List<RowOrder.Key> groupOrder(
      RelationColumns inputs, List<Operand> columns, Ints firsts) {
    List<RowOrder.Key> keys = new ArrayList<>();
    for (TypedQuery.OrderKey key : query.order()) {
      Operand operand =
          key.value() == null
              ? columns.get(key.columnIndex())
              : atRows(inputs.operand(key.value()), firsts);
      keys.add(new RowOrder.Key(operand, key.descending()));
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!(query.columns().get(i).value() instanceof Expr.Aggregate)) {
        keys.add(new RowOrder.Key(columns.get(i), false));
      }
    }
    return keys;
  }

  private Operand atRows(Operand operand, Ints rows) {
    if (operand.positions() == null) {
      return operand;
    }
    Ints positions = execution.memory().ints();
    positions.reserve(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      positions.add(rows.get(i) < 0 ? -1 : operand.positions().get(rows.get(i)));
    }
    return new Operand(operand.vector(), positions, operand.distinct());
  }

  private Ints order(int rows, List<RowOrder.Key> keys, long limit) {
    return new RowOrder(execution.memory(), keys).first(rows, limit);
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
  private static void emit(
      List<IntFunction<@Nullable Object>> columns,
      Ints order,
      Consumer<List<@Nullable Object>> sink) {
    for (int i = 0; i < order.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>(columns.size());
      for (IntFunction<@Nullable Object> column : columns) {
        row.add(column.apply(order.get(i)));
      }
      sink.accept(Collections.unmodifiableList(row));
    }
  }
}
