package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.DATA;
import static dev.omnigraph.model.CommitCells.DELETED;
import static dev.omnigraph.model.CommitCells.NONCE;
import static dev.omnigraph.model.CommitCells.VARIANTS;

import dev.omnigraph.model.Layout.Cells;
import java.util.ArrayList;
import java.util.List;

/** Cleanup of staged files: the only deleter. Its order is what makes it safe. */
final class Cleaner {
  private static final String NAME = "cleanup";

  /** Its looks at the store, in their order. */
  private enum Look {
    WATCH,
    CANDIDATES,
    SIDECARS,
    HEADS
  }

  private final Rules rules;
  private final CommitCells cells;
  private final List<Look> order;

  private final Cells at;
  private final Cells old;
  private final Cells candidates;
  private final Cells ownerless;
  private final Cells spared;
  private final Cells marked;

  Cleaner(Layout layout, Rules rules, CommitCells cells) {
    this.rules = rules;
    this.cells = cells;
    this.order = order(rules);
    this.at = layout.local("at", 1);
    this.old = layout.local("old", 1);
    this.candidates = layout.local("candidates", 1);
    this.ownerless = layout.local("ownerless", 1);
    this.spared = layout.local("spared", 1);
    this.marked = layout.local("marked", 1);
  }

  private static List<Look> order(Rules rules) {
    List<Look> order = new ArrayList<>(List.of(Look.values()));
    if (!rules.keep(Rule.CANDIDATES_BEFORE_SIDECARS)) {
      order.remove(Look.CANDIDATES);
      order.add(order.indexOf(Look.SIDECARS) + 1, Look.CANDIDATES);
    }
    if (!rules.keep(Rule.AGE_BEFORE_CANDIDATES)) {
      order.remove(Look.WATCH);
      order.add(order.indexOf(Look.SIDECARS), Look.WATCH);
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
        case WATCH -> watch(s, steps, n);
        case CANDIDATES -> listCandidates(s, steps, n);
        case SIDECARS -> listSidecars(s, steps, n);
        case HEADS -> readHeads(s, steps, n);
      }
    }
  }

  /**
   * Notes how old a file must be that belongs to nobody: older than every sidecar that is there
   * now, and than this look. A re-arming makes a sidecar young again, and what it staged before
   * older than it.
   */
  private void watch(State s, Steps steps, State n) {
    int older = 0;
    for (int file = 0; file < cells.files; file++) {
      int sidecar = s.get(cells.sidecars, file / VARIANTS);
      boolean stagedBefore = (sidecar & NONCE) > s.get(cells.under, file);
      if (s.get(cells.file, file) != 0 && (sidecar == 0 || stagedBefore)) {
        older |= 1 << file;
      }
    }
    steps.add(NAME, null, "notes the oldest sidecar's age", n.set(old, older));
  }

  private void listCandidates(State s, Steps steps, State n) {
    int found = 0;
    int withoutOwner = 0;
    for (int file = 0; file < cells.files; file++) {
      int value = s.get(cells.file, file);
      if (value != 0 && value != DELETED) {
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
      boolean inFlight = s.get(cells.sidecars, file / VARIANTS) != 0;
      spare |= inFlight && rules.keep(Rule.SPARE_OPERATIONS_IN_FLIGHT) ? 1 << file : 0;
    }
    steps.add(NAME, null, "lists the sidecars", n.set(spared, spare));
  }

  private void readHeads(State s, Steps steps, State n) {
    int mark = 0;
    for (int seq = 1; seq <= cells.head(s); seq++) {
      int record = s.get(cells.records, seq);
      if (CommitCells.operationOf(record) >= 0) {
        mark |= cells.named(s, CommitCells.fileOf(record));
      }
    }
    n.set(marked, mark);
    steps.add(NAME, null, "marks what the states name", n);
  }

  /** Of a file that no version named when it was listed, only its age tells whose it may be. */
  private void delete(State s, Steps steps) {
    int young = rules.keep(Rule.SPARE_WHAT_IS_YOUNGER) ? ~s.get(old) : 0;
    int keep = (s.get(ownerless) & young) | (~s.get(ownerless) & s.get(spared)) | s.get(marked);
    int doomed = s.get(candidates) & ~keep;
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
