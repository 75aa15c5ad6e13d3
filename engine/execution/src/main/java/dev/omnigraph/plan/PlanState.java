package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is bound and fetched so far, over all blocks of a query. */
final class PlanState {
  /** Fewer rows than this are fetched whole at once: another request would cost more. */
  private static final double FEW_ROWS = 10_000;

  private final RequiredColumns required;
  private final Statistics statistics;
  private final boolean defers;
  private final Set<Variable> bound = new LinkedHashSet<>();
  private final Map<Variable, Set<String>> fetched = new HashMap<>();
  private final Map<Variable, Set<String>> scored = new HashMap<>();
  private final Map<Expr, Integer> slots = new HashMap<>();
  private final Set<Expr.Block> computed = new HashSet<>();
  private final Set<Variable> ordered = new LinkedHashSet<>();
  private final int firstSlot;
  private final @Nullable Variable start;

  /**
   * @param defers whether columns that are only shown should wait for the limit
   * @param firstSlot that no variable has
   * @param start the variable to begin with; null for what is expected to give the fewest rows
   */
  PlanState(
      RequiredColumns required,
      Statistics statistics,
      boolean defers,
      int firstSlot,
      @Nullable Variable start) {
    this.required = required;
    this.statistics = statistics;
    this.defers = defers;
    this.firstSlot = firstSlot;
    this.start = start;
  }

  RequiredColumns required() {
    return required;
  }

  /** The blocks that rows have the values of. */
  Set<Expr.Block> computed() {
    return computed;
  }

  /** The variable to begin with; null for any. */
  @Nullable Variable start() {
    return start;
  }

  /** Where rows have the value of a block or a fusion. */
  int slot(Expr value) {
    return slots.computeIfAbsent(value, v -> firstSlot + slots.size());
  }

  /** One more than the greatest slot of any variable or block. */
  int slots() {
    return firstSlot + slots.size();
  }

  /** The variables whose ids decide the order of a list. */
  Set<Variable> ordered() {
    return ordered;
  }

  Statistics statistics() {
    return statistics;
  }

  Set<Variable> bound() {
    return bound;
  }

  /** Whether any property of a variable is needed. */
  boolean reads(Variable variable) {
    return !required.all(variable).isEmpty();
  }

  /** Ends the scope of what a {@code not} or a block bound. */
  void forgetAllBut(Set<Variable> outer) {
    Set<Variable> inner = new HashSet<>(bound);
    inner.removeAll(outer);
    bound.removeAll(inner);
    fetched.keySet().removeAll(inner);
    scored.keySet().removeAll(inner);
  }

  /** The columns of a node that a scan or fetch at hand should bring; they count as fetched. */
  List<String> columnsOf(Variable node, double rows) {
    // Of the best nodes there are few, however many match.
    boolean wait = defers && rows > FEW_ROWS && !node.equals(start);
    return take(node, wait ? required.early(node) : required.all(node));
  }

  /** All columns of an edge; it cannot be fetched again. */
  List<String> columnsOfEdge(Variable edge) {
    return List.copyOf(required.all(edge));
  }

  /** Adds fetches for what the expressions need of bound nodes and is not there yet. */
  void ensure(List<Expr> exprs, List<Step> steps) {
    ensure(exprs, bound, steps);
  }

  void ensure(List<Expr> exprs, Set<Variable> among, List<Step> steps) {
    Map<Variable, Set<String>> missing = new LinkedHashMap<>();
    for (Expr expr : exprs) {
      References.collect(
          expr,
          (variable, column) -> {
            if (among.contains(variable) && isMissing(variable, column)) {
              missing.computeIfAbsent(variable, v -> new LinkedHashSet<>()).add(column);
            }
          });
    }
    double rows = steps.isEmpty() ? 1 : steps.getLast().rows();
    missing.forEach(
        (variable, columns) -> {
          Set<String> all = new LinkedHashSet<>(columns);
          all.addAll(required.early(variable));
          steps.add(new Step.Fetch(variable, List.of(), take(variable, all), rows));
        });
    score(exprs, among, rows, steps);
  }

  /** Adds what computes the search functions in expressions that are not computed yet. */
  void score(List<Expr> exprs, Set<Variable> among, double rows, List<Step> steps) {
    Map<Variable, List<Expr.Search>> missing = new LinkedHashMap<>();
    exprs.stream()
        .flatMap(References::searches)
        .filter(search -> among.contains(search.variable()))
        .forEach(
            search -> {
              Variable variable = search.variable();
              if (scored
                  .computeIfAbsent(variable, v -> new HashSet<>())
                  .add(SearchName.of(search))) {
                missing.computeIfAbsent(variable, v -> new ArrayList<>()).add(search);
              }
            });
    missing.forEach((variable, searches) -> steps.add(new Step.Score(variable, searches, rows)));
  }

  /** What is only shown and not there yet. */
  List<Step.Fetch> lateFetches() {
    List<Step.Fetch> fetches = new ArrayList<>();
    for (Variable variable : bound) {
      if (required.late(variable).stream().anyMatch(column -> isMissing(variable, column))) {
        fetches.add(
            new Step.Fetch(variable, List.of(), take(variable, required.late(variable)), 0));
      }
    }
    return fetches;
  }

  private boolean isMissing(Variable variable, String column) {
    return variable.type() instanceof NodeType
        && !column.equals(ArrowSchemas.ID)
        && !column.equals(References.PRESENCE)
        && !fetched.getOrDefault(variable, Set.of()).contains(column);
  }

  private List<String> take(Variable variable, Set<String> columns) {
    List<String> taken = columns.stream().filter(column -> isMissing(variable, column)).toList();
    fetched.computeIfAbsent(variable, v -> new HashSet<>()).addAll(taken);
    return taken;
  }
}
