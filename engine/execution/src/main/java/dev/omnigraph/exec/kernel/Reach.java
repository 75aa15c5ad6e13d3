package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;

/**
 * Breadth-first search from one node after another over the same edges.
 *
 * <p>A destination's distance is the length of the shortest walk to it; each destination is found
 * once, and not expanded again. The node that the search starts from counts as visited, so that no
 * cycle leads back to it; only a self-loop does, at the first hop.
 */
public final class Reach implements AutoCloseable {
  private final QueryMemory memory;
  private final Adjacency edges;
  private final Ints visited;
  private final Ints yielded;
  private final Ints queue;
  private int search;
  private int first;

  public Reach(QueryMemory memory, Adjacency edges) {
    this.memory = memory;
    this.edges = edges;
    this.visited = memory.ints();
    this.yielded = memory.ints();
    this.queue = memory.ints();
  }

  /** Searches for the nodes at a distance of {@code min} to {@code max} hops. */
  public void from(int source, int min, int max) {
    search++;
    queue.clear();
    first = min == 1 ? 0 : Integer.MAX_VALUE;
    expand(source);
    mark(visited, source);
    int levelStart = 0;
    for (int distance = 2; distance <= max && levelStart < queue.size(); distance++) {
      int levelEnd = queue.size();
      if (distance == min) {
        first = levelEnd;
      }
      for (int i = levelStart; i < levelEnd; i++) {
        expand(queue.get(i));
      }
      levelStart = levelEnd;
    }
    first = Math.min(first, queue.size());
    for (int i = first; i < queue.size(); i++) {
      mark(yielded, queue.get(i));
    }
  }

  /** How many nodes the last search found. */
  public int size() {
    return queue.size() - first;
  }

  public int get(int index) {
    return queue.get(first + index);
  }

  /** Whether the last search found the node. */
  public boolean found(int node) {
    return node < yielded.size() && yielded.get(node) == search;
  }

  private void expand(int node) {
    memory.worked(1L + edges.end(node) - edges.start(node));
    for (int i = edges.start(node); i < edges.end(node); i++) {
      int target = edges.target(i);
      if (target >= visited.size() || visited.get(target) != search) {
        mark(visited, target);
        queue.add(target);
      }
    }
  }

  private void mark(Ints marks, int node) {
    marks.growTo(Math.max(marks.size(), node + 1), 0);
    marks.set(node, search);
  }

  @Override
  public void close() {
    memory.free(visited);
    memory.free(yielded);
    memory.free(queue);
  }
}
