package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Clause.Traverse.Edge;
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
  /** In place of the name of a path's type. */
  static final String PATH = "path";

  private final Context context;
  private final Function<String, @Nullable EntityType> outer;
  private final Map<String, EntityType> types = new HashMap<>();
  private final Set<String> wrong = new HashSet<>();
  private final IdentityHashMap<Syntax.Traverse, Resolved> resolved = new IdentityHashMap<>();

  /**
   * A traversal whose ends, and the edges between them, are known.
   *
   * @param to null for any node that edges lead to, and so {@code from}
   */
  record Resolved(List<Edge> edges, @Nullable NodeType from, @Nullable NodeType to) {}

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
      List<EdgeType> edges = context.edges(traversal);
      if (edges == null) {
        giveUpBoth(traversal);
      } else {
        Open one = new Open(traversal, edges);
        open.add(one);
        ends(traversal).forEach(e -> byEnd.computeIfAbsent(e, x -> new ArrayList<>()).add(one));
      }
    }
    Deque<Open> work = new ArrayDeque<>(open);
    // What one edge type says of the ends may tell which of several are followed.
    for (boolean several : new boolean[] {false, true}) {
      for (Open next : open) {
        spread(work, byEnd);
        if (!next.settled && next.edges.size() > 1 == several) {
          settle(next, true, work, byEnd);
        }
      }
    }
    spread(work, byEnd);
  }

  /** A traversal on the way to be settled. */
  private static final class Open {
    final Syntax.Traverse traversal;
    final List<EdgeType> edges;
    boolean settled;

    Open(Syntax.Traverse traversal, List<EdgeType> edges) {
      this.traversal = traversal;
      this.edges = edges;
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
    open.settled =
        open.edges.size() == 1 && !open.traversal.edges().areAny()
            ? settle(open.traversal, open.edges.getFirst(), asWritten)
            : settle(open.traversal, open.edges, asWritten);
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
          t.edges().span(),
          "`%s` leads from %s to %s; only an edge between equal types can be undirected."
              .formatted(t.edges().text(), source.name(), target.name()),
          "Write `%s` without `< >`.".formatted(t.edges().text()));
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

  /** Walks along edges of several types. False when the types of the ends are not known yet. */
  private boolean settle(Syntax.Traverse t, List<EdgeType> edges, boolean asWritten) {
    if (wrong.contains(t.from().text()) || wrong.contains(t.to().text())) {
      giveUpBoth(t);
      return true;
    }
    EntityType from = type(t.from().text());
    EntityType to = type(t.to().text());
    List<WalkTypes> ways =
        t.undirected()
            ? List.of(WalkTypes.undirected(context, edges, t))
            : List.of(WalkTypes.forward(context, edges, t), WalkTypes.backward(context, edges, t));
    for (WalkTypes way : ways) {
      Set<String> ends = from == null ? Set.of() : way.endsFrom(from.name());
      Set<String> starts = to == null ? Set.of() : way.startsTo(to.name());
      if (from != null && to != null) {
        if (ends.contains(to.name())) {
          List<Edge> between = way.between(Set.of(from.name()), Set.of(to.name()));
          accept(t, between, node(from.name()), node(to.name()));
          return true;
        }
      } else if (from != null && !ends.isEmpty()) {
        return settleOther(t, way, true, from.name(), ends, asWritten);
      } else if (to != null && !starts.isEmpty()) {
        return settleOther(t, way, false, to.name(), starts, asWritten);
      }
    }
    if (from == null && to == null) {
      return asWritten && settleBoth(t, ways.getFirst());
    }
    noWalk(t, from, to);
    return true;
  }

  /**
   * One end has a type.
   *
   * @param forward whether it is the one that walks start from
   * @param others the types that the other end may have
   */
  private boolean settleOther(
      Syntax.Traverse t,
      WalkTypes way,
      boolean forward,
      String known,
      Set<String> others,
      boolean asWritten) {
    Name other = forward ? t.to() : t.from();
    if (others.size() != 1 && !other.text().equals("_")) {
      return asWritten && ambiguous(t, other, others);
    }
    NodeType one = node(known);
    NodeType two = others.size() != 1 ? null : node(others.iterator().next());
    if (forward) {
      accept(t, way.between(Set.of(known), others), one, two);
    } else {
      accept(t, way.between(others, Set.of(known)), two, one);
    }
    return true;
  }

  /** Nothing else gives the ends a type. */
  private boolean settleBoth(Syntax.Traverse t, WalkTypes way) {
    Set<String> starts = way.starts();
    if (starts.size() != 1) {
      return ambiguous(t, t.from(), starts);
    }
    String start = starts.iterator().next();
    return settleOther(t, way, true, start, way.endsFrom(start), true);
  }

  private boolean ambiguous(Syntax.Traverse t, Name end, Set<String> candidates) {
    context.error(
        QueryError.AMBIGUOUS_END,
        end.span(),
        candidates.isEmpty()
            ? "The schema has no edges for `%s`.".formatted(t.edges().text())
            : "`$%s` may be of several types: %s."
                .formatted(end.text(), Suggestions.quoted(candidates.stream().limit(5).toList())),
        candidates.isEmpty()
            ? null
            : "Say which, as in `$%s: %s`."
                .formatted(
                    end.text().equals("_") ? "x" : end.text(), candidates.iterator().next()));
    giveUpBoth(t);
    return true;
  }

  private void noWalk(Syntax.Traverse t, @Nullable EntityType from, @Nullable EntityType to) {
    String where =
        (from == null ? "" : " from `$%s` (%s)".formatted(t.from().text(), describe(from)))
            + (to == null ? "" : " to `$%s` (%s)".formatted(t.to().text(), describe(to)));
    context.error(
        QueryError.ENDPOINT_MISMATCH,
        t.edges().span(),
        "No walk of `%s` leads%s.".formatted(t.edges().text(), where));
    giveUpBoth(t);
  }

  private void accept(
      Syntax.Traverse t, List<Edge> edges, @Nullable NodeType from, @Nullable NodeType to) {
    give(t.from(), from);
    give(t.to(), to);
    resolved.put(t, new Resolved(edges, from, to));
  }

  private void give(Name end, @Nullable NodeType type) {
    if (type != null && !end.text().equals("_")) {
      types.putIfAbsent(end.text(), type);
    }
  }

  private NodeType node(String name) {
    return context.catalog().node(name).orElseThrow();
  }

  private void accept(
      Syntax.Traverse t, EdgeType edge, Direction direction, NodeType from, NodeType to) {
    boolean fromFits = fits(t, t.from(), edge, from);
    boolean toFits = fits(t, t.to(), edge, to);
    if (fromFits && toFits) {
      resolved.put(t, new Resolved(List.of(new Edge(edge, direction)), from, to));
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
            .formatted(t.edges().text(), edge.source(), edge.target(), name, describe(known)));
    return false;
  }

  static String describe(EntityType type) {
    return switch (type) {
      case NodeType node -> node.name();
      case EdgeType edge when edge.name().equals(PATH) -> "a path";
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
