package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Adjacency;
import dev.omnigraph.exec.kernel.Grouping;
import dev.omnigraph.exec.kernel.Reach;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Variable;
import java.util.BitSet;

/**
 * Follows edges of one type from a bound variable: either binds the variable it leads to, or, when
 * that is bound already, keeps the rows that it connects.
 */
final class HopOperator {
  private final Execution execution;
  private final Step.Hop hop;
  private final boolean binds;
  private final boolean counts;
  private String access = "none";
  private int roundTrips;
  private int waits;

  /**
   * @param binds whether the hop's {@code to} is new
   * @param counts whether rows stay one, with how often they are led on from in place of where to
   */
  HopOperator(Execution execution, Step.Hop hop, boolean binds, boolean counts) {
    this.execution = execution;
    this.hop = hop;
    this.binds = binds;
    this.counts = counts;
  }

  /** How the edges were reached; known after {@link #apply}. */
  String access() {
    return access;
  }

  int roundTrips() {
    return roundTrips;
  }

  /** Round trips of what was not on its way before. */
  int waits() {
    return waits;
  }

  Relation apply(Relation input) {
    Variable edge = hop.along();
    EdgeReader reader = execution.edges(hop);
    int before = reader.roundTrips();
    int waitsBefore = reader.waits();
    Ints degrees =
        counts && hop.max() == 1
            ? reader.count(FetchOperator.distinct(input.numbers(hop.from())), edge == null)
            : null;
    Relation result =
        degrees != null
            ? counted(input, degrees)
            : edge == null ? pairs(input) : edges(input, edge);
    roundTrips = reader.roundTrips() - before;
    waits = reader.waits() - waitsBefore;
    input.close();
    return result;
  }

  private Relation counted(Relation input, Ints degrees) {
    access = execution.edges(hop).access();
    QueryMemory memory = execution.memory();
    Ints sources = input.numbers(hop.from());
    Ints rows = memory.ints();
    Ints found = memory.ints();
    for (int row = 0; row < input.rows(); row++) {
      int source = sources.get(row);
      if (source >= 0 && degrees.get(source) > 0) {
        rows.add(row);
        found.add(degrees.get(source));
      }
    }
    memory.free(degrees);
    return counted(input, rows, found);
  }

  /** Rows with how often each is led on from. */
  private Relation counted(Relation input, Ints rows, Ints found) {
    Relation selected = input.select(rows).with(hop.to(), found);
    execution.memory().free(rows);
    return hop.along() == null ? selected : selected.with(hop.along(), found);
  }

  private Relation pairs(Relation input) {
    EdgeReader reader = execution.edges(hop);
    EdgeSet edges = reader.edges();
    if (reader.looksUp() && edges.chains() && hop.max() > 1 && onlyPair(input)) {
      int source = input.numbers(hop.from()).get(0);
      int target = input.numbers(hop.to()).get(0);
      if (source >= 0 && target >= 0 && source != target) {
        return fromBothEnds(input, reader, source, target);
      }
    }
    int max = edges.chains() ? hop.max() : 1;
    BitSet level = FetchOperator.distinct(input.numbers(hop.from()));
    BitSet reached = new BitSet();
    BitSet wanted = onlyPair(input) ? FetchOperator.distinct(input.numbers(hop.to())) : null;
    for (int depth = 1; depth <= max && !level.isEmpty(); depth++) {
      reader.load(level);
      reached.or(level);
      if (depth < max) {
        level = edges.next(level);
        if (wanted != null && level.intersects(wanted)) {
          // The distance of the one pair asked about is known: no need to look further.
          max = depth;
        }
        level.andNot(reached);
      }
    }
    access = reader.access();
    edges.settle();
    try (Reach reach = new Reach(execution.memory(), edges.adjacency())) {
      return max < hop.min() ? none(input) : search(input, reach, max);
    }
  }

