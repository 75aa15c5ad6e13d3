package dev.omnigraph.query.lang;

import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.lang.Syntax.Name;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    List<Open> open = new ArrayList<>();
    Map<String, List<Open>> byEnd = new HashMap<>();
    for (Syntax.Traverse traversal : traversals) {
      EdgeType edge = context.edge(traversal);
      if (edge == null) {
        giveUpBoth(traversal);
      } else {
        Open one = new Open(traversal, edge);
        open.add(one);
        ends(traversal).forEach(e -> byEnd.computeIfAbsent(e, x -> new ArrayList<>()).add(one));
      }
    }
    Deque<Open> work = new ArrayDeque<>(open);
    for (Open next : open) {
      spread(work, byEnd);
      if (!next.settled) {
        settle(next, true, work, byEnd);
      }
    }
    spread(work, byEnd);
  }

  /** A traversal on the way to be settled. */
  private static final class Open {
    final Syntax.Traverse traversal;
    final EdgeType edge;
    boolean settled;

    Open(Syntax.Traverse traversal, EdgeType edge) {
      this.traversal = traversal;
      this.edge = edge;
    }
  }

  private static Set<String> ends(Syntax.Traverse traversal) {
    return new LinkedHashSet<>(List.of(traversal.from().text(), traversal.to().text()));
  }

  /** Settles what has an end of a known type, and then what that gives a type to. */
  private void spread(Deque<Open> work, Map<String, List<Open>> byEnd) {
    while (!work.isEmpty()) {
      Open next = work.removeFirst();
      if (!next.settled) {
        settle(next, false, work, byEnd);
      }
    }
  }

  private void settle(
      Open open, boolean asWritten, Deque<Open> work, Map<String, List<Open>> byEnd) {
    context.step();
    Set<String> untyped = ends(open.traversal);
    untyped.removeIf(end -> type(end) != null);
    open.settled = settle(open.traversal, open.edge, asWritten);
    for (String end : untyped) {
      if (open.settled && type(end) != null) {
        work.addAll(byEnd.getOrDefault(end, List.of()));
      }
    }
  }

  /** False when the direction is not known yet. */
  private boolean settle(Syntax.Traverse t, EdgeType edge, boolean asWritten) {
    NodeType source = node(edge.source());
    NodeType target = node(edge.target());
    if (t.undirected() && !source.equals(target)) {
      context.error(
          QueryError.UNDIRECTED_ENDPOINTS,
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
        QueryError.ENDPOINT_MISMATCH,
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
