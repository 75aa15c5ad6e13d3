package dev.omnigraph.plan;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plans one list of clauses: the whole match, the inside of a {@code not}, an {@code optional} or a
 * block that is a value, or what a join combines rows with.
 */
final class BlockPlanner {
  private final PlanState state;
  private final boolean fromNothing;
  private final Set<Variable> own;
  private final List<Traverse> traversals = new ArrayList<>();
  private final List<Expr> conditions = new ArrayList<>();
  private final List<Clause.Not> nots = new ArrayList<>();
  private final List<Clause.Optionally> optionals = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private double rows;

  /**
   * @param own variables that it binds
   * @param rows estimated for the start
   * @param fromNothing whether that is one row that binds nothing
   */
  private BlockPlanner(PlanState state, Set<Variable> own, double rows, boolean fromNothing) {
    this.state = state;
    this.own = own;
    this.rows = rows;
    this.fromNothing = fromNothing;
  }

  /** Plans clauses before which nothing is bound. */
  static BlockPlanner fromNothing(PlanState state, List<Clause> clauses) {
    return of(state, clauses, 1, true);
  }

  private static BlockPlanner of(
      PlanState state, List<Clause> clauses, double rows, boolean fromNothing) {
    Set<Variable> own = References.bound(clauses);
    own.removeAll(state.bound());
    BlockPlanner block = new BlockPlanner(state, own, rows, fromNothing);
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Bind bind -> {}
        case Traverse traverse -> block.traversals.add(traverse);
        case Clause.Where where -> block.conditions.addAll(Conjuncts.of(where.condition()));
        case Clause.Not not -> block.nots.add(not);
        case Clause.Optionally optional -> block.optionals.add(optional);
      }
    }
    return block;
  }

  /** Adds steps that compute the blocks in expressions for the rows there are, each block once. */
  static void summarize(PlanState state, List<Expr> exprs, double rows, List<Step> steps) {
    exprs.stream()
        .flatMap(References::blocks)
        .filter(block -> !state.computed().contains(block))
        .distinct()
        .forEach(
            block -> {
              steps.add(summary(state, block, rows, steps));
              state.computed().add(block);
            });
  }

  /** Adds steps that compute the fusions in expressions, from all rows there are. */
  static void fuse(PlanState state, List<Expr> exprs, double rows, List<Step> steps) {
    exprs.stream()
        .flatMap(References::fusions)
        .distinct()
        .forEach(fusion -> steps.add(new Step.Fuse(fusion, state.slot(fusion), rows)));
  }

  private static Step.Summarize summary(
      PlanState state, Expr.Block block, double rows, List<Step> steps) {
    state.ensure(List.of(block), steps);
    Set<Variable> before = Set.copyOf(state.bound());
    Set<Expr.Block> outside = Set.copyOf(state.computed());
    List<Step> inner = of(state, block.clauses(), rows, false).plan();
    List<Variable> ties = List.of();
    Expr.Aggregate aggregate = block.aggregate();
    if (aggregate != null) {
      state.ensure(List.of(aggregate), inner);
      summarize(
          state,
          List.of(aggregate.argument()),
          inner.isEmpty() ? rows : inner.getLast().rows(),
          inner);
      if (aggregate.function() == Expr.Aggregate.Function.COLLECT) {
        ties = Planner.ties(block.clauses()).stream().filter(v -> !before.contains(v)).toList();
        state.ordered().addAll(ties);
      }
    }
    LastHop.count(block, rows, inner, state.required());
    state.forgetAllBut(before);
    state.computed().retainAll(outside);
    return new Step.Summarize(block, state.slot(block), inner, ties, rows);
  }

  List<Step> plan() {
    Set<Expr.Block> outside = Set.copyOf(state.computed());
    List<Step> planned = planned();
    state.computed().retainAll(outside);
    return planned;
  }

  private List<Step> planned() {
    selectWhatIsReady();
    while (bindNext()) {
      selectWhatIsReady();
    }
    dropWhatMustNotBe();
    for (Clause.Optionally optional : optionals) {
      addOptional(optional);
      selectWhatIsReady();
      dropWhatMustNotBe();
    }
    return steps;
  }

  private boolean bindNext() {
    Variable start = state.start();
    if (start != null && fromNothing && state.bound().isEmpty() && own.contains(start)) {
      bind(Set.of(start));
      return true;
    }
    Traverse closing =
        traversals.stream()
            .filter(t -> isBound(t.from()) && isBound(t.to()))
            .findFirst()
            .orElse(null);
    if (closing != null) {
      follow(closing, true);
      return true;
    }
    Variable named =
        unbound().filter(v -> Pushdown.isLookup(v.type(), pushable(v))).findFirst().orElse(null);
    if (named != null) {
      // One row, and traversals to it only have to find out whether they get there.
      bind(Set.of(named));
      return true;
    }
    Traverse next =
        traversals.stream()
            .filter(t -> isBound(t.from()) || isBound(t.to()))
            .min(Comparator.comparingDouble(this::expectedRows))
            .orElse(null);
    Variable equal =
        unbound()
            .filter(v -> !keys(Set.of(v)).isEmpty())
            .min(Comparator.comparingDouble(this::joinedRows))
            .orElse(null);
    if (next != null && (equal == null || expectedRows(next) <= joinedRows(equal))) {
      follow(next, false);
      return true;
    }
    if (equal != null) {
      bind(Set.of(equal));
      return true;
    }
    List<Variable> starts =
        unbound()
            .sorted(Comparator.comparingDouble(this::matching).thenComparing(v -> !state.reads(v)))
            .toList();
    if (starts.isEmpty()) {
      return false;
    }
    // What only the edges of its traversals have an equality with is bound with them.
    bind(
        starts.stream()
            .map(this::connected)
            .filter(variables -> !keys(variables).isEmpty())
            .findFirst()
            .orElse(Set.of(starts.getFirst())));
    return true;
  }

  private Stream<Variable> unbound() {
    return own.stream().filter(v -> v.type() instanceof NodeType && !isBound(v));
  }

  /** Binds node variables and what is between them, beside what is bound. */
  private void bind(Set<Variable> variables) {
    if (fromNothing && state.bound().isEmpty()) {
      scan(variables.iterator().next());
    } else {
      join(variables);
    }
  }

  private void scan(Variable variable) {
    double matching = matching(variable);
    List<Expr> pushed = takePushed(variable);
    boolean named = Pushdown.isLookup(variable.type(), pushed);
    List<Expr.Search> found = named ? List.of() : takeFound(variable);
    state.bound().add(variable);
    rows *= matching;
    steps.add(
        new Step.Scan(
            variable, pushed, found, state.columnsOf(variable, matching), null, null, rows));
  }

  private void join(Set<Variable> variables) {
    BlockPlanner other = apart(variables);
    List<Step.Key> keys = keys(variables);
    Set<Variable> before = new LinkedHashSet<>(state.bound());
    state.bound().addAll(variables);
    List<Expr> joining = takeReady(false);
    List<Expr> rest =
        joining.stream().filter(c -> Step.Key.of(c, before, variables).isEmpty()).toList();
    state.ensure(joining, before, steps);
    state.bound().clear();
    List<Step> found = other.plan();
    state.ensure(joining, variables, found);
    state.bound().clear();
    state.bound().addAll(before);
    state.bound().addAll(variables);
    double left = rows;
    double values = state.statistics().values(keys, left, other.rows);
    rows *= other.rows / values * state.statistics().selectivity(rest);
    steps.add(new Step.Join(found, variables, keys, rest, left, values, rows));
  }

  /** The equalities of what is bound with variables that are not. */
  private List<Step.Key> keys(Set<Variable> variables) {
    return conditions.stream()
        .filter(c -> !c.hasBlock())
        .flatMap(c -> Step.Key.of(c, state.bound(), variables).stream())
        .toList();
  }

  /**
   * The rows that joining the nodes of a variable would give. Where traversals lead to them too,
   * those that are read for that count besides, since they would not have to be.
   */
  private double joinedRows(Variable variable) {
    double matching = matching(variable);
    double values = state.statistics().values(keys(Set.of(variable)), rows, matching);
    boolean isReached = !Collections.disjoint(connected(variable), state.bound());
    return rows * matching / values + (isReached ? matching : 0);
  }

  /** What traversals lead to from a variable. */
  private Set<Variable> connected(Variable start) {
    Set<Variable> connected = new LinkedHashSet<>(Set.of(start));
    int before = 0;
    while (before < connected.size()) {
      before = connected.size();
      for (Traverse traverse : traversals) {
        Set<Variable> ends = References.bound(List.of(traverse));
        if (!Collections.disjoint(ends, connected)) {
          connected.addAll(ends);
        }
      }
    }
    return connected;
  }

  /** Takes what speaks of these variables and no others out into a block of its own. */
  private BlockPlanner apart(Set<Variable> variables) {
    BlockPlanner apart = new BlockPlanner(state, variables, 1, true);
    traversals.stream()
        .filter(t -> variables.containsAll(References.bound(List.of(t))))
        .forEach(apart.traversals::add);
    conditions.stream().filter(c -> Step.Key.isOf(c, variables)).forEach(apart.conditions::add);
    traversals.removeAll(apart.traversals);
    conditions.removeAll(apart.conditions);
    return apart;
  }

  private void follow(Traverse traverse, boolean closes) {
    traversals.remove(traverse);
    rows = closes ? rows : expectedRows(traverse);
    Step.Hop hop = hop(traverse);
    steps.add(closes ? new Step.Connect(hop, rows) : new Step.Expand(hop, false, rows));
    if (hop.along() != null) {
      state.bound().add(hop.along());
    }
    if (!closes) {
      state.bound().add(hop.to());
      filterNode(hop.to());
    }
  }

  private Step.Hop hop(Traverse traverse) {
    boolean forward = isBound(traverse.from());
    Variable along = traverse.along();
    return new Step.Hop(
        forward ? traverse.from() : traverse.to(),
        forward ? traverse.to() : traverse.from(),
        edges(traverse, forward),
        traverse.min(),
        traverse.max(),
        along,
        !forward,
        along == null ? List.of() : takePushed(along),
        along == null ? List.of() : state.columnsOfEdge(along));
  }

  private static List<Traverse.Edge> edges(Traverse traverse, boolean forward) {
    return forward
        ? traverse.edges()
        : traverse.edges().stream().map(Traverse.Edge::turned).toList();
  }

  private void filterNode(Variable node) {
    List<Expr> pushed = takePushed(node);
    if (!pushed.isEmpty()) {
      steps.add(new Step.Fetch(node, pushed, state.columnsOf(node, rows), rows));
    }
  }

  private void selectWhatIsReady() {
    select(takeReady(false));
    for (Expr asking : Conjuncts.safeFirst(takeReady(true))) {
      if (asking instanceof Expr.Block block && block.function() == null) {
        keep(block, true);
      } else if (asking instanceof Expr.Not(Expr.Block block, var type, var span)
          && block.function() == null) {
        keep(block, false);
      } else {
        summarize(state, List.of(asking), rows, steps);
        select(List.of(asking));
      }
    }
  }

  private void select(List<Expr> ready) {
    if (!ready.isEmpty()) {
      state.ensure(ready, steps);
      rows *= state.statistics().selectivity(ready);
      steps.add(new Step.Select(ready, rows));
    }
  }

  /** Keeps the rows for which there is what a block looks for, or is not. */
  private void keep(Expr.Block block, boolean wanted) {
    Step.Summarize summary = summary(state, block, rows, steps);
    rows *= state.statistics().selectivity(List.of(block));
    steps.add(new Step.Exists(summary.steps(), wanted, rows));
  }

  private void dropWhatMustNotBe() {
    for (Clause.Not not : List.copyOf(nots)) {
      Set<Variable> outer = References.variables(not.clauses());
      outer.retainAll(visible());
      if (state.bound().containsAll(outer)) {
        nots.remove(not);
        Set<Variable> before = Set.copyOf(state.bound());
        steps.add(new Step.Exists(inner(not.clauses()), false, rows));
        state.forgetAllBut(before);
      }
    }
  }

  private void addOptional(Clause.Optionally optional) {
    Set<Variable> before = new HashSet<>(state.bound());
    List<Step> inner = inner(optional.clauses());
    // Later blocks see what this one binds; what a `not` in it binds stays inside.
    Set<Variable> binds = new LinkedHashSet<>(state.bound());
    binds.removeAll(before);
    rows = Math.max(rows, inner.isEmpty() ? rows : inner.getLast().rows());
    steps.add(new Step.Optionally(inner, binds, rows));
  }

  /** Plans an inner block; what it needs of outer variables is fetched before it. */
  private List<Step> inner(List<Clause> clauses) {
    Set<Variable> outer = Set.copyOf(state.bound());
    state.ensure(References.conditions(clauses), outer, steps);
    return of(state, clauses, rows, false).plan();
  }

  private Set<Variable> visible() {
    Set<Variable> visible = new HashSet<>(state.bound());
    visible.addAll(own);
    optionals.forEach(optional -> visible.addAll(References.bound(optional.clauses())));
    return visible;
  }

  private List<Expr> takePushed(Variable variable) {
    List<Expr> pushed =
        conditions.stream()
            .filter(
                c -> RequiredColumns.isPushed(c, own) && References.variables(c).contains(variable))
            .toList();
    conditions.removeAll(pushed);
    return pushed;
  }

  /** Takes the conditions that a search of the variable's nodes decides by itself. */
  private List<Expr.Search> takeFound(Variable variable) {
    List<Expr.Search> found = found(variable);
    conditions.removeAll(found);
    return found;
  }

  private List<Expr.Search> found(Variable variable) {
    return conditions.stream()
        .flatMap(
            c ->
                c instanceof Expr.Search search && Rankings.finds(search)
                    ? Stream.of(search)
                    : null)
        .filter(search -> search.variable().equals(variable) && own.contains(variable))
        .toList();
  }

  /**
   * @param asking whether those that have blocks, for which these are computed first, or the others
   */
  private List<Expr> takeReady(boolean asking) {
    List<Expr> ready =
        conditions.stream()
            .filter(c -> c.hasBlock() == asking)
            .filter(c -> state.bound().containsAll(References.variables(c)))
            .toList();
    conditions.removeAll(ready);
    return ready;
  }

  private boolean isBound(Variable variable) {
    return state.bound().contains(variable);
  }

  private double matching(Variable variable) {
    return state
        .statistics()
        .matching(
            variable.type(),
            Stream.concat(pushable(variable).stream(), found(variable).stream()).toList());
  }

  private List<Expr> pushable(Variable variable) {
    return conditions.stream()
        .filter(c -> RequiredColumns.isPushed(c, own) && References.variables(c).contains(variable))
        .toList();
  }

  private double expectedRows(Traverse traverse) {
    boolean forward = isBound(traverse.from());
    List<Traverse.Edge> edges = edges(traverse, forward);
    Variable to = forward ? traverse.to() : traverse.from();
    double reach =
        traverse.along() != null && !traverse.hasPath()
            ? state.statistics().fanOut(edges)
                * state.statistics().selectivity(pushable(traverse.along()))
            : state.statistics().reach(edges, traverse.max());
    List<Expr> onTo = pushable(to);
    return rows
        * reach
        * (to.isEntity() && Pushdown.isLookup(to.type(), onTo)
            ? 1 / Math.max(1, state.statistics().matching(to.type(), List.of()))
            : state.statistics().selectivity(onTo));
  }
}
