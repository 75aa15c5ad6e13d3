package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Aggregation;
import dev.omnigraph.exec.kernel.GroupLists;
import dev.omnigraph.exec.kernel.Groups;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.RowOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.ExprText;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** Computes a block for all rows at once from the rows that its steps gave for them. */
final class SummaryOperator {
  private final Execution execution;
  private final Step.Summarize step;
  private final QueryMemory memory;

  SummaryOperator(Execution execution, Step.Summarize step) {
    this.execution = execution;
    this.step = step;
    this.memory = execution.memory();
  }

  /**
   * The same rows with the values.
   *
   * @param inner rows that started from those of the input
   */
  Relation apply(Relation input, Relation inner) {
    FieldVector values =
        step.block().function() == null
            ? exists(inner.origin(), input.rows())
            : aggregate(inner, input.rows());
    execution.entities().put(step.block(), new FetchedEntities.Summary(step.slot(), values));
    return input.withValues(step.slot());
  }

  private FieldVector exists(Ints origins, int rows) {
    BitVector bits = memory.own(new BitVector("exists", memory.allocator()));
    bits.allocateNew(Math.max(1, rows));
    bits.setValueCount(rows);
    for (int row = 0; row < rows; row++) {
      bits.set(row, 0);
    }
    for (int i = 0; i < origins.size(); i++) {
      bits.set(origins.get(i), 1);
    }
    return bits;
  }

  private FieldVector aggregate(Relation inner, int rows) {
    Variable counted = step.counted();
    Ints times = counted == null ? null : inner.numbers(counted);
    try (Groups groups = Groups.numbered(memory, inner.origin(), rows);
        RelationColumns inputs = execution.columnsOf(inner)) {
      Aggregation aggregation = new Aggregation(memory, groups, inner.rows(), times);
      Expr.Aggregate aggregate = step.block().aggregate();
      String name = ExprText.of(step.block());
      if (aggregate == null) {
        return vector(aggregation.of(Expr.Aggregate.Function.COUNT, groups.numbers(), false, name));
      }
      Operand argument = inputs.argument(aggregate);
      return switch (aggregate.function()) {
        case COUNT, SUM, AVG ->
            vector(aggregation.of(aggregate.function(), argument, aggregate.distinct(), name));
        case MIN, MAX ->
            copy(aggregation.of(aggregate.function(), argument, aggregate.distinct(), name), rows);
        case COLLECT -> {
          Ints ordered =
              new TotalOrder(execution, step.ties())
                  .first(
                      inner,
                      inputs,
                      List.of(new RowOrder.Key(groups.numbers(), false)),
                      Long.MAX_VALUE);
          GroupLists lists =
              aggregation.lists(
                  argument,
                  aggregate.argument() instanceof Expr.Whole whole
                      ? inner.numbers(whole.variable())::get
                      : argument::value,
                  ordered,
                  aggregate.distinct());
          memory.free(ordered);
          yield listed(lists, rows);
        }
      };
    }
  }

  /** Values that have one place for each row, in order. */
  private FieldVector vector(Operand values) {
    memory.free(Objects.requireNonNull(values.positions()));
    return values.vector();
  }

  /** Copies values that are pointed at, where what they lie in does not live as long. */
  private FieldVector copy(Operand values, int rows) {
    FieldVector copy = memory.own(values.vector().getField().createVector(memory.allocator()));
    copy.allocateNew();
    for (int row = 0; row < rows; row++) {
      int index = values.at(row);
      if (index >= 0) {
        copy.copyFromSafe(index, row, values.vector());
      }
    }
    copy.setValueCount(rows);
    memory.free(Objects.requireNonNull(values.positions()));
    return copy;
  }

  private FieldVector listed(GroupLists lists, int rows) {
    PropertyType type = RelationColumns.type(step.block());
    FieldVector vector =
        memory.own(ArrowSchemas.field("collect", type, true).createVector(memory.allocator()));
    vector.allocateNew();
    for (int row = 0; row < rows; row++) {
      ArrowValues.set(vector, row, lists.of(row));
    }
    vector.setValueCount(rows);
    return vector;
  }
}
