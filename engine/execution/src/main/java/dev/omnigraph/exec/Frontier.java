package dev.omnigraph.exec;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The nodes around one node, by their distance from it, as far as they were searched. */
final class Frontier {
  private final EdgeReader reader;
  private final List<BitSet> levels = new ArrayList<>();

  Frontier(EdgeReader reader, int start) {
    this.reader = reader;
    BitSet first = new BitSet();
    first.set(start);
    levels.add(first);
  }

  /** Starts reading what {@link #expand} needs. */
  void warm() {
    reader.warm(levels.getLast());
  }

  /** Searches one hop further. */
  void expand() {
    reader.load(levels.getLast());
    levels.add(next());
  }

  /** The same search over the edges read so far, as their nodes are numbered now. */
  void again() {
    int hops = levels.size() - 1;
    while (levels.size() > 1) {
      levels.removeLast();
    }
    for (int hop = 0; hop < hops; hop++) {
      levels.add(next());
    }
  }

  /** Whether nothing is left to search. */
  boolean isDone() {
    return levels.getLast().isEmpty();
  }

  /** Hops searched so far. */
  int hops() {
    return levels.size() - 1;
  }

  /** Whether the nodes so many hops before the last are among those of another search. */
  private boolean meets(Frontier other, int before) {
    return before < other.levels.size()
        && levels.getLast().intersects(other.levels.get(other.levels.size() - 1 - before));
  }

  /**
   * The shortest way to the start of another search, if the last hop of either closed one; -1 for
   * none.
   */
  int closed(Frontier other) {
    int most = hops() + other.hops();
    if (meets(other, 1) || other.meets(this, 1)) {
      return most - 1;
    }
    return meets(other, 0) ? most : -1;
  }

  /**
   * The shortest way to the start of another search that follows edges the other way, of those that
   * both together have seen; -1 for none.
   */
  int distance(Frontier other) {
    int most = levels.size() + other.levels.size() - 2;
    for (int distance = 1; distance <= most; distance++) {
      for (int here = Math.max(0, distance - other.levels.size() + 1);
          here <= Math.min(distance, levels.size() - 1);
          here++) {
        if (levels.get(here).intersects(other.levels.get(distance - here))) {
          return distance;
        }
      }
    }
    return -1;
  }

  private BitSet next() {
    BitSet next = reader.edges().next(levels.getLast());
    levels.forEach(next::andNot);
    return next;
  }
}
