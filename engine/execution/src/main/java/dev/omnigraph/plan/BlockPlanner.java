package dev.omnigraph.plan;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Plans one list of clauses: the whole match, or the inside of a {@code not} or {@code optional}.
 */
final class BlockPlanner {
  private final PlanState state;
  private final Set<Variable> own;
  private final List<Traverse> traversals = new ArrayList<>();
  private final List<Expr> conditions = new ArrayList<>();
  private final List<Clause.Not> nots = new ArrayList<>();
  private final List<Clause.Optionally> optionals = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private double rows;

  /**
   * @param rows estimated for the start
   */
  BlockPlanner(PlanState state, List<Clause> clauses, double rows) {
    this.state = state;
    this.rows = rows;
    this.own = References.bound(clauses);
    own.removeAll(state.bound());
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Bind bind -> {}
        case Traverse traverse -> traversals.add(traverse);
        case Clause.Where where -> conditions.addAll(Conjuncts.of(where.condition()));
        case Clause.Not not -> nots.add(not);
        case Clause.Optionally optional -> optionals.add(optional);
      }
    }
  }

  List<Step> plan() {
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
        own.stream()
            .filter(v -> v.type() instanceof NodeType && !isBound(v))
            .filter(v -> Pushdown.isLookup(v.type(), pushable(v)))
            .findFirst()
            .orElse(null);
    if (named != null) {
      // One row, and traversals to it only have to find out whether they get there.
      scan(named);
      return true;
    }
    Traverse next =
        traversals.stream()
            .filter(t -> isBound(t.from()) || isBound(t.to()))
            .min(Comparator.comparingDouble(this::expectedRows))
            .orElse(null);
    if (next != null) {
      follow(next, false);
      return true;
    }
    Variable start =
        own.stream()
            .filter(v -> v.type() instanceof NodeType && !isBound(v))
            .min(
                Comparator.comparingDouble((Variable v) -> matching(v))
                    .thenComparing(v -> !state.reads(v)))
            .orElse(null);
    if (start == null) {
      return false;
    }
    scan(start);
    return true;
  }

  private void scan(Variable variable) {
    double matching = matching(variable);
    List<Expr> pushed = takePushed(variable);
    state.bound().add(variable);
    List<String> columns = state.columnsOf(variable, matching);
    List<Expr> joins = takeReady();
    state.ensure(joins, steps);
    rows *= matching * state.statistics().selectivity(joins);
    steps.add(new Step.Scan(variable, pushed, columns, joins, null, rows));
  }

  private void follow(Traverse traverse, boolean closes) {
    traversals.remove(traverse);
    rows = closes ? rows : expectedRows(traverse);
    Step.Hop hop = hop(traverse);
    steps.add(closes ? new Step.Connect(hop, rows) : new Step.Expand(hop, false, rows));
    if (hop.edge() != null) {
      state.bound().add(hop.edge());
    }
    if (!closes) {
      state.bound().add(hop.to());
      filterNode(hop.to());
    }
  }

  private Step.Hop hop(Traverse traverse) {
    boolean forward = isBound(traverse.from());
    Variable edge = traverse.edgeVariable();
    return new Step.Hop(
        forward ? traverse.from() : traverse.to(),
        forward ? traverse.to() : traverse.from(),
        traverse.edge(),
        forward ? traverse.direction() : traverse.direction().turned(),
        traverse.min(),
        traverse.max(),
        edge,
        edge == null ? List.of() : takePushed(edge),
        edge == null ? List.of() : state.columnsOfEdge(edge));
  }

  private void filterNode(Variable node) {
    List<Expr> pushed = takePushed(node);
    if (!pushed.isEmpty()) {
      steps.add(new Step.Fetch(node, pushed, state.columnsOf(node, rows), rows));
    }
  }

  private void selectWhatIsReady() {
    List<Expr> ready = takeReady();
    if (!ready.isEmpty()) {
      state.ensure(ready, steps);
      rows *= state.statistics().selectivity(ready);
      steps.add(new Step.Select(ready, rows));
    }
  }

  private void dropWhatMustNotBe() {
    for (Clause.Not not : List.copyOf(nots)) {
      Set<Variable> outer = References.variables(not.clauses());
      outer.retainAll(visible());
      if (state.bound().containsAll(outer)) {
        nots.remove(not);
        Set<Variable> before = Set.copyOf(state.bound());
        steps.add(new Step.Without(inner(not.clauses()), rows));
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
    return new BlockPlanner(state, clauses, rows).plan();
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

  private List<Expr> takeReady() {
    List<Expr> ready =
        conditions.stream()
            .filter(c -> state.bound().containsAll(References.variables(c)))
            .toList();
    conditions.removeAll(ready);
    return ready;
  }

  private boolean isBound(Variable variable) {
    return state.bound().contains(variable);
  }

  private double matching(Variable variable) {
    return state.statistics().matching(variable.type(), pushable(variable));
  }

  private List<Expr> pushable(Variable variable) {
    return conditions.stream()
        .filter(c -> RequiredColumns.isPushed(c, own) && References.variables(c).contains(variable))
        .toList();
  }

  private double expectedRows(Traverse traverse) {
    boolean forward = isBound(traverse.from());
    Direction direction = forward ? traverse.direction() : traverse.direction().turned();
    EdgeType edge = traverse.edge();
    Variable to = forward ? traverse.to() : traverse.from();
    double reach =
        traverse.edgeVariable() != null
            ? state.statistics().fanOut(edge, direction)
                * state.statistics().selectivity(pushable(traverse.edgeVariable()))
            : state.statistics().reach(edge, direction, traverse.max());
    List<Expr> onTo = pushable(to);
    return rows
        * reach
        * (Pushdown.isLookup(to.type(), onTo)
            ? 1 / Math.max(1, state.statistics().matching(to.type(), List.of()))
            : state.statistics().selectivity(onTo));
  }
}
