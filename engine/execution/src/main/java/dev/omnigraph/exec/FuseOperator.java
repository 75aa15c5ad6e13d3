package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.IntMap;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.RowOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.ExprText;
import dev.omnigraph.plan.Rankings;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Expr;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.Float8Vector;

/**
 * Computes reciprocal rank fusion for all rows (Cormack, Clarke and Büttcher, 2009): in each
 * ranking an entity's rank is how many entities of all rows are better, and gives 1 / (k + rank +
 * 1). Entities without a score are in no ranking, nor are those that {@link #WINDOW} or more are
 * better than.
 */
final class FuseOperator {
  /** The ranks from this on would add next to nothing. */
  static final int WINDOW = 1_000;

  private final Execution execution;
  private final Step.Fuse step;
  private final QueryMemory memory;

  FuseOperator(Execution execution, Step.Fuse step) {
    this.execution = execution;
    this.step = step;
    this.memory = execution.memory();
  }

  /** What an entity of a rank adds. */
  static double share(double k, int rank) {
    return 1 / (k + rank + 1);
  }

  /** The same rows with the values. */
  Relation apply(Relation input) {
    Float8Vector values =
        memory.own(new Float8Vector(ExprText.of(step.fusion()), memory.allocator()));
    values.allocateNew(Math.max(1, input.rows()));
    values.setValueCount(input.rows());
    for (int row = 0; row < input.rows(); row++) {
      values.set(row, 0);
    }
    BestRows best = execution.best();
    if (best.isBy(step.fusion())) {
      Ints numbers = input.numbers(step.fusion().rankings().getFirst().variable());
      for (int row = 0; row < input.rows(); row++) {
        values.set(row, best.value(numbers.get(row)));
      }
    } else {
      try (RelationColumns inputs = execution.columnsOf(input)) {
        for (Expr.Search ranking : step.fusion().rankings()) {
          add(ranking, input, inputs, values);
        }
      }
    }
    execution.entities().put(step.fusion(), new FetchedEntities.Summary(step.slot(), values));
    return input.withValues(step.slot());
  }

  private void add(
      Expr.Search ranking, Relation input, RelationColumns inputs, Float8Vector values) {
    double k = execution.searches().k(step.fusion());
    Ints numbers = input.numbers(ranking.variable());
    Operand scores = inputs.operand(ranking);
    Ints ranked = ranked(memory, numbers, scores, ranking, input.rows());
    boolean isDistance = Rankings.isDistance(ranking);
    RowOrder order = new RowOrder(memory, List.of(new RowOrder.Key(scores, !isDistance)));
    Ints best = order.first(ranked, Long.MAX_VALUE);
    try (IntMap ranks = new IntMap(memory.allocator())) {
      int better = 0;
      for (int place = 0; place < best.size(); place++) {
        if (place > 0 && order.compare(best.get(place - 1), best.get(place)) != 0) {
          better = place;
        }
        if (better < WINDOW) {
          ranks.put(numbers.get(best.get(place)), better);
        }
      }
      for (int row = 0; row < input.rows(); row++) {
        int number = numbers.get(row);
        int rank = number < 0 ? -1 : ranks.get(number);
        if (rank >= 0) {
          values.set(row, values.get(row) + share(k, rank));
        }
      }
    }
    memory.free(best);
    memory.free(ranked);
  }

  /** One row of each entity that has a score. */
  private static Ints ranked(
      QueryMemory memory, Ints numbers, Operand scores, Expr.Search ranking, int rows) {
    Ints ranked = memory.ints();
    BitSet seen = new BitSet();
    for (int row = 0; row < rows; row++) {
      int number = numbers.get(row);
      if (number >= 0
          && !seen.get(number)
          && isRanked(ranking, scores.at(row), (Float8Vector) scores.vector())) {
        seen.set(number);
        ranked.add(row);
      }
    }
    return ranked;
  }

  /** A text without any of the words is in no ranking. */
  private static boolean isRanked(Expr.Search ranking, int place, Float8Vector scores) {
    return place >= 0 && (Rankings.isDistance(ranking) || scores.get(place) > 0);
  }
}
