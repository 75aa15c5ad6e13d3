package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import java.util.List;

/**
 * Lets the last traversal of a grouped query or of a block count what it would bind, where nothing
 * else is asked of that.
 */
final class LastHop {
  private LastHop() {}

  /**
   * @param aggregates all of the query
   * @param steps changed in place
   */
  static void count(List<Expr.Aggregate> aggregates, List<Step> steps, RequiredColumns required) {
    if (aggregates.stream().allMatch(a -> isTold(a.function(), a.distinct()))) {
      count(1, steps, required);
    }
  }

  /**
   * The same of a block's rows.
   *
   * @param before rows that its steps start from
   */
  static void count(Expr.Block block, double before, List<Step> steps, RequiredColumns required) {
    if (block.function() == null || isTold(block.function(), block.distinct())) {
      count(before, steps, required);
    }
  }

  private static void count(double before, List<Step> steps, RequiredColumns required) {
    int last = steps.size() - 1;
    while (last >= 0
        && steps.get(last) instanceof Step.Fetch fetch
        && fetch.conditions().isEmpty()) {
      last--;
    }
    if (last >= 0
        && steps.get(last) instanceof Step.Expand expand
        && expand.hop().isPlain()
        && isUnread(required, expand.hop())) {
      double rows = Math.min(expand.rows(), last == 0 ? before : steps.get(last - 1).rows());
      steps.set(last, new Step.Expand(expand.hop(), true, rows));
    }
  }

  /** Whether a row and how often it stands tell the value. */
  private static boolean isTold(Expr.Aggregate.Function function, boolean distinct) {
    return !distinct
        && switch (function) {
          case COUNT, MIN, MAX -> true;
          case SUM, AVG, COLLECT -> false;
        };
  }

  private static boolean isUnread(RequiredColumns required, Step.Hop hop) {
    Variable edge = hop.along();
    return required.all(hop.to()).isEmpty()
        && (edge == null || hop.columns().isEmpty() && required.all(edge).isEmpty());
  }
}
