package dev.omnigraph.query.lang;

import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Clause.Traverse.Edge;
import dev.omnigraph.schema.EdgeType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which node types walks along edges of several types lead from and to. */
final class WalkTypes {
  private final Context context;
  private final String name;
  private final List<Edge> edges;
  private final int min;
  private final int max;

  /**
   * @param name of the edges and of how they are followed
   * @param edges of which each hop follows any
   */
  private WalkTypes(Context context, String name, List<Edge> edges, int min, int max) {
    this.context = context;
    this.name = name;
    this.edges = edges;
    this.min = min;
    this.max = max;
  }

  /** Walks that follow edges as they are declared. */
  static WalkTypes forward(Context context, List<EdgeType> types, Syntax.Traverse walk) {
    return of(context, types, Direction.OUT, walk);
  }

  /** Walks that follow edges against how they are declared. */
  static WalkTypes backward(Context context, List<EdgeType> types, Syntax.Traverse walk) {
    return of(context, types, Direction.IN, walk);
  }

  /** Walks that follow edges both ways. */
  static WalkTypes undirected(Context context, List<EdgeType> types, Syntax.Traverse walk) {
    List<Edge> edges =
        types.stream()
            .flatMap(
                type ->
                    type.source().equals(type.target())
                        ? Stream.of(new Edge(type, Direction.BOTH))
                        : Stream.of(new Edge(type, Direction.OUT), new Edge(type, Direction.IN)))
            .toList();
    return new WalkTypes(
        context, Direction.BOTH + walk.edges().text(), edges, walk.min(), walk.max());
  }

  private static WalkTypes of(
      Context context, List<EdgeType> types, Direction direction, Syntax.Traverse walk) {
    return new WalkTypes(
        context,
        direction + walk.edges().text(),
        types.stream().map(type -> new Edge(type, direction)).toList(),
        walk.min(),
        walk.max());
  }

  private WalkTypes turned() {
    List<Edge> turned = edges.stream().map(Edge::turned).toList();
    return new WalkTypes(context, "turned " + name, turned, min, max);
  }

  /** The types of all nodes that walks of one hop start from. */
  Set<String> starts() {
    Set<String> starts = new TreeSet<>();
    edges.forEach(edge -> starts.add(edge.start()));
    return starts;
  }

  /** The types of the nodes that walks from nodes of a type end at. */
  Set<String> endsFrom(String start) {
    return context.walkEnds().computeIfAbsent(List.of(name, start, min, max), asked -> ends(start));
  }

  private Set<String> ends(String start) {
    if (min == 1) {
      Set<String> ends = new TreeSet<>(next(Set.of(start)));
      int before = 0;
      for (int hops = 2; hops <= max && before < ends.size(); hops++) {
        before = ends.size();
        ends.addAll(next(ends));
      }
      return ends;
    }
    Set<String> level = Set.of(start);
    Set<String> ends = new TreeSet<>();
    Map<Set<String>, Integer> seen = new HashMap<>();
    for (int hops = 1; hops <= max && !level.isEmpty(); hops++) {
      level = next(level);
      if (hops >= min) {
        ends.addAll(level);
      }
      Integer before = seen.put(level, hops);
      if (before != null) {
        // From here on the levels repeat themselves.
        if (before >= min) {
          break;
        }
        int period = hops - before;
        hops += Math.max(0, (min - 1 - hops) / period * period);
      }
    }
    return ends;
  }

  /** The types of the nodes that walks to nodes of a type start at. */
  Set<String> startsTo(String end) {
    return turned().endsFrom(end);
  }

  /** The edges that may be on a walk between nodes of some types and of others. */
  List<Edge> between(Set<String> starts, Set<String> ends) {
    Set<String> ahead = within(starts);
    Set<String> behind = turned().within(ends);
    return edges.stream()
        .filter(edge -> ahead.contains(edge.start()) && behind.contains(edge.end()))
        .toList();
  }

  /** The types that fewer hops than there may be lead to. */
  private Set<String> within(Set<String> starts) {
    Set<String> reached = new LinkedHashSet<>(starts);
    Set<String> level = starts;
    for (int hops = 1; hops < max && !level.isEmpty(); hops++) {
      level = next(level);
      level.removeAll(reached);
      reached.addAll(level);
    }
    return reached;
  }

  private Set<String> next(Set<String> level) {
    Set<String> next = new HashSet<>();
    for (Edge edge : edges) {
      context.step();
      if (level.contains(edge.start())) {
        next.add(edge.end());
      }
    }
    return next;
  }
}