  /** Whether a walk of the right length connects the one pair: half of it from either end. */
  private Relation fromBothEnds(Relation input, EdgeReader reader, int source, int target) {
    EdgeReader back = execution.readersBack(hop).getFirst();
    Frontier ahead = new Frontier(reader, source);
    Frontier behind = new Frontier(back, target);
    int merges = reader.edges().merges();
    int distance = -1;
    while (distance < 0 && ahead.hops() + behind.hops() < hop.max() && !ahead.isDone()) {
      ahead.warm();
      behind.warm();
      ahead.expand();
      if (ahead.hops() + behind.hops() < hop.max() && !behind.isDone()) {
        behind.expand();
      }
      distance = ahead.closed(behind);
    }
    if (distance < hop.min() || hop.min() > 1) {
      reader.edges().settle();
      if (reader.edges().merges() != merges) {
        // A node with two numbers hid that the searches met, or where.
        ahead.again();
        behind.again();
        distance = ahead.distance(behind);
      }
    }
    access = reader.access() + ", from both ends";
    return distance >= hop.min() && distance <= hop.max() ? input.select(all(input)) : none(input);
  }

  private Ints all(Relation input) {
    Ints all = execution.memory().ints();
    for (int row = 0; row < input.rows(); row++) {
      all.add(row);
    }
    return all;
  }

  /** Whether all that is asked is how far one node is from another. */
  private boolean onlyPair(Relation input) {
    return !binds && input.rows() == 1;
  }

  private Relation none(Relation input) {
    QueryMemory memory = execution.memory();
    Relation none = input.select(memory.ints());
    return binds ? none.with(hop.to(), memory.ints()) : none;
  }

  /** Searches once for each source, whatever the number of its rows. */
  private Relation search(Relation input, Reach reach, int max) {
    QueryMemory memory = execution.memory();
    Ints sources = input.numbers(hop.from());
    Ints rows = memory.ints();
    Ints targets = memory.ints();
    Grouping bySource = Grouping.byNumber(memory, sources);
    for (int group = 0; group < bySource.groups(); group++) {
      int source = sources.get(bySource.row(bySource.start(group)));
      reach.from(source, hop.min(), max);
      for (int i = bySource.start(group); i < bySource.end(group); i++) {
        int row = bySource.row(i);
        if (counts) {
          if (reach.size() > 0) {
            rows.add(row);
            targets.add(reach.size());
          }
        } else if (binds) {
          for (int j = 0; j < reach.size(); j++) {
            rows.add(row);
            targets.add(reach.get(j));
          }
        } else {
          int to = input.numbers(hop.to()).get(row);
          if (to >= 0 && reach.found(to)) {
            rows.add(row);
          }
        }
      }
    }
    bySource.close();
    if (counts) {
      return counted(input, rows, targets);
    }
    Relation selected = input.select(rows);
    memory.free(rows);
    if (binds) {
      return selected.with(hop.to(), targets);
    }
    memory.free(targets);
    return selected;
  }

  private Relation edges(Relation input, Variable edge) {
    QueryMemory memory = execution.memory();
    EdgeReader reader = execution.edges(hop);
    EdgeSet edges = reader.edges();
    reader.load(FetchOperator.distinct(input.numbers(hop.from())));
    access = reader.access();
    edges.settle();
    execution.entities().of(edge).put(edges.properties(), null);
    execution.entities().of(edge).locate(edges.addresses());

    Ints rows = memory.ints();
    Ints targets = memory.ints();
    Ints found = memory.ints();
    try (Adjacency adjacency = edges.adjacency()) {
      Ints sources = input.numbers(hop.from());
      for (int row = 0; row < input.rows(); row++) {
        int source = sources.get(row);
        if (source < 0) {
          continue;
        }
        if (counts) {
          int degree = adjacency.end(source) - adjacency.start(source);
          if (degree > 0) {
            rows.add(row);
            targets.add(degree);
          }
          continue;
        }
        memory.worked(1L + adjacency.end(source) - adjacency.start(source));
        for (int i = adjacency.start(source); i < adjacency.end(source); i++) {
          if (binds || input.numbers(hop.to()).get(row) == adjacency.target(i)) {
            rows.add(row);
            targets.add(adjacency.target(i));
            found.add(adjacency.edge(i));
          }
        }
      }
    }
    edges.close();
    if (counts) {
      memory.free(found);
      return counted(input, rows, targets);
    }
    Relation selected = input.select(rows).with(edge, found);
    memory.free(rows);
    if (binds) {
      return selected.with(hop.to(), targets);
    }
    memory.free(targets);
    return selected;
  }
}
