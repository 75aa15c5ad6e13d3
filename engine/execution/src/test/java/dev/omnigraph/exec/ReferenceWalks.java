package dev.omnigraph.exec;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** What traversals mean, slowly: every edge is looked at for every hop. */
@NullUnmarked
final class ReferenceWalks {
  private final MemoryGraph graph;

  ReferenceWalks(MemoryGraph graph) {
    this.graph = graph;
  }

  private record Node(String type, Object id) {}

  /** One hop: an edge as it is followed. */
  private record Hop(Node from, Node to, Object edge, int place) {}

  /** What a variable may stand for. */
  List<Map<String, Object>> entities(Variable variable, List<Clause> clauses) {
    if (variable.isEntity()) {
      return graph.rows(variable.type());
    }
    Set<Map<String, Object>> all = new HashSet<>();
    for (Clause clause : clauses) {
      if (clause instanceof Traverse traverse) {
        for (Traverse.Edge edge : traverse.edges()) {
          if (variable.equals(traverse.along())) {
            graph.rows(edge.type()).forEach(row -> all.add(typed(row, edge.type().name())));
          } else if (variable.equals(traverse.to()) || variable.equals(traverse.from())) {
            String type = variable.equals(traverse.to()) ? edge.end() : edge.start();
            graph
                .rows(graph.catalog().node(type).orElseThrow())
                .forEach(row -> all.add(typed(row, type)));
          }
        }
      }
    }
    return List.copyOf(all);
  }

  private static Map<String, Object> typed(Map<String, Object> row, String type) {
    Map<String, Object> typed = new LinkedHashMap<>(row);
    typed.put("type", type);
    return typed;
  }

  /** Whether an edge is one of those that lead from one entity to another. */
  boolean isBetween(
      Traverse traverse,
      Map<String, Object> edge,
      Map<String, Object> from,
      Map<String, Object> to) {
    EdgeType own = traverse.along().isEntity() ? (EdgeType) traverse.along().type() : null;
    String type = own != null ? own.name() : (String) edge.get("type");
    return hops(traverse).stream()
        .anyMatch(
            hop ->
                hop.edge().equals(edge.get("id"))
                    && traverse.edges().get(hop.place()).type().name().equals(type)
                    && hop.from().equals(node(traverse.from(), from))
                    && hop.to().equals(node(traverse.to(), to)));
  }

  /** The fewest hops from one to the other, or -1 if they are more than there may be. */
  int distance(Traverse traverse, Map<String, Object> from, Map<String, Object> to) {
    List<Hop> hops = hops(traverse);
    Node end = node(traverse.to(), to);
    Set<Node> seen = new HashSet<>();
    Set<Node> level = Set.of(node(traverse.from(), from));
    for (int distance = 1; distance <= traverse.max(); distance++) {
      Set<Node> next = new HashSet<>();
      for (Hop hop : hops) {
        if (level.contains(hop.from())) {
          next.add(hop.to());
        }
      }
      next.removeAll(seen);
      seen.addAll(next);
      seen.add(node(traverse.from(), from));
      if (next.contains(end)) {
        return distance;
      }
      level = next;
    }
    return -1;
  }

  /** Of the shortest paths the first, hop by hop: the smallest node that is as near as it must. */
  Map<String, Object> path(Traverse traverse, Map<String, Object> from, Map<String, Object> to) {
    int length = distance(traverse, from, to);
    List<Hop> hops = hops(traverse);
    Map<Node, Integer> left = new HashMap<>(Map.of(node(traverse.to(), to), 0));
    for (int distance = 1; distance < length; distance++) {
      for (Hop hop : hops) {
        if (Integer.valueOf(distance - 1).equals(left.get(hop.to()))) {
          left.putIfAbsent(hop.from(), distance);
        }
      }
    }
    Node at = node(traverse.from(), from);
    List<Object> nodes = new ArrayList<>(List.of(at.id()));
    List<Object> edges = new ArrayList<>();
    List<Object> order = new ArrayList<>(List.of(at.id(), at.type()));
    for (int i = 1; i <= length; i++) {
      int rest = length - i;
      Node here = at;
      Hop next =
          hops.stream()
              .filter(
                  hop ->
                      hop.from().equals(here) && Integer.valueOf(rest).equals(left.get(hop.to())))
              .min(ReferenceWalks::compare)
              .orElseThrow();
      at = next.to();
      nodes.add(at.id());
      edges.add(next.edge());
      order.addAll(List.of(at.id(), at.type()));
    }
    Map<String, Object> path = new LinkedHashMap<>();
    path.put("id", order);
    path.put("length", (long) length);
    path.put("nodes", nodes);
    path.put("edges", edges);
    return path;
  }

  private static int compare(Hop left, Hop right) {
    return Comparator.comparing((Hop hop) -> hop.to().id(), ReferenceEvaluator::order)
        .thenComparing(hop -> hop.to().type())
        .thenComparing(Hop::edge, ReferenceEvaluator::order)
        .thenComparing(Hop::place)
        .compare(left, right);
  }

  private List<Hop> hops(Traverse traverse) {
    List<Hop> hops = new ArrayList<>();
    for (int place = 0; place < traverse.edges().size(); place++) {
      Traverse.Edge edge = traverse.edges().get(place);
      for (Map<String, Object> row : graph.rows(edge.type())) {
        Node source = new Node(edge.type().source(), row.get("src"));
        Node target = new Node(edge.type().target(), row.get("dst"));
        int at = place;
        Stream<Hop> ways =
            switch (edge.direction()) {
              case OUT -> Stream.of(new Hop(source, target, row.get("id"), at));
              case IN -> Stream.of(new Hop(target, source, row.get("id"), at));
              case BOTH ->
                  Stream.of(
                      new Hop(source, target, row.get("id"), at),
                      new Hop(target, source, row.get("id"), at));
            };
        ways.forEach(hops::add);
      }
    }
    return hops;
  }

  private static Node node(Variable variable, Map<String, Object> row) {
    return new Node(
        variable.isEntity() ? variable.type().name() : (String) row.get("type"), row.get("id"));
  }
}
