package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What search functions mean for a plan. */
public final class Rankings {
  /** Fewer rows are scored faster than the best of a table are found. */
  private static final double FEW_ROWS = 100;

  private Rankings() {}

  /** Whether it says of a row that it is one of those that are sought. */
  static boolean finds(Expr.Search search) {
    return switch (search.function()) {
      case SEARCH, MATCH_TEXT, FUZZY -> true;
      case BM25, NEAREST, SNIPPET -> false;
    };
  }

  /** Whether smaller is better, and who has none comes last. */
  public static boolean isDistance(Expr expr) {
    return expr instanceof Expr.Search search && search.function() == Expr.Search.Function.NEAREST;
  }

  /**
   * The variable whose best nodes a query may begin with: by which its answer is ordered first, the
   * best before all others, up to a limit.
   */
  static Optional<Variable> best(TypedQuery.Read query) {
    if (query.limit() == null || query.isGrouped() || query.distinct() || query.order().isEmpty()) {
      return Optional.empty();
    }
    TypedQuery.OrderKey first = query.order().getFirst();
    return variable(first.value(), first.descending())
        .filter(variable -> variable.type() instanceof NodeType)
        .filter(References.bound(query.match())::contains);
  }

  private static Optional<Variable> variable(Expr key, boolean descending) {
    return switch (key) {
      case Expr.Search search when search.function() == Expr.Search.Function.BM25 && descending ->
          Optional.of(search.variable());
      case Expr.Search search when isDistance(search) && !descending ->
          Optional.of(search.variable());
      case Expr.Fusion fusion
          when descending
              && fusion.rankings().stream().map(Expr.Search::variable).distinct().count() == 1 ->
          Optional.of(fusion.rankings().getFirst().variable());
      default -> Optional.empty();
    };
  }

  /**
   * Whether a plan is expected to give more rows than are worth scoring.
   *
   * @param plan that does not begin with the best
   */
  static boolean isWorthIt(Plan plan) {
    return !plan.steps().isEmpty() && plan.steps().getLast().rows() > FEW_ROWS;
  }

  /**
   * The plan that begins with the best nodes.
   *
   * @param plan that begins with the variable
   * @return empty when what comes after would change the ranks
   */
  static Optional<Plan> begin(Plan plan) {
    if (!(plan.steps().getFirst() instanceof Step.Scan scan)
        || Pushdown.isLookup(scan.variable().type(), scan.conditions())) {
      return Optional.empty();
    }
    TypedQuery.OrderKey first = plan.query().order().getFirst();
    boolean whole = plan.steps().stream().skip(1).allMatch(TopRows::keepsRows);
    boolean fused =
        plan.steps().stream()
            .anyMatch(step -> step instanceof Step.Fuse fuse && !isOf(fuse, first.value()));
    if (fused || first.value() instanceof Expr.Fusion && !whole) {
      return Optional.empty();
    }
    double share = whole ? 1 : plan.steps().getLast().rows() / Math.max(1, scan.rows());
    List<Step> steps = new ArrayList<>(plan.steps());
    steps.set(0, scan.with(new Step.Ranking(first.value(), first.descending(), whole, share)));
    return Optional.of(
        first.value() instanceof Expr.Fusion fusion
            ? withoutArms(plan.withSteps(steps), fusion)
            : plan.withSteps(steps));
  }

  /** The others rank all rows, and not only the best. */
  private static boolean isOf(Step.Fuse step, Expr key) {
    return key instanceof Expr.Fusion fusion
        && SearchName.of(fusion).equals(SearchName.of(step.fusion()));
  }

  /** The plan in which a fusion is known, so that its rankings are computed only to be shown. */
  private static Plan withoutArms(Plan plan, Expr.Fusion fusion) {
    Set<String> arms = fusion.rankings().stream().map(SearchName::of).collect(Collectors.toSet());
    Set<String> deciding =
        Stream.of(
                plan.query().order().stream().flatMap(key -> outsideOfFusions(key.value(), true)),
                References.conditions(plan.query().match()).stream()
                    .flatMap(References::allSearches),
                plan.query().behindMatch().flatMap(expr -> outsideOfFusions(expr, false)))
            .flatMap(searches -> searches)
            .map(SearchName::of)
            .collect(Collectors.toSet());
    Map<String, Expr.Search> shown = new LinkedHashMap<>();
    plan.query()
        .behindMatch()
        .flatMap(expr -> outsideOfFusions(expr, true))
        .filter(search -> arms.contains(SearchName.of(search)))
        .filter(search -> !deciding.contains(SearchName.of(search)))
        .forEach(search -> shown.put(SearchName.of(search), search));
    List<Step> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step instanceof Step.Score score) {
        List<Expr.Search> left =
            score.searches().stream()
                .filter(
                    search ->
                        !arms.contains(SearchName.of(search))
                            || deciding.contains(SearchName.of(search)))
                .toList();
        if (!left.isEmpty()) {
          steps.add(new Step.Score(score.variable(), left, score.rows()));
        }
      } else {
        steps.add(step);
      }
    }
    List<Step> late = new ArrayList<>(plan.shown());
    if (!shown.isEmpty()) {
      Variable variable = fusion.rankings().getFirst().variable();
      late.addFirst(new Step.Score(variable, List.copyOf(shown.values()), 0));
    }
    return plan.withSteps(steps).withShown(late);
  }

  /**
   * The search functions in an expression besides those that fusions rank by.
   *
   * @param direct whether those of the row itself too, or only those that blocks need
   */
  private static Stream<Expr.Search> outsideOfFusions(Expr expr, boolean direct) {
    return switch (expr) {
      case Expr.Fusion fusion -> Stream.empty();
      case Expr.Search search -> direct ? Stream.of(search) : Stream.empty();
      case Expr.Block block -> References.allSearches(block);
      default -> expr.parts().stream().flatMap(part -> outsideOfFusions(part, direct));
    };
  }
}
