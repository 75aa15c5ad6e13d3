package dev.omnigraph.query.lang;

import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.lang.Syntax.Name;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The types of a pattern's node variables and the directions of its traversals. What is bound with
 * a type fixes the ends of edges, which fix the variables at their other ends, and so on; an edge
 * that nothing fixes is read from left to right.
 */
final class PatternTypes {
  private final Context context;
  private final Function<String, @Nullable EntityType> outer;
  private final Map<String, EntityType> types = new HashMap<>();
  private final Set<String> wrong = new HashSet<>();
  private final IdentityHashMap<Syntax.Traverse, Resolved> resolved = new IdentityHashMap<>();

  /** A traversal whose edge type, ends and direction are known. */
  record Resolved(EdgeType edge, Direction direction, NodeType from, NodeType to) {}

  /**
   * @param outer the types of variables that are bound around the pattern
   */
  PatternTypes(Context context, Function<String, @Nullable EntityType> outer) {
    this.context = context;
    this.outer = outer;
  }

  void fix(String variable, EntityType type) {
    types.put(variable, type);
  }

  /** A variable whose binding is already reported as wrong. */
  void giveUp(String variable) {
    wrong.add(variable);
  }

  @Nullable EntityType type(String variable) {
    if (variable.equals("_")) {
      return null;
    }
    EntityType own = types.get(variable);
    return own != null ? own : outer.apply(variable);
  }

  /** Null when something was wrong with it, which is then reported. */
  @Nullable Resolved of(Syntax.Traverse traversal) {
    return resolved.get(traversal);
  }

  void infer(List<Syntax.Traverse> traversals) {
    IdentityHashMap<Syntax.Traverse, EdgeType> edges = new IdentityHashMap<>();
    List<Syntax.Traverse> open = new ArrayList<>();
    for (Syntax.Traverse traversal : traversals) {
      EdgeType edge = context.edge(traversal.edge());
      if (edge == null) {
        giveUpBoth(traversal);
      } else {
        edges.put(traversal, edge);
        open.add(traversal);
      }
    }
    while (!open.isEmpty()) {
      int before = open.size();
      open.removeIf(t -> settle(t, edge(edges, t), false));
      if (open.size() == before) {
        Syntax.Traverse first = open.removeFirst();
        settle(first, edge(edges, first), true);
      }
    }
  }

  private static EdgeType edge(
      IdentityHashMap<Syntax.Traverse, EdgeType> edges, Syntax.Traverse traversal) {
    return Objects.requireNonNull(edges.get(traversal));
  }

  /** False when the direction is not known yet. */
  private boolean settle(Syntax.Traverse t, EdgeType edge, boolean asWritten) {
    NodeType source = node(edge.source());
    NodeType target = node(edge.target());
    if (t.undirected() && !source.equals(target)) {
      context.error(
          "undirected_endpoints",
          t.edge().span(),
          "`%s` leads from %s to %s; only an edge between equal types can be undirected."
              .formatted(t.edge().text(), source.name(), target.name()),
          "Write `%s` without `< >`.".formatted(t.edge().text()));
      giveUpBoth(t);
      return true;
    }
    if (source.equals(target)) {
      accept(t, edge, t.undirected() ? Direction.BOTH : Direction.OUT, source, target);
      return true;
    }
    EntityType from = type(t.from().text());
    EntityType to = type(t.to().text());
    if (from == null && to == null && !asWritten) {
      return false;
    }
    boolean forward = source.equals(from);
    boolean backward = target.equals(from) || (!forward && source.equals(to));
    if (backward) {
      accept(t, edge, Direction.IN, target, source);
    } else {
      accept(t, edge, Direction.OUT, source, target);
    }
    return true;
  }

  private NodeType node(String name) {
    return context.catalog().node(name).orElseThrow();
  }

  private void accept(
      Syntax.Traverse t, EdgeType edge, Direction direction, NodeType from, NodeType to) {
    boolean fromFits = fits(t, t.from(), edge, from);
    boolean toFits = fits(t, t.to(), edge, to);
    if (fromFits && toFits) {
      resolved.put(t, new Resolved(edge, direction, from, to));
    }
  }

  private boolean fits(Syntax.Traverse t, Name end, EdgeType edge, NodeType wanted) {
    String name = end.text();
    if (name.equals("_") || wrong.contains(name)) {
      return true;
    }
    EntityType known = type(name);
    if (known == null) {
      types.put(name, wanted);
      return true;
    }
    if (known.equals(wanted)) {
      return true;
    }
    context.error(
        "endpoint_mismatch",
        end.span(),
        "`%s` leads from %s to %s; `$%s` is %s."
            .formatted(t.edge().text(), edge.source(), edge.target(), name, describe(known)));
    return false;
  }

  private static String describe(EntityType type) {
    return switch (type) {
      case NodeType node -> node.name();
      case EdgeType edge -> "an edge (" + edge.name() + ")";
    };
  }

  private void giveUpBoth(Syntax.Traverse traversal) {
    for (Name end : List.of(traversal.from(), traversal.to())) {
      if (type(end.text()) == null) {
        wrong.add(end.text());
      }
    }
  }
}
