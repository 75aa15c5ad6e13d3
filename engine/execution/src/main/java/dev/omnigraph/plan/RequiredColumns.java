package dev.omnigraph.plan;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns that each variable needs: early, to decide which rows are answered and in which
 * order, or late, only to show those that are. Columns in conditions that a scan decides are needed
 * by nobody else.
 */
final class RequiredColumns {
  private final Map<Variable, Set<String>> early = new HashMap<>();
  private final Map<Variable, Set<String>> late = new HashMap<>();

  static RequiredColumns of(TypedQuery.Read query, boolean allEarly, List<Variable> ties) {
    RequiredColumns required = new RequiredColumns();
    required.conditions(query.match(), Set.of());
    for (TypedQuery.Column column : query.columns()) {
      required.add(allEarly ? required.early : required.late, column.value());
    }
    query.order().forEach(key -> required.add(required.early, key.value()));
    if (query.having() != null) {
      required.add(required.early, query.having());
    }
    required.ties(ties);
    return required;
  }

  /** What orders rows that nothing else does. */
  private void ties(List<Variable> ties) {
    for (Variable variable : ties) {
      if (!variable.isEntity()) {
        put(early, variable, EntityColumns.IDENTITY);
      } else if (variable.type() instanceof NodeType) {
        put(early, variable, ArrowSchemas.ID);
      }
    }
  }

  Set<String> early(Variable variable) {
    return early.getOrDefault(variable, Set.of());
  }

  Set<String> late(Variable variable) {
    return late.getOrDefault(variable, Set.of());
  }

  Set<String> all(Variable variable) {
    Set<String> all = new LinkedHashSet<>(early(variable));
    all.addAll(late(variable));
    return all;
  }

  private void conditions(List<Clause> clauses, Set<Variable> outer) {
    Set<Variable> visible = new HashSet<>(outer);
    Set<Variable> own = References.bound(clauses);
    own.removeAll(outer);
    visible.addAll(own);
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Where where -> {
          for (Expr condition : Conjuncts.of(where.condition())) {
            if (!isPushed(condition, own)) {
              add(early, condition);
            }
          }
        }
        case Clause.Not not -> conditions(not.clauses(), visibleToNot(visible, clauses));
        case Clause.Optionally optional -> {
          conditions(optional.clauses(), visible);
          visible.addAll(References.bound(optional.clauses()));
        }
        case Clause.Bind bind -> {}
        case Clause.Traverse traverse -> {}
      }
    }
  }

  /** A {@code not} is asked last, when all optional variables are bound. */
  private static Set<Variable> visibleToNot(Set<Variable> visible, List<Clause> clauses) {
    Set<Variable> all = new HashSet<>(visible);
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Optionally optional) {
        all.addAll(References.bound(optional.clauses()));
      }
    }
    return all;
  }

  static boolean isPushed(Expr condition, Set<Variable> own) {
    Set<Variable> used = References.variables(condition);
    return used.size() == 1
        && own.containsAll(used)
        && Pushdown.takes(condition, used.iterator().next());
  }

  private void add(Map<Variable, Set<String>> needs, Expr expr) {
    References.collect(expr, (variable, column) -> put(needs, variable, column));
    References.blocks(expr).forEach(this::inside);
  }

  /** What a block needs of its own variables decides its value. */
  private void inside(Expr.Block block) {
    conditions(block.clauses(), References.variables(block));
    Expr.Aggregate aggregate = block.aggregate();
    if (aggregate != null) {
      add(early, aggregate);
      if (aggregate.function() == Expr.Aggregate.Function.COLLECT) {
        ties(Planner.ties(block.clauses()).stream().filter(v -> !v.isEntity()).toList());
      }
    }
  }

  private static void put(Map<Variable, Set<String>> needs, Variable variable, String column) {
    if (!column.equals(References.PRESENCE)) {
      needs.computeIfAbsent(variable, v -> new LinkedHashSet<>()).add(column);
    }
  }
}
