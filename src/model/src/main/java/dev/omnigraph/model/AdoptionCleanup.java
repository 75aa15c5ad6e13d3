package dev.omnigraph.model;

import static dev.omnigraph.model.AdoptionCells.DELETED;
import static dev.omnigraph.model.AdoptionCells.LIVE;
import static dev.omnigraph.model.AdoptionCells.LIVES;
import static dev.omnigraph.model.AdoptionCells.NAMES_ITS_STATES;
import static dev.omnigraph.model.AdoptionCells.NEWER_FORMAT;
import static dev.omnigraph.model.AdoptionCells.PENDING;
import static dev.omnigraph.model.AdoptionCells.THERE;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.ArrayList;
import java.util.List;

/** A cleanup that is after old data, and after what it does not know the owner of. */
final class AdoptionCleanup {
  private static final String NAME = "cleanup";

  private final Rules rules;
  private final AdoptionCells cells;
  private final List<Look> order;

  private final Cells at;
  private final Cells rooted;
  private final Cells forkListed;
  private final Cells newListed;
  private final Cells sourceListed;

  AdoptionCleanup(Layout layout, Rules rules, AdoptionCells cells) {
    this.rules = rules;
    this.cells = cells;
    this.order = order(rules);
    this.at = layout.local("cleanup is at", 1);
    this.rooted = layout.local("a root was seen", 1);
    this.forkListed = layout.local("the fork was listed", 1);
    this.newListed = layout.local("the new file may go", 1);
    this.sourceListed = layout.local("the source was listed", 1);
  }

  /** What cleanup does before it deletes, in its order. */
  private enum Look {
    HORIZON,
    FILES,
    BRANCHES,
    SIDECARS,
    HEADS
  }

  private static List<Look> order(Rules rules) {
    List<Look> order = new ArrayList<>(List.of(Look.values()));
    if (!rules.keep(Rule.HORIZON_FIRST)) {
      order.remove(Look.HORIZON);
      order.add(Look.HORIZON);
    }
    if (!rules.keep(Rule.BRANCHES_AFTER_CANDIDATES)) {
      order.remove(Look.BRANCHES);
      order.add(order.indexOf(Look.FILES), Look.BRANCHES);
    }
    if (!rules.keep(Rule.BRANCHES_BEFORE_SIDECARS)) {
      order.remove(Look.BRANCHES);
      order.add(order.indexOf(Look.SIDECARS) + 1, Look.BRANCHES);
    }
    if (!rules.keep(Rule.SIDECARS_BEFORE_HEADS)) {
      order.remove(Look.HEADS);
      order.add(order.indexOf(Look.SIDECARS), Look.HEADS);
    }
    return order;
  }

  void steps(State s, Steps steps) {
    int done = s.get(at);
    if (done > order.size()) {
      return;
    }
    State n = s.copy().set(at, done + 1);
    if (done == order.size()) {
      boolean isKeptByItsBranch = s.get(sourceListed) != 0 && s.get(cells.horizon) == 1;
      boolean oldGoes = s.get(rooted) == 0 && !isKeptByItsBranch;
      n.set(cells.file, oldGoes ? DELETED : s.get(cells.file));
      n.set(cells.newFile, s.get(newListed) != 0 ? DELETED : s.get(cells.newFile));
      steps.add(NAME, null, "deletes what nothing keeps", n);
      return;
    }
    switch (order.get(done)) {
      case HORIZON ->
          steps.add(NAME, null, "publishes the horizon", n.set(cells.horizon, s.get(cells.head)));
      case BRANCHES -> {
        n.set(sourceListed, s.get(cells.named));
        boolean pendingToo = rules.keep(Rule.PENDING_IS_A_ROOT);
        see(n, s.get(cells.fork) == LIVE || (s.get(cells.fork) == PENDING && pendingToo));
        n.set(forkListed, s.get(cells.fork) == LIVE || s.get(cells.fork) == PENDING ? 1 : 0);
        steps.add(NAME, Seam.LIST_BRANCHES, "lists the branches", n);
      }
      case FILES -> {
        n.set(newListed, s.get(cells.newFile) == THERE ? 1 : 0);
        steps.add(NAME, null, "lists the files", n);
      }
      case SIDECARS -> listSidecars(s, steps, n);
      case HEADS -> {
        see(n, cells.isMerged(s));
        if (s.get(forkListed) != 0 && s.get(cells.forkLog) != 0) {
          n.set(newListed, 0);
        }
        steps.add(NAME, null, "marks what the heads name", n);
      }
    }
  }

  private void listSidecars(State s, Steps steps, State n) {
    if (s.get(cells.newSidecar) != 0) {
      n.set(newListed, 0);
    }
    for (int i = 0; i < LIVES; i++) {
      boolean isKnown = s.get(sourceListed) != 0 || rules.keep(Rule.KEPT_WITHOUT_THEIR_BRANCH);
      see(n, s.get(cells.sidecar, i) == NAMES_ITS_STATES && isKnown);
      if (s.get(cells.sidecar, i) == NEWER_FORMAT && rules.keep(Rule.UNREADABLE_STOPS_CLEANUP)) {
        n.set(at, order.size() + 1);
      }
    }
    steps.add(NAME, null, "lists the sidecars", n);
  }

  private void see(State n, boolean root) {
    if (root) {
      n.set(rooted, 1);
    }
  }
}
