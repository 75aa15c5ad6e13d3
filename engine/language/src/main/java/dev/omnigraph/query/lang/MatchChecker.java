package dev.omnigraph.query.lang;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.Variable;
import dev.omnigraph.query.lang.Syntax.Name;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Patterns: first all bindings of a block, then the conditions that use them, in any order. */
final class MatchChecker {
  private final Context context;
  private final List<Variable> variables = new ArrayList<>();

  MatchChecker(Context context) {
    this.context = context;
  }

  /** All variables by slot, once the match is checked. */
  List<Variable> variables() {
    return variables;
  }

  /** What patterns of a statement see from outside: the entity at hand, whose name is empty. */
  Scope around(EntityType type) {
    Scope scope = new Scope(context, this, null);
    scope.declare(variable("", type, false));
    return scope;
  }

  List<Clause> clauses(List<Syntax.Clause> written, Scope scope, boolean optional) {
    List<Syntax.Clause> syntax = EdgeWords.resolve(written, context);
    PatternTypes types = bindings(syntax, scope, optional);
    List<Clause> clauses = new ArrayList<>();
    for (Syntax.Clause clause : syntax) {
      context.step();
      switch (clause) {
        case Syntax.Bind bind -> bind(bind, scope, optional, clauses);
        case Syntax.Traverse traverse -> traverse(traverse, scope, types, optional, clauses);
        case Syntax.Filter filter -> {
          Expr condition = new ExprChecker(context, scope).condition(filter.condition());
          if (condition != null) {
            clauses.add(new Clause.Where(condition, filter.span()));
          }
        }
        case Syntax.Not not -> clauses.add(not(not, scope, optional));
        case Syntax.Optionally block -> clauses.add(optionally(block, scope));
      }
    }
    return clauses;
  }

  /** Declares every named variable that the block itself binds, in the order of appearance. */
  private PatternTypes bindings(List<Syntax.Clause> syntax, Scope scope, boolean optional) {
    PatternTypes types =
        new PatternTypes(
            context,
            name -> {
              Variable variable = scope.find(name);
              return variable == null ? null : variable.type();
            });
    Map<String, Name> appearances = new LinkedHashMap<>();
    Map<String, Name> bound = new LinkedHashMap<>();
    List<Syntax.Traverse> traversals = new ArrayList<>();
    for (Syntax.Clause clause : syntax) {
      switch (clause) {
        case Syntax.Bind bind -> {
          appearances.putIfAbsent(bind.variable().text(), bind.variable());
          fix(bind.variable(), context.node(bind.type()), scope, types, bound);
        }
        case Syntax.Traverse t -> {
          appearances.putIfAbsent(t.from().text(), t.from());
          Name edgeVariable = t.edgeVariable();
          if (edgeVariable != null) {
            appearances.putIfAbsent(edgeVariable.text(), edgeVariable);
            EdgeType edge = context.catalog().edge(t.edge().text()).orElse(null);
            fix(edgeVariable, edge, scope, types, bound);
          }
          appearances.putIfAbsent(t.to().text(), t.to());
          traversals.add(t);
        }
        case Syntax.Filter f -> {}
        case Syntax.Not n -> {}
        case Syntax.Optionally o -> {}
      }
    }
    types.infer(traversals);
    appearances.forEach((name, at) -> declare(at, scope, types, optional));
    return types;
  }

  private void fix(
      Name name,
      @Nullable EntityType type,
      Scope scope,
      PatternTypes types,
      Map<String, Name> bound) {
    if (name.text().equals("_")) {
      return;
    }
    Name earlier = bound.putIfAbsent(name.text(), name);
    if (earlier != null || scope.isBoundOutside(name.text())) {
      context.error(
          QueryError.DUPLICATE_VARIABLE,
          name.span(),
          earlier != null
              ? "`$%s` is already bound, on line %d.".formatted(name.text(), earlier.span().line())
              : "`$%s` is already bound outside of this pattern.".formatted(name.text()),
          "Bind each variable once; state further conditions as filters.");
      return;
    }
    if (type == null) {
      types.giveUp(name.text());
    } else {
      types.fix(name.text(), type);
    }
  }

  private void declare(Name name, Scope scope, PatternTypes types, boolean optional) {
    String text = name.text();
    if (text.equals("_") || scope.find(text) != null) {
      return;
    }
    EntityType type = text.isEmpty() ? null : types.type(text);
    if (text.isEmpty()) {
      scope.resolve(text, name.span());
    }
    if (type == null) {
      scope.declareUnresolved(text);
      return;
    }
    if (context.parameters().containsKey(text)) {
      context.error(
          QueryError.NAME_CONFLICT,
          name.span(),
          "`$%s` is a parameter, so it cannot be bound to entities.".formatted(text));
      scope.declareUnresolved(text);
      return;
    }
    if (scope.isOptional(text)) {
      context.error(
          QueryError.DUPLICATE_VARIABLE,
          name.span(),
          "`$%s` is already bound in another `optional { }`.".formatted(text),
          "Give the second one a name of its own.");
      scope.declareUnresolved(text);
      return;
    }
    scope.declare(variable(text, type, optional));
  }

  private Variable variable(String name, EntityType type, boolean optional) {
    Variable variable = new Variable(variables.size(), name, type, optional);
    variables.add(variable);
    return variable;
  }

