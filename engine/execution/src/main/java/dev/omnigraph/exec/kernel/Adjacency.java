package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;

/**
 * Edges ordered by the node they leave (compressed sparse rows): those of node {@code n} are at
 * {@code start(n)} to {@code end(n)}.
 */
public final class Adjacency implements AutoCloseable {
  private final QueryMemory memory;
  private final Ints starts;
  private final Ints ends;
  private final Ints targets;
  private final Ints edges;
  private final boolean copied;

  private Adjacency(
      QueryMemory memory, Ints starts, Ints ends, Ints targets, Ints edges, boolean copied) {
    this.memory = memory;
    this.starts = starts;
    this.ends = ends;
    this.targets = targets;
    this.edges = edges;
    this.copied = copied;
  }

  /**
   * From parallel lists of edges, which must stay as they are: they are not copied if the edges of
   * each node follow each other.
   */
  public static Adjacency of(QueryMemory memory, Ints from, Ints to, Ints edge) {
    Ints starts = memory.ints();
    Ints ends = memory.ints();
    boolean follow = true;
    int last = -1;
    for (int i = 0; i < from.size(); i++) {
      int node = from.get(i);
      if (node != last) {
        last = node;
        ends.growTo(Math.max(ends.size(), node + 1), 0);
        starts.growTo(ends.size(), 0);
        follow &= ends.get(node) == 0;
        starts.set(node, i);
      }
      ends.set(node, ends.get(node) + 1);
    }
    if (follow) {
      for (int node = 0; node < ends.size(); node++) {
        ends.set(node, starts.get(node) + ends.get(node));
      }
      return new Adjacency(memory, starts, ends, to, edge, false);
    }
    return sorted(memory, starts, ends, from, to, edge);
  }

  /**
   * By counting.
   *
   * @param ends how many edges leave each node
   */
  private static Adjacency sorted(
      QueryMemory memory, Ints starts, Ints ends, Ints from, Ints to, Ints edge) {
    int before = 0;
    for (int node = 0; node < ends.size(); node++) {
      int count = ends.get(node);
      starts.set(node, before);
      ends.set(node, before);
      before += count;
    }
    Ints targets = memory.ints();
    Ints edges = memory.ints();
    targets.growTo(from.size(), 0);
    edges.growTo(from.size(), 0);
    // Until all are placed, a node ends where its next edge goes.
    for (int i = 0; i < from.size(); i++) {
      int place = ends.get(from.get(i));
      ends.set(from.get(i), place + 1);
      targets.set(place, to.get(i));
      edges.set(place, edge.get(i));
    }
    return new Adjacency(memory, starts, ends, targets, edges, true);
  }

  /** Whether the node is not beyond the last one that an edge leaves. */
  public boolean covers(int node) {
    return node < starts.size();
  }

  public int start(int node) {
    return node < starts.size() ? starts.get(node) : 0;
  }

  public int end(int node) {
    return node < ends.size() ? ends.get(node) : 0;
  }

  public int target(int index) {
    return targets.get(index);
  }

  /** The number of the edge at an index. */
  public int edge(int index) {
    return edges.get(index);
  }

  @Override
  public void close() {
    memory.free(starts);
    memory.free(ends);
    if (copied) {
      memory.free(targets);
      memory.free(edges);
    }
  }
}
