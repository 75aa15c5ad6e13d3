package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.DATA;
import static dev.omnigraph.model.CommitCells.DELETED;
import static dev.omnigraph.model.CommitCells.NONCE;
import static dev.omnigraph.model.CommitCells.VARIANTS;
import static dev.omnigraph.model.CommitCells.VERSIONED;

import dev.omnigraph.model.Layout.Cells;
import java.util.ArrayList;
import java.util.List;

/** Cleanup of staged files: the only deleter. Its order is what makes it safe. */
final class Cleaner {
  private static final String NAME = "cleanup";

  /** Its looks at the store, in the order of the page. */
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
  private final Cells ownerless;
  private final Cells spared;
  private final Cells marked;

  Cleaner(Layout layout, Rules rules, CommitCells cells) {
    this.rules = rules;
    this.cells = cells;
    this.order = order(rules);
    this.at = layout.local("at", 1);
    this.candidates = layout.local("candidates", 1);
    this.ownerless = layout.local("ownerless", 1);
    this.spared = layout.local("spared", 1);
    this.marked = layout.local("marked", 1);
  }

  private static List<Look> order(Rules rules) {
    List<Look> order = new ArrayList<>(List.of(Look.values()));
    if (!rules.keep(Rule.CANDIDATES_BEFORE_SIDECARS)) {
      order.remove(Look.CANDIDATES);
      order.add(1, Look.CANDIDATES);
    }
    if (!rules.keep(Rule.SIDECARS_BEFORE_HEADS)) {
      order.remove(Look.HEADS);
      order.add(order.indexOf(Look.SIDECARS), Look.HEADS);
    }
    return order;
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
    int withoutOwner = 0;
    for (int file = 0; file < cells.files; file++) {
      int value = s.get(cells.file, file);
      if (value == VERSIONED || value == DATA) {
        found |= 1 << file;
        withoutOwner |= value == DATA ? 1 << file : 0;
      }
    }
    n.set(candidates, found).set(ownerless, withoutOwner);
    steps.add(NAME, null, "lists the files", n);
  }

  private void listSidecars(State s, Steps steps, State n) {
    int spare = 0;
    for (int file = 0; file < cells.files; file++) {
      int sidecar = s.get(cells.sidecars, file / VARIANTS);
      if (sidecar != 0 && protects(s, sidecar, file)) {
        spare |= 1 << file;
      }
    }
    n.set(spared, spare);
    steps.add(NAME, null, "lists the sidecars", n);
  }

  /** Of a file that no version named yet, only its age tells that it may be an operation's. */
  private boolean protects(State s, int sidecar, int file) {
    boolean hasOwner = (s.get(ownerless) & (1 << file)) == 0;
    if (hasOwner) {
      return rules.keep(Rule.SPARE_OPERATIONS_IN_FLIGHT);
    }
    if (!rules.keep(Rule.SPARE_WHAT_IS_YOUNGER)) {
      return false;
    }
    boolean replacedSince = file % VARIANTS == 0 && (sidecar & NONCE) > 1;
    return rules.keep(Rule.SIDECARS_AGE_BY_THEIR_CREATION) || !replacedSince;
  }

  private void readHeads(State s, Steps steps, State n) {
    int mark = 0;
    for (int seq = 1; seq <= cells.head(s); seq++) {
      int record = s.get(cells.records, seq);
      if (CommitCells.operationOf(record) >= 0) {
        mark |= 1 << CommitCells.fileOf(record);
      }
    }
    n.set(marked, mark);
    steps.add(NAME, null, "marks what the states name", n);
  }

  private void delete(State s, Steps steps) {
    int doomed = s.get(candidates) & ~s.get(spared) & ~s.get(marked);
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
