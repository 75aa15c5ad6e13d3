package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;

/**
 * Edges ordered by the node they leave (compressed sparse rows): those of node {@code n} are at
 * {@code start(n)} to {@code end(n)}.
 */
public final class Adjacency implements AutoCloseable {
  private final QueryMemory memory;
  private final Ints offsets;
  private final Ints targets;
  private final Ints edges;

  private Adjacency(QueryMemory memory, Ints offsets, Ints targets, Ints edges) {
    this.memory = memory;
    this.offsets = offsets;
    this.targets = targets;
    this.edges = edges;
  }

  /** From parallel lists of edges, by counting. */
  public static Adjacency of(QueryMemory memory, Ints from, Ints to, Ints edge) {
    int nodes = 0;
    for (int i = 0; i < from.size(); i++) {
      nodes = Math.max(nodes, from.get(i) + 1);
    }
    Ints offsets = memory.ints();
    offsets.growTo(nodes + 2, 0);
    for (int i = 0; i < from.size(); i++) {
      offsets.set(from.get(i) + 2, offsets.get(from.get(i) + 2) + 1);
    }
    for (int node = 2; node < nodes + 2; node++) {
      offsets.set(node, offsets.get(node) + offsets.get(node - 1));
    }
    Ints targets = memory.ints();
    Ints edges = memory.ints();
    targets.growTo(from.size(), 0);
    edges.growTo(from.size(), 0);
    // offsets[n + 1] is where the next edge of n goes; in the end it is where n ends.
    for (int i = 0; i < from.size(); i++) {
      int place = offsets.get(from.get(i) + 1);
      offsets.set(from.get(i) + 1, place + 1);
      targets.set(place, to.get(i));
      edges.set(place, edge.get(i));
    }
    return new Adjacency(memory, offsets, targets, edges);
  }

  /** Whether the node is not beyond the last one that an edge leaves. */
  public boolean covers(int node) {
    return node + 2 < offsets.size();
  }

  public int start(int node) {
    return node + 1 < offsets.size() ? offsets.get(node) : 0;
  }

  public int end(int node) {
    return node + 1 < offsets.size() ? offsets.get(node + 1) : 0;
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
    memory.free(offsets);
    memory.free(targets);
    memory.free(edges);
  }
}
