package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.DELETED;
import static dev.omnigraph.model.CommitCells.STAGED;
import static dev.omnigraph.model.CommitCells.VARIANTS;

import dev.omnigraph.model.Layout.Cells;
import java.util.ArrayList;
import java.util.List;

/** Cleanup of staged files: the only deleter. Its order is what makes it safe. */
final class Cleaner {
  private static final String NAME = "cleanup";

  /** Its looks at the store, in their order. */
  private enum Look {
    CANDIDATES,
    SIDECARS,
    HEADS
  }

  private final Rules rules;
  private final CommitCells cells;
  private final List<Look> order;

  private final Cells at;
  private final Cells candidates;
  private final Cells young;
  private final Cells marked;

  /** Of each file, whether it is older than the sidecar of its operation. */
  private final Cells older;

  Cleaner(Layout layout, Rules rules, CommitCells cells) {
    this.rules = rules;
    this.cells = cells;
    this.order = order(rules);
    this.at = layout.local("at", 1);
    this.candidates = layout.local("candidates", 1);
    this.young = layout.local("young", 1);
    this.marked = layout.local("marked", 1);
    this.older = layout.local("older than its sidecar", 1);
  }

  private static List<Look> order(Rules rules) {
    List<Look> order = new ArrayList<>(List.of(Look.values()));
    if (!rules.keep(Rule.CANDIDATES_BEFORE_SIDECARS)) {
      order.remove(Look.CANDIDATES);
      order.add(order.indexOf(Look.SIDECARS) + 1, Look.CANDIDATES);
    }
    if (!rules.keep(Rule.SIDECARS_BEFORE_HEADS)) {
      order.remove(Look.HEADS);
      order.add(order.indexOf(Look.SIDECARS), Look.HEADS);
    }
    return order;
  }

  /** Whatever step somebody takes, the store dates what it creates. */
  Steps dating(State before, Steps steps) {
    return (who, seam, what, next) -> {
      for (int file = 0; file < cells.files; file++) {
        int operation = file / VARIANTS;
        boolean isArmedNow =
            before.get(cells.sidecars, operation) == 0 && next.get(cells.sidecars, operation) != 0;
        if (isArmedNow && next.get(cells.file, file) != 0) {
          next.set(older, next.get(older) | 1 << file);
        }
      }
      steps.add(who, seam, what, next);
    };
  }

  void steps(State s, Steps steps) {
    int done = s.get(at);
    if (done == order.size()) {
      delete(s, steps);
    } else {
      State n = s.copy().set(at, done + 1);
      switch (order.get(done)) {
        case CANDIDATES -> listCandidates(s, steps, n);
        case SIDECARS -> listSidecars(s, steps, n);
        case HEADS -> readHeads(s, steps, n);
      }
    }
  }

  private void listCandidates(State s, Steps steps, State n) {
    int found = 0;
    for (int file = 0; file < cells.files; file++) {
      found |= s.get(cells.file, file) == STAGED ? 1 << file : 0;
    }
    steps.add(NAME, null, "lists the files", n.set(candidates, found));
  }

  /**
   * What is younger than a sidecar that is found may be its operation's. The engine compares with
   * the oldest of all, so that it spares more.
   */
  private void listSidecars(State s, Steps steps, State n) {
    int spare = 0;
    for (int file = 0; file < cells.files; file++) {
      boolean inFlight = s.get(cells.sidecars, file / VARIANTS) != 0;
      spare |= inFlight && rules.keep(Rule.SPARE_WHAT_IS_YOUNGER) ? 1 << file : 0;
    }
    n.set(young, spare & ~s.get(older));
    steps.add(NAME, null, "lists the sidecars", n);
  }

  private void readHeads(State s, Steps steps, State n) {
    int mark = 0;
    for (int seq = 1; seq <= cells.head(s); seq++) {
      int record = s.get(cells.records, seq);
      if (CommitCells.operationOf(record) >= 0) {
        mark |= 1 << CommitCells.fileOf(record);
      }
    }
    steps.add(NAME, null, "marks what the states name", n.set(marked, mark));
  }

  private void delete(State s, Steps steps) {
    int doomed = s.get(candidates) & ~s.get(young) & ~s.get(marked);
    for (int file = 0; file < cells.files; file++) {
      if ((doomed & (1 << file)) != 0) {
        State n = s.copy().set(candidates, s.get(candidates) & ~(1 << file));
        n.set(cells.file, file, DELETED);
        steps.add(NAME, null, "deletes file " + file, n);
        return;
      }
    }
  }
}
