package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import java.util.List;

/**
 * Lets the last traversal of a grouped query count what it would bind, where nothing else is asked
 * of that.
 */
final class LastHop {
  private LastHop() {}

  /**
   * @param steps changed in place
   */
  static void count(TypedQuery.Read query, List<Step> steps, RequiredColumns required) {
    int last = steps.size() - 1;
    while (last >= 0
        && steps.get(last) instanceof Step.Fetch fetch
        && fetch.conditions().isEmpty()) {
      last--;
    }
    if (last > 0
        && steps.get(last) instanceof Step.Expand expand
        && query.columns().stream().allMatch(column -> isTold(column.value()))
        && isUnread(required, expand.hop())) {
      double rows = Math.min(expand.rows(), steps.get(last - 1).rows());
      steps.set(last, new Step.Expand(expand.hop(), true, rows));
    }
  }

  /** Whether a row and how often it stands tell the value. */
  private static boolean isTold(Expr value) {
    return !(value instanceof Expr.Aggregate aggregate)
        || switch (aggregate.function()) {
          case COUNT, MIN, MAX -> true;
          case SUM, AVG -> false;
        };
  }

  private static boolean isUnread(RequiredColumns required, Step.Hop hop) {
    Variable edge = hop.edge();
    return required.all(hop.to()).isEmpty()
        && (edge == null || hop.columns().isEmpty() && required.all(edge).isEmpty());
  }
}