  private void bind(Syntax.Bind bind, Scope scope, boolean optional, List<Clause> clauses) {
    Variable variable;
    if (bind.variable().text().equals("_")) {
      NodeType type = context.catalog().node(bind.type().text()).orElse(null);
      variable = type == null ? null : variable("_", type, optional);
    } else {
      variable = scope.find(bind.variable().text());
    }
    if (variable == null || !(variable.type() instanceof NodeType)) {
      return;
    }
    clauses.add(new Clause.Bind(variable, bind.span()));
    for (Syntax.Assignment inline : bind.inline()) {
      Expr subject = NameResolver.member(context, variable, inline.name(), inline.name().span());
      if (subject == null) {
        continue;
      }
      Expr condition = new ExprChecker(context, scope).equality(subject, inline.value());
      if (condition != null) {
        clauses.add(new Clause.Where(condition, condition.span()));
      }
    }
  }

  private void traverse(
      Syntax.Traverse t, Scope scope, PatternTypes types, boolean optional, List<Clause> clauses) {
    PatternTypes.Resolved resolved = types.of(t);
    int min = t.bounds() == null ? 1 : t.bounds().min();
    int max = t.bounds() == null ? 1 : t.bounds().max();
    if (!hops(t, resolved, min, max) || resolved == null) {
      return;
    }
    Variable from = end(t.from(), resolved.from(), scope, optional);
    Variable edge =
        t.edgeVariable() == null ? null : end(t.edgeVariable(), resolved.edge(), scope, optional);
    Variable to = end(t.to(), resolved.to(), scope, optional);
    if (from != null && to != null && (edge != null || t.edgeVariable() == null)) {
      clauses.add(
          new Clause.Traverse(
              from, edge, resolved.edge(), resolved.direction(), min, max, to, t.span()));
    }
  }

  private @Nullable Variable end(Name name, EntityType type, Scope scope, boolean optional) {
    return name.text().equals("_") ? variable("_", type, optional) : scope.find(name.text());
  }

  private boolean hops(
      Syntax.Traverse t, PatternTypes.@Nullable Resolved resolved, int min, int max) {
    Syntax.Bounds bounds = t.bounds();
    if (bounds == null) {
      return true;
    }
    if (min < 1 || max < min) {
      context.error(
          QueryError.HOP_BOUNDS,
          bounds.span(),
          min < 1
              ? "A traversal has at least one hop."
              : "The upper bound %d is below the lower bound %d.".formatted(max, min));
      return false;
    }
    if (max > 1 && t.edgeVariable() != null) {
      context.error(
          QueryError.EDGE_VARIABLE_HOPS,
          bounds.span(),
          "A traversal with an edge variable is one hop.",
          "Leave `$%s:` out, or the bounds.".formatted(t.edgeVariable().text()));
      return false;
    }
    if (max > 1 && resolved != null && !resolved.from().equals(resolved.to())) {
      context.error(
          QueryError.HOP_TYPES,
          bounds.span(),
          "`%s` leads from %s to %s, so there is no second hop."
              .formatted(t.edge().text(), resolved.edge().source(), resolved.edge().target()));
      return false;
    }
    return true;
  }

  private Clause not(Syntax.Not not, Scope scope, boolean optional) {
    Scope inner = new Scope(context, this, scope);
    int before = context.diagnostics().size();
    List<Clause> clauses = clauses(not.clauses(), inner, optional);
    if (!inner.usesOuter() && context.diagnostics().size() == before) {
      context.error(
          QueryError.DETACHED_NOT,
          not.span(),
          "This `not { }` uses no variable from outside, so it would keep all rows or none.");
    }
    return new Clause.Not(clauses, not.span());
  }

  /** A pattern as a value. */
  @Nullable Expr block(Syntax.Block block, Scope scope) {
    Scope inner = new Scope(context, this, scope);
    int before = context.diagnostics().size();
    int own = variables.size();
    List<Clause> clauses = clauses(block.clauses(), inner, false);
    String name = block.call().function().text();
    if (!inner.usesOuter() && context.diagnostics().size() == before) {
      context.error(
          QueryError.DETACHED_BLOCK,
          block.span(),
          "This `%s { }` uses no variable from outside, so it would be the same for all rows."
              .formatted(name),
          scope.find("") == null
              ? QueryError.DETACHED_BLOCK.nextStep()
              : "Start it from `$`, as in `count { $ knows $_ }`.");
    }
    inner.showOptionals();
    Expr checked =
        new CallChecker(context, new ExprChecker(context, inner)).block(block, clauses, own);
    return context.diagnostics().size() == before ? checked : null;
  }

  private Clause optionally(Syntax.Optionally block, Scope scope) {
    Scope inner = new Scope(context, this, scope);
    int before = context.diagnostics().size();
    List<Clause> clauses = clauses(block.clauses(), inner, true);
    if (!inner.usesOuter() && context.diagnostics().size() == before) {
      context.error(
          QueryError.DETACHED_OPTIONAL,
          block.span(),
          "This `optional { }` uses no variable from outside.");
    }
    inner.own().values().forEach(scope::declareOptional);
    inner.optionals().values().forEach(scope::declareOptional);
    return new Clause.Optionally(clauses, block.span());
  }
}
