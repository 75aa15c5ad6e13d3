package dev.omnigraph.query.lang;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.Variable;
import dev.omnigraph.query.lang.Syntax.Name;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Patterns: first all bindings of a block, then the conditions that use them, in any order. */
final class MatchChecker {
  private final Context context;
  private final List<Variable> variables = new ArrayList<>();

  /** The kinds of the variables of edges and paths that the block at hand binds, by name. */
  private final Map<String, Variable.Kind> alongs = new HashMap<>();

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
    scope.declare(variable("", Variable.Kind.ENTITY, type, false));
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
    alongs.clear();
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
          if (t.along() != null) {
            appearances.putIfAbsent(t.along().text(), t.along());
            fixAlong(t.along(), t, scope, types, bound);
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

  /** A node variable with its type; one that is bound already has it, or there is a mistake. */
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
    if (type == null) {
      types.giveUp(name.text());
      return;
    }
    EntityType known = types.type(name.text());
    if (known == null) {
      types.fix(name.text(), type);
    } else if (!known.equals(type)) {
      duplicate(
          name,
          earlier,
          "It is %s; give the other its own name.".formatted(PatternTypes.describe(known)));
    }
  }

  /** The variable of an edge or of a path, which is bound once. */
  private void fixAlong(
      Name name,
      Syntax.Traverse traverse,
      Scope scope,
      PatternTypes types,
      Map<String, Name> bound) {
    if (name.text().equals("_")) {
      return;
    }
    Name earlier = bound.putIfAbsent(name.text(), name);
    if (earlier != null || scope.isBoundOutside(name.text())) {
      duplicate(name, earlier, "Edges and paths are bound once: give this one its own name.");
      return;
    }
    EntityType type = alongType(traverse);
    if (type == null) {
      types.giveUp(name.text());
    } else {
      types.fix(name.text(), type);
      alongs.put(name.text(), kind(traverse));
    }
  }

  private void duplicate(Name name, @Nullable Name earlier, String help) {
    context.error(
        QueryError.DUPLICATE_VARIABLE,
        name.span(),
        earlier != null
            ? "`$%s` is already bound, on line %d.".formatted(name.text(), earlier.span().line())
            : "`$%s` is already bound outside of this pattern.".formatted(name.text()),
        help);
  }

  /** The type of what a traversal leads along; null if it names an edge that there is not. */
  private @Nullable EntityType alongType(Syntax.Traverse traverse) {
    Syntax.Edges edges = traverse.edges();
    if (traverse.hasPath()) {
      return Variable.typeOfMany(PatternTypes.PATH, List.of());
    }
    if (edges.areAny()) {
      return Variable.typeOfMany("any edge", List.of());
    }
    List<EdgeType> types = new ArrayList<>();
    for (Name name : edges.names()) {
      EdgeType type = context.catalog().edge(name.text()).orElse(null);
      if (type == null) {
        return null;
      }
      if (!types.contains(type)) {
        types.add(type);
      }
    }
    return types.size() == 1
        ? types.getFirst()
        : Variable.typeOfMany(
            types.stream().map(EdgeType::name).collect(Collectors.joining(" or ")), shared(types));
  }

  /** The properties that all of the types have; one is null where one of them may be. */
  private static List<Property> shared(List<EdgeType> types) {
    return types.getFirst().properties().stream()
        .flatMap(
            property -> {
              List<Property> alike =
                  types.stream()
                      .flatMap(type -> type.property(property.name()).stream())
                      .filter(other -> other.type().equals(property.type()))
                      .toList();
              return alike.size() < types.size()
                  ? Stream.empty()
                  : Stream.of(
                      alike.stream().filter(Property::nullable).findFirst().orElse(property));
            })
        .toList();
  }

  private Variable.Kind kind(Syntax.Traverse traverse) {
    if (traverse.hasPath()) {
      return Variable.Kind.PATH;
    }
    EntityType type = alongType(traverse);
    return type != null && type.id().isEmpty() ? Variable.Kind.ANY_EDGE : Variable.Kind.ENTITY;
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
    Variable.Kind kind = alongs.getOrDefault(text, Variable.Kind.ENTITY);
    scope.declare(variable(text, kind, type, optional));
  }

  private Variable variable(String name, Variable.Kind kind, EntityType type, boolean optional) {
    Variable variable = new Variable(variables.size(), name, kind, type, optional);
    variables.add(variable);
    return variable;
  }

  private void bind(Syntax.Bind bind, Scope scope, boolean optional, List<Clause> clauses) {
    Variable variable;
    if (bind.variable().text().equals("_")) {
      NodeType type = context.catalog().node(bind.type().text()).orElse(null);
      variable = type == null ? null : variable("_", Variable.Kind.ENTITY, type, optional);
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
    if (!hops(t, resolved) || resolved == null) {
      return;
    }
    Variable from = end(t.from(), resolved.from(), scope, optional);
    Variable along = t.along() == null ? null : along(t.along(), t, scope, optional);
    Variable to = end(t.to(), resolved.to(), scope, optional);
    if (from != null && to != null && (along != null || t.along() == null)) {
      clauses.add(
          new Clause.Traverse(from, along, resolved.edges(), t.min(), t.max(), to, t.span()));
    }
  }

  /**
   * @param type null for an anonymous node of any type
   */
  private @Nullable Variable end(
      Name name, @Nullable NodeType type, Scope scope, boolean optional) {
    if (!name.text().equals("_")) {
      return scope.find(name.text());
    }
    return type == null
        ? variable(
            "_", Variable.Kind.ANY_NODE, Variable.typeOfMany("any node", List.of()), optional)
        : variable("_", Variable.Kind.ENTITY, type, optional);
  }

  private @Nullable Variable along(Name name, Syntax.Traverse t, Scope scope, boolean optional) {
    EntityType type = alongType(t);
    return name.text().equals("_") && type != null
        ? variable("_", kind(t), type, optional)
        : scope.find(name.text());
  }

  private boolean hops(Syntax.Traverse t, PatternTypes.@Nullable Resolved resolved) {
    Syntax.Bounds bounds = t.bounds();
    int min = t.min();
    int max = t.max();
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
    boolean one = t.edges().names().stream().map(Name::text).distinct().count() == 1;
    if (max > 1 && resolved != null && one) {
      EdgeType edge = resolved.edges().getFirst().type();
      if (!edge.source().equals(edge.target())) {
        context.error(
            QueryError.HOP_TYPES,
            bounds.span(),
            "`%s` leads from %s to %s, so there is no second hop."
                .formatted(t.edges().text(), edge.source(), edge.target()));
        return false;
      }
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
