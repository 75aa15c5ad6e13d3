package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Breadth-first search from one node after another over edges between nodes of several types, by
 * the rules of {@link Reach}. Where it is asked to, it finds a path to each node besides: of the
 * shortest the one whose nodes come first in an order, compared from the node on where the path
 * starts, and of the edges between two of its nodes the first.
 *
 * <p>From the start of paths, nodes are searched in the order of their paths: those of a level
 * before those that a later one of it leads to, and among these in their own order. So the first
 * that leads to a node is on its path. From the end of paths, it is the first by itself.
 */
public final class Walks implements AutoCloseable {
  /**
   * Edges of one type in one direction.
   *
   * @param from the place of the type of the nodes that they lead from
   * @param to the place of the type of those that they lead to
   */
  public record Leg(int from, int to, Adjacency edges) {

    /** Adds what a node leads to. */
    public void follow(int node, BitSet ends) {
      for (int i = edges.start(node); i < edges.end(node); i++) {
        ends.set(edges.target(i));
      }
    }

    /** Whether a node leads to one of these. */
    public boolean leads(int node, BitSet ends) {
      for (int i = edges.start(node); i < edges.end(node); i++) {
        if (ends.get(edges.target(i))) {
          return true;
        }
      }
      return false;
    }
  }

  /** What comes first of what paths may lead over. */
  public interface Order {
    /** The place of a node among all, by its code; negative for one that is on no path. */
    int rank(int node);

    /** Whether an edge comes before another between the same two nodes. */
    boolean isBefore(int leg, int edge, int otherLeg, int otherEdge);
  }

  private static final int NONE = -1;

  private final QueryMemory memory;
  private final NodeCodes codes;
  private final List<Leg> legs;
  private final @Nullable Order order;
  private final boolean turned;

  /** By type and number: the last search that got there, and the place in its queue. */
  private final Ints[] visited;

  private final Ints[] places;

  /** By type: the places of the legs that lead from there. */
  private final int[][] legsFrom;

  /** Nodes in the order of their distance, without the one that the search starts from. */
  private final Ints queue;

  /** By place in the queue: that of the node before it, and the edge from there. */
  private final Ints before;

  private final Ints beforeLeg;
  private final Ints beforeEdge;

  private int source;
  private int search;
  private int first;

  /** The first place of the level that is being found, or of what one node of it leads to. */
  private int open;

  /**
   * @param order of the paths to find; null for none
   * @param turned whether paths end where a search starts
   */
  public Walks(
      QueryMemory memory, NodeCodes codes, List<Leg> legs, @Nullable Order order, boolean turned) {
    this.memory = memory;
    this.codes = codes;
    this.legs = List.copyOf(legs);
    this.order = order;
    this.turned = turned;
    int types = codes.types().size();
    this.visited = new Ints[types];
    this.places = new Ints[types];
    this.legsFrom = new int[types][];
    for (int type = 0; type < types; type++) {
      int from = type;
      visited[type] = memory.ints();
      places[type] = memory.ints();
      legsFrom[type] =
          IntStream.range(0, legs.size()).filter(leg -> legs.get(leg).from() == from).toArray();
    }
    this.queue = memory.ints();
    this.before = memory.ints();
    this.beforeLeg = memory.ints();
    this.beforeEdge = memory.ints();
  }

  /** Searches for the nodes at a distance of {@code min} to {@code max} hops. */
  public void from(int start, int min, int max) {
    search++;
    source = start;
    queue.clear();
    before.clear();
    beforeLeg.clear();
    beforeEdge.clear();
    first = min == 1 ? 0 : Integer.MAX_VALUE;
    place(start, NONE);
    open = 0;
    expand(start, NONE);
    visit(start);
    int levelStart = 0;
    for (int distance = 2; distance <= max && levelStart < queue.size(); distance++) {
      int levelEnd = queue.size();
      if (distance == min) {
        first = levelEnd;
      }
      open = levelEnd;
      for (int i = levelStart; i < levelEnd; i++) {
        expand(queue.get(i), i);
      }
      levelStart = levelEnd;
    }
    first = Math.min(first, queue.size());
  }

  /** The place of the first node that the last search found. */
  public int start() {
    return first;
  }

  /** One more than the place of the last. */
  public int end() {
    return queue.size();
  }

  /** The code of the node at a place. */
  public int node(int place) {
    return queue.get(place);
  }

  /** The place of a node that the last search found, or -1. */
  public int placeOf(int node) {
    return isVisited(node) && knownPlace(node) >= first ? knownPlace(node) : NONE;
  }

