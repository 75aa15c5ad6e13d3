package dev.omnigraph.plan;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans: binds the variable with the fewest matching nodes first, then follows the traversal
 * that is expected to give the fewest rows, and applies every condition as soon as its variables
 * are bound.
 */
public final class Planner {
  private Planner() {}

  /**
   * Plans a query; reads nothing.
   *
   * @param counts of a type's table
   */
  public static Plan plan(
      TypedQuery.Read query, Catalog catalog, Function<EntityType, TableCounts> counts) {
    Plan plan = plan(query, catalog, counts, null);
    return Rankings.isWorthIt(plan)
        ? plan.withBest(
            Rankings.best(query)
                .map(start -> plan(query, catalog, counts, start))
                .flatMap(Rankings::begin)
                .orElse(null))
        : plan;
  }

  private static Plan plan(
      TypedQuery.Read query,
      Catalog catalog,
      Function<EntityType, TableCounts> counts,
      @Nullable Variable start) {
    List<Expr.Aggregate> aggregates = aggregates(query);
    boolean grouped = query.isGrouped();
    List<Variable> ties = grouped && !Plan.collects(aggregates) ? List.of() : ties(query.match());
    RequiredColumns required = RequiredColumns.of(query, grouped || query.distinct(), ties);
    Statistics statistics =
        new Statistics(
            counts, name -> catalog.node(name).map(counts).orElse(TableCounts.NONE).rows());
    boolean defers = query.limit() != null && !grouped && !query.distinct();
    PlanState state = new PlanState(required, statistics, defers, slots(query), start);

    List<Step> steps = BlockPlanner.fromNothing(state, query.match()).plan();
    List<Expr> deciding = new ArrayList<>();
    if (grouped || query.distinct()) {
      query.behindMatch().forEach(deciding::add);
    } else {
      query.order().forEach(key -> deciding.add(key.value()));
    }
    // The ranks are those among all rows, also where they are only shown.
    query
        .behindMatch()
        .filter(expr -> References.fusions(expr).findAny().isPresent())
        .forEach(deciding::add);
    state.ensure(deciding, steps);
    BlockPlanner.summarize(state, deciding, rows(steps), steps);
    BlockPlanner.fuse(state, query.behindMatch().toList(), rows(steps), steps);
    List<Step.Fetch> late = state.lateFetches();
    List<Step> shown = new ArrayList<>();
    state.score(query.behindMatch().toList(), state.bound(), rows(steps), shown);
    BlockPlanner.summarize(state, query.behindMatch().toList(), rows(steps), shown);
    if (grouped) {
      LastHop.count(aggregates, steps, required);
    }
    if (defers) {
      TopRows.push(query, steps, ties);
    }
    Set<Variable> ordered = new LinkedHashSet<>(ties);
    ordered.addAll(state.ordered());
    return new Plan(
        query,
        aggregates,
        steps,
        state.slots(),
        late,
        shown,
        ties,
        ordered,
        types(List.of(steps, late, shown), catalog),
        null);
  }

  private static double rows(List<Step> steps) {
    return steps.isEmpty() ? 1 : steps.getLast().rows();
  }

  /** Each once, however often the query speaks of it. */
  private static List<Expr.Aggregate> aggregates(TypedQuery.Read query) {
    return query.behindMatch().flatMap(Planner::aggregates).distinct().toList();
  }

  private static Stream<Expr.Aggregate> aggregates(Expr expr) {
    return expr instanceof Expr.Aggregate aggregate
        ? Stream.of(aggregate)
        : expr.parts().stream().flatMap(Planner::aggregates);
  }

  /**
   * Nodes before edges, whose ids are then needed only between edges of the same nodes. Anonymous
   * variables cannot be told apart in an answer, so they need not be ordered, and nodes that have
   * names tell the paths between them.
   */
  static List<Variable> ties(List<Clause> match) {
    Stream<Variable> optional =
        match.stream()
            .filter(Clause.Optionally.class::isInstance)
            .flatMap(c -> ties(((Clause.Optionally) c).clauses()).stream());
    Set<Variable> told = new HashSet<>();
    for (Clause clause : match) {
      if (clause instanceof Clause.Traverse(var from, var path, var e, var n, var m, var to, var s)
          && path != null
          && path.kind() == Variable.Kind.PATH
          && !from.name().equals("_")
          && !to.name().equals("_")) {
        told.add(path);
      }
    }
    return Stream.concat(References.bound(match).stream(), optional)
        .filter(v -> !v.name().equals("_") && !told.contains(v))
        .distinct()
        .sorted(
            Comparator.comparing((Variable v) -> v.type() instanceof EdgeType)
                .thenComparingInt(Variable::slot))
        .toList();
  }

  private static int slots(TypedQuery.Read query) {
    return Stream.concat(query.variables().stream(), References.variables(query.match()).stream())
            .mapToInt(Variable::slot)
            .max()
            .orElse(-1)
        + 1;
  }

  private static Set<EntityType> types(List<List<? extends Step>> all, Catalog catalog) {
    Set<EntityType> types = new LinkedHashSet<>();
    all.forEach(steps -> collectTypes(steps, types, catalog));
    return types;
  }

  private static void collectTypes(
      List<? extends Step> steps, Set<EntityType> types, Catalog catalog) {
    for (Step step : steps) {
      switch (step) {
        case Step.Scan scan -> types.add(scan.variable().type());
        case Step.Join join -> collectTypes(join.steps(), types, catalog);
        case Step.Expand expand -> collectTypes(expand.hop(), types, catalog);
        case Step.Connect connect -> collectTypes(connect.hop(), types, catalog);
        case Step.Fetch fetch -> types.add(fetch.variable().type());
        case Step.Exists exists -> collectTypes(exists.steps(), types, catalog);
        case Step.Summarize summarize -> collectTypes(summarize.steps(), types, catalog);
        case Step.Optionally optional -> collectTypes(optional.steps(), types, catalog);
        case Step.Score score -> types.add(score.variable().type());
        case Step.Fuse fuse -> {}
        case Step.Select select -> {}
      }
    }
  }

  /** The nodes on a path are named by their ids. */
  private static void collectTypes(Step.Hop hop, Set<EntityType> types, Catalog catalog) {
    hop.edges().forEach(edge -> types.add(edge.type()));
    if (hop.hasPath()) {
      hop.edges().stream()
          .flatMap(edge -> Stream.of(edge.start(), edge.end()))
          .forEach(name -> catalog.node(name).ifPresent(types::add));
    }
  }
}
