package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Aggregation;
import dev.omnigraph.exec.kernel.GroupLists;
import dev.omnigraph.exec.kernel.Groups;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Computation;
import dev.omnigraph.plan.Conjuncts;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.ExprText;
import dev.omnigraph.plan.Plan;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves expressions to columns of the groups of one relation: an aggregate to what its rows come
 * to, and all else to what the first of them has. What it makes lives as long as the query.
 */
final class GroupColumns implements Computation.Rows {
  private final QueryMemory memory;
  private final ConstantValues arguments;
  private final RelationColumns inputs;
  private final Map<Expr, Operand> keys = new HashMap<>();
  private final Map<Expr, Operand> aggregates = new HashMap<>();
  private final Map<Expr.Aggregate, GroupLists> lists = new HashMap<>();
  private final Groups groups;
  private final Ints firsts;

  /** Groups the rows; constants are the same in every row, and so no part of a key. */
  GroupColumns(Execution execution, RelationColumns inputs, TypedQuery.Read query) {
    this.memory = execution.memory();
    this.arguments = execution.arguments();
    this.inputs = inputs;
    List<Operand> columns =
        query.groupKey().stream()
            .filter(value -> !ConstantValues.isConstant(value))
            .map(value -> keys.computeIfAbsent(value, inputs::operand))
            .toList();
    this.groups = Groups.of(memory, columns, inputs.relation().rows());
    this.firsts = memory.ints();
    for (int group = 0; group < groups.size(); group++) {
      firsts.add(groups.first(group));
    }
  }

  int size() {
    return groups.size();
  }

  /** The number of each row's group. */
  Operand numbers() {
    return groups.numbers();
  }

  /**
   * Computes all aggregates of a plan's query.
   *
   * @param ordered all rows, group by group; null where nothing is collected
   */
  void aggregate(Plan plan, @Nullable Ints ordered) {
    Relation relation = inputs.relation();
    Ints times = plan.counted() == null ? null : relation.numbers(plan.counted());
    Aggregation aggregation = new Aggregation(memory, groups, relation.rows(), times);
    for (Expr.Aggregate aggregate : plan.aggregates()) {
      Operand argument = inputs.argument(aggregate);
      if (aggregate.function() == Expr.Aggregate.Function.COLLECT) {
        lists.put(
            aggregate,
            aggregation.lists(
                argument,
                aggregate.argument() instanceof Expr.Whole whole
                    ? inputs.values(whole)
                    : argument::value,
                Objects.requireNonNull(ordered),
                aggregate.distinct()));
      } else {
        aggregates.put(
            aggregate,
            aggregation.of(
                aggregate.function(), argument, aggregate.distinct(), name(plan, aggregate)));
      }
    }
  }

  /** What an answer calls it. */
  private static String name(Plan plan, Expr.Aggregate aggregate) {
    return plan.query().columns().stream()
        .filter(column -> column.value().equals(aggregate))
        .map(TypedQuery.Column::name)
        .findFirst()
        .orElseGet(() -> ExprText.of(aggregate));
  }

  /** The groups for which a condition holds, in order. */
  Ints having(@Nullable Expr condition) {
    IntFunction<@Nullable Object> holds = condition == null ? group -> true : values(condition);
    Ints kept = memory.ints();
    for (int group = 0; group < size(); group++) {
      if (Boolean.TRUE.equals(holds.apply(group))) {
        kept.add(group);
      }
    }
    return kept;
  }

  /**
   * A column by group of something that can be ordered.
   *
   * @param kept the groups for which it is computed if it has to be
   */
  Operand operand(Expr expr, Ints kept) {
    Operand aggregate = aggregates.get(expr);
    if (aggregate != null) {
      return aggregate;
    }
    if (expr.hasAggregate()) {
      return inputs.materialized(expr, values(expr), kept, size());
    }
    Operand key = keys.get(expr);
    return atFirsts(key == null ? inputs.operand(expr) : key);
  }

  private Operand atFirsts(Operand operand) {
    Ints rows = operand.positions();
    if (rows == null) {
      return operand;
    }
    Ints positions = memory.ints();
    positions.reserve(size());
    for (int group = 0; group < size(); group++) {
      int row = firsts.get(group);
      positions.add(row < 0 ? -1 : rows.get(row));
    }
    return new Operand(operand.vector(), positions, operand.distinct());
  }

  /** The values of a column for some groups; fails here, and not when an answer has begun. */
  IntFunction<@Nullable Object> shown(Expr expr, Ints chosen) {
    return expr.hasAggregate() && !(expr instanceof Expr.Aggregate) && Conjuncts.canFail(expr)
        ? inputs.materialized(expr, values(expr), chosen, size())::value
        : values(expr);
  }

  /** The values of any expression, by group; a list that is collected is read when it is used. */
  @Override
  public IntFunction<@Nullable Object> values(Expr expr) {
    return switch (expr) {
      case Expr.Aggregate aggregate -> aggregated(aggregate);
      case Expr.Prop prop -> first(prop);
      case Expr.Meta meta -> first(meta);
      case Expr.Whole whole -> first(whole);
      case Expr.Block block -> first(block);
      case Expr.Search search -> first(search);
      case Expr.Fusion fusion -> first(fusion);
      default -> Computation.of(expr, arguments, this);
    };
  }

  private IntFunction<@Nullable Object> aggregated(Expr.Aggregate aggregate) {
    GroupLists collected = lists.get(aggregate);
    return collected != null
        ? collected::of
        : Objects.requireNonNull(aggregates.get(aggregate))::value;
  }

  private IntFunction<@Nullable Object> first(Expr leaf) {
    IntFunction<@Nullable Object> values = inputs.values(leaf);
    return group -> values.apply(firsts.get(group));
  }

  @Override
  public IntPredicate presence(Expr leaf) {
    IntPredicate presence = inputs.presence(leaf);
    return group -> presence.test(firsts.get(group));
  }
}