  private boolean isVisited(int node) {
    Ints ofType = visited[codes.type(node)];
    int number = codes.number(node);
    return number < ofType.size() && ofType.get(number) == search;
  }

  private void visit(int node) {
    visited[codes.type(node)].set(codes.number(node), search);
  }

  private int knownPlace(int node) {
    return places[codes.type(node)].get(codes.number(node));
  }

  /**
   * Adds the path to the node at a place, in its own direction.
   *
   * @param nodes takes the codes of its nodes, one more than it has edges
   * @param edgeLegs takes the places of the legs that its edges are of
   * @param edges takes the numbers of its edges
   */
  public void path(int place, Ints nodes, Ints edgeLegs, Ints edges) {
    int length = 0;
    for (int at = place; at != NONE; at = before.get(at)) {
      length++;
    }
    int firstNode = nodes.size();
    int firstEdge = edges.size();
    nodes.growTo(firstNode + length + 1, 0);
    edgeLegs.growTo(firstEdge + length, 0);
    edges.growTo(firstEdge + length, 0);
    int at = place;
    for (int i = 0; i < length; i++) {
      int hop = turned ? i : length - 1 - i;
      nodes.set(firstNode + (turned ? i : length - i), queue.get(at));
      edgeLegs.set(firstEdge + hop, beforeLeg.get(at));
      edges.set(firstEdge + hop, beforeEdge.get(at));
      at = before.get(at);
    }
    nodes.set(firstNode + (turned ? length : 0), source);
  }

  private void expand(int node, int place) {
    int number = codes.number(node);
    if (order != null && !turned) {
      open = queue.size();
    }
    for (int leg : legsFrom[codes.type(node)]) {
      Leg edges = legs.get(leg);
      Adjacency adjacency = edges.edges();
      memory.worked(1L + adjacency.end(number) - adjacency.start(number));
      for (int i = adjacency.start(number); i < adjacency.end(number); i++) {
        reach(codes.code(edges.to(), adjacency.target(i)), place, leg, adjacency.edge(i));
      }
    }
    if (order != null && !turned) {
      sort(order);
    }
  }

  private void reach(int target, int place, int leg, int edge) {
    if (order != null && order.rank(target) < 0) {
      return;
    }
    if (!isVisited(target)) {
      place(target, queue.size());
      visit(target);
      queue.add(target);
      if (order != null) {
        before.add(place);
        beforeLeg.add(leg);
        beforeEdge.add(edge);
      }
    } else if (order != null && knownPlace(target) >= open) {
      int at = knownPlace(target);
      if (comesBefore(order, place, leg, edge, at)) {
        before.set(at, place);
        beforeLeg.set(at, leg);
        beforeEdge.set(at, edge);
      }
    }
  }

  /** Whether a way to the node at a place comes before the one that is known. */
  private boolean comesBefore(Order by, int place, int leg, int edge, int at) {
    int known = before.get(at);
    return known == place
        ? by.isBefore(leg, edge, beforeLeg.get(at), beforeEdge.get(at))
        : by.rank(queue.get(place)) < by.rank(queue.get(known));
  }

  /** Puts what one node leads to in order. */
  private void sort(Order by) {
    int count = queue.size() - open;
    if (count < 2) {
      return;
    }
    long[] ranked = new long[count];
    for (int i = 0; i < count; i++) {
      ranked[i] = (long) by.rank(queue.get(open + i)) << Integer.SIZE | i;
    }
    Arrays.sort(ranked);
    permute(queue, ranked);
    permute(beforeLeg, ranked);
    permute(beforeEdge, ranked);
    for (int i = 0; i < count; i++) {
      place(queue.get(open + i), open + i);
    }
  }

  private void permute(Ints values, long[] ranked) {
    int[] old = new int[ranked.length];
    for (int i = 0; i < old.length; i++) {
      old[i] = values.get(open + i);
    }
    for (int i = 0; i < old.length; i++) {
      values.set(open + i, old[(int) ranked[i]]);
    }
  }

  private void place(int node, int at) {
    Ints ofType = visited[codes.type(node)];
    int number = codes.number(node);
    ofType.growTo(Math.max(ofType.size(), number + 1), 0);
    places[codes.type(node)].growTo(ofType.size(), 0);
    places[codes.type(node)].set(number, at);
  }

  @Override
  public void close() {
    Arrays.asList(visited).forEach(memory::free);
    Arrays.asList(places).forEach(memory::free);
    List.of(queue, before, beforeLeg, beforeEdge).forEach(memory::free);
  }
}
