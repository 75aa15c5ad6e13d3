package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EntityType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a query will be run.
 *
 * @param aggregates of groups of rows, each once
 * @param steps bind the variables
 * @param slots one more than the greatest slot of any variable and any block in the steps
 * @param late what to fetch for the rows that are left after order and limit
 * @param shown steps for those rows, after that: what else is only shown
 * @param ties the variables whose ids decide what the order leaves open, most significant first
 * @param ordered all variables whose ids decide an order, of the answer or of a list in it
 * @param types the types whose tables are read
 * @param best a plan that begins with the nodes that are expected to be the first of the order, and
 *     may turn out to begin with too few; null when there is none
 */
public record Plan(
    TypedQuery.Read query,
    List<Expr.Aggregate> aggregates,
    List<Step> steps,
    int slots,
    List<Step.Fetch> late,
    List<Step> shown,
    List<Variable> ties,
    Set<Variable> ordered,
    Set<EntityType> types,
    @Nullable Plan best) {

  /** All search functions of the query, at any depth. */
  public List<Expr.Search> searches() {
    return References.searches(query).toList();
  }

  Plan withSteps(List<Step> others) {
    return new Plan(query, aggregates, others, slots, late, shown, ties, ordered, types, best);
  }

  Plan withShown(List<Step> others) {
    return new Plan(query, aggregates, steps, slots, late, others, ties, ordered, types, best);
  }

  Plan withBest(@Nullable Plan first) {
    return new Plan(query, aggregates, steps, slots, late, shown, ties, ordered, types, first);
  }

  /** The variable that has in each row how many rows it stands for; null if it is one. */
  public @Nullable Variable counted() {
    return counted(steps);
  }

  static @Nullable Variable counted(List<Step> steps) {
    return steps.stream()
        .map(
            step ->
                step instanceof Step.Expand expand && expand.counts() ? expand.hop().to() : null)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Whether values of groups are listed, for which rows have to be in order. */
  public boolean collects() {
    return collects(aggregates);
  }

  static boolean collects(List<Expr.Aggregate> aggregates) {
    return aggregates.stream().anyMatch(a -> a.function() == Expr.Aggregate.Function.COLLECT);
  }
}
