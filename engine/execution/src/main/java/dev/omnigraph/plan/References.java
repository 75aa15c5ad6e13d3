package dev.omnigraph.plan;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.Property;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Which variables and columns expressions and clauses speak of. */
final class References {
  /** In place of a column: that the variable is bound, and nothing else of it. */
  static final String PRESENCE = "";

  private References() {}

  static Set<Variable> variables(Expr expr) {
    Set<Variable> variables = new LinkedHashSet<>();
    collect(expr, (variable, column) -> variables.add(variable));
    return variables;
  }

  /** Every variable that the clauses bind or mention, in order of appearance. */
  static Set<Variable> variables(List<Clause> clauses) {
    Set<Variable> variables = new LinkedHashSet<>();
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Where where -> variables.addAll(variables(where.condition()));
        case Clause.Not not -> variables.addAll(variables(not.clauses()));
        case Clause.Optionally optional -> variables.addAll(variables(optional.clauses()));
        case Clause.Bind bind -> variables.add(bind.node());
        case Clause.Traverse traverse -> variables.addAll(bound(traverse));
      }
    }
    return variables;
  }

  /** Variables that the clauses bind themselves, and not in a {@code not} or {@code optional}. */
  static Set<Variable> bound(List<Clause> clauses) {
    Set<Variable> variables = new LinkedHashSet<>();
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Bind bind -> variables.add(bind.node());
        case Clause.Traverse traverse -> variables.addAll(bound(traverse));
        case Clause.Where where -> {}
        case Clause.Not not -> {}
        case Clause.Optionally optional -> {}
      }
    }
    return variables;
  }

  private static Set<Variable> bound(Clause.Traverse traverse) {
    Set<Variable> variables = new LinkedHashSet<>();
    variables.add(traverse.from());
    if (traverse.along() != null) {
      variables.add(traverse.along());
    }
    variables.add(traverse.to());
    return variables;
  }

  /** All conditions of the clauses, at any depth. */
  static List<Expr> conditions(List<Clause> clauses) {
    return clauses.stream()
        .flatMap(
            clause ->
                switch (clause) {
                  case Clause.Where where -> Conjuncts.of(where.condition()).stream();
                  case Clause.Not not -> conditions(not.clauses()).stream();
                  case Clause.Optionally optional -> conditions(optional.clauses()).stream();
                  case Clause.Bind bind -> Stream.<Expr>empty();
                  case Clause.Traverse traverse -> Stream.<Expr>empty();
                })
        .toList();
  }

  /** Calls back for every column that the expression needs, or {@link #PRESENCE}. */
  static void collect(Expr expr, BiConsumer<Variable, String> column) {
    switch (expr) {
      case Expr.Prop prop -> column.accept(prop.variable(), EntityColumns.name(prop));
      case Expr.Meta meta ->
          column.accept(
              meta.variable(),
              meta.field() == Expr.Meta.Field.TYPE && meta.variable().isEntity()
                  ? PRESENCE
                  : EntityColumns.name(meta.field()));
      case Expr.Whole whole -> whole(whole.variable(), column);
      case Expr.IsNull(Expr.Whole(var variable, var t, var s), var type, var span) ->
          column.accept(variable, PRESENCE);
      case Expr.Block block -> outer(block, column);
      case Expr.Aggregate aggregate -> {
        if (aggregate.argument() instanceof Expr.Whole whole
            && aggregate.function() == Expr.Aggregate.Function.COUNT) {
          column.accept(whole.variable(), counted(aggregate.distinct(), whole.variable()));
        } else {
          collect(aggregate.argument(), column);
        }
      }
      case Expr.Search search -> {
        // Of nodes it is told what it needs; edges are read once, with all that is needed of them.
        column.accept(search.variable(), PRESENCE);
        if (search.variable().type() instanceof EdgeType) {
          search.properties().forEach(prop -> collect(prop, column));
        }
      }
      default -> expr.parts().forEach(part -> collect(part, column));
    }
  }

  /** What a block needs of the row around it. */
  private static void outer(Expr.Block block, BiConsumer<Variable, String> column) {
    BiConsumer<Variable, String> outer =
        (variable, name) -> {
          if (variable.slot() < block.own()) {
            column.accept(variable, name);
          }
        };
    variables(block.clauses()).forEach(variable -> outer.accept(variable, PRESENCE));
    conditions(block.clauses()).forEach(condition -> collect(condition, outer));
    Expr.Aggregate aggregate = block.aggregate();
    if (aggregate != null) {
      collect(aggregate, outer);
    }
  }

  /** All search functions of a query, at any depth. */
  static Stream<Expr.Search> searches(TypedQuery.Read query) {
    return Stream.concat(conditions(query.match()).stream(), query.behindMatch())
        .flatMap(References::allSearches);
  }

  static Stream<Expr.Search> allSearches(Expr expr) {
    return switch (expr) {
      case Expr.Search search -> Stream.of(search);
      case Expr.Block block ->
          Stream.concat(conditions(block.clauses()).stream(), Stream.ofNullable(block.aggregate()))
              .flatMap(References::allSearches);
      default -> expr.parts().stream().flatMap(References::allSearches);
    };
  }

  /** The search functions in an expression, in its blocks those of variables outside of them. */
  static Stream<Expr.Search> searches(Expr expr) {
    return switch (expr) {
      case Expr.Search search -> Stream.of(search);
      case Expr.Block block -> {
        Expr.Aggregate aggregate = block.aggregate();
        yield Stream.concat(conditions(block.clauses()).stream(), Stream.ofNullable(aggregate))
            .flatMap(References::searches)
            .filter(search -> search.variable().slot() < block.own());
      }
      default -> expr.parts().stream().flatMap(References::searches);
    };
  }

  /** The fusions of rankings in an expression. */
  static Stream<Expr.Fusion> fusions(Expr expr) {
    return expr instanceof Expr.Fusion fusion
        ? Stream.of(fusion)
        : expr.parts().stream().flatMap(References::fusions);
  }

  /** The blocks in an expression, without those in blocks. */
  static Stream<Expr.Block> blocks(Expr expr) {
    return expr instanceof Expr.Block block
        ? Stream.of(block)
        : expr.parts().stream().flatMap(References::blocks);
  }

  /** What tells entities apart: an edge that is followed from both of its ends was read twice. */
  private static String counted(boolean distinct, Variable variable) {
    if (!distinct) {
      return PRESENCE;
    }
    return variable.isEntity() ? EntityColumns.name(Expr.Meta.Field.ID) : EntityColumns.IDENTITY;
  }

  private static void whole(Variable variable, BiConsumer<Variable, String> column) {
    EntityColumns.of(variable).forEach(field -> column.accept(variable, EntityColumns.name(field)));
    if (!variable.isEntity()) {
      column.accept(variable, EntityColumns.IDENTITY);
    }
    for (Property property : variable.type().properties()) {
      column.accept(variable, EntityColumns.name(variable, property));
    }
  }
}
