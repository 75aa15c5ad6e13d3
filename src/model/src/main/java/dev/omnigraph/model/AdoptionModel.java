package dev.omnigraph.model;

import static dev.omnigraph.model.AdoptionCells.DROPPED;
import static dev.omnigraph.model.AdoptionCells.FENCE;
import static dev.omnigraph.model.AdoptionCells.LIVE;
import static dev.omnigraph.model.AdoptionCells.LIVES;
import static dev.omnigraph.model.AdoptionCells.MERGE;
import static dev.omnigraph.model.AdoptionCells.NAMES_ITS_STATES;
import static dev.omnigraph.model.AdoptionCells.NAMES_NOTHING;
import static dev.omnigraph.model.AdoptionCells.NEWER_FORMAT;
import static dev.omnigraph.model.AdoptionCells.PENDING;
import static dev.omnigraph.model.AdoptionCells.THERE;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.List;
import java.util.function.Consumer;

/**
 * Old data that two others make their own while cleanup is after it: a fork and a merge adopt the
 * state at seq 1 of a branch, whose only file seq 2 no longer names. That branch may be deleted,
 * and its name go to another, so that cleanup finds it no more. Once the fork is live, somebody
 * writes to it. Lost answers are the core's; here only the order of things matters.
 */
final class AdoptionModel implements Model {
  private final Rules rules;
  private final Layout layout = new Layout();
  private final AdoptionCells cells = new AdoptionCells(layout);

  private final Cells forker = layout.local("fork is at", 1);
  private final Cells merger = layout.local("merge is at", 1);
  private final Cells life = layout.local("operation", 1);
  private final Cells newFormat = layout.local("the merge is of a newer version", 1);
  private final Cells sweep = layout.local("sweep is at", 1);
  private final Cells forkWriter = layout.local("the writer on the fork is at", 1);

  private final AdoptionCleanup cleanup;

  AdoptionModel(Rules rules) {
    this.rules = rules;
    this.cleanup = new AdoptionCleanup(layout, rules, cells);
  }

  private enum Fork {
    CAPTURE,
    PENDING,
    HORIZON,
    SOURCE,
    LIVE,
    DROP,
    ENDED
  }

  private enum Merge {
    CAPTURE,
    ARM,
    HORIZON,
    SOURCE,
    PUBLISH,
    RACE_READ,
    FINISH,
    DISARM,
    ENDED
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    State state =
        new State(layout)
            .set(cells.head, 1)
            .set(cells.named, 1)
            .set(cells.horizon, 1)
            .set(cells.file, THERE);
    states.accept(state);
    states.accept(state.copy().set(newFormat, 1));
  }

  @Override
  public void steps(State s, Steps steps) {
    if (s.get(cells.head) == 1 && isNamed(s)) {
      steps.add(
          "writer", Seam.PUBLISH, "publishes a state without it", s.copy().set(cells.head, 2));
    }
    if (isNamed(s)) {
      steps.add(
          "others",
          Seam.BRANCH_LIVE,
          "the source is deleted, and its name goes to another",
          s.copy().set(cells.named, 0));
    }
    fork(s, steps);
    writeToFork(s, steps);
    merge(s, steps);
    sweep(s, steps);
    cleanup.steps(s, steps);
  }

  // --- a fork

  private void fork(State s, Steps steps) {
    String name = "fork";
    boolean pendingFirst = rules.keep(Rule.HORIZON_AFTER_PENDING);
    switch (Fork.values()[s.get(forker)]) {
      case CAPTURE -> {
        if (s.get(cells.horizon) == 1 && isNamed(s)) {
          State n = go(s.copy(), forker, pendingFirst ? Fork.PENDING : Fork.HORIZON);
          steps.add(name, Seam.OPEN_BRANCH, "captures the state at 1", n);
        }
      }
      case PENDING -> {
        State n =
            go(s.copy().set(cells.fork, PENDING), forker, pendingFirst ? Fork.HORIZON : Fork.LIVE);
        steps.add(name, Seam.BRANCH_PENDING, "done", n);
      }
      case HORIZON -> {
        boolean covered = s.get(cells.horizon) == 1;
        Fork next = pendingFirst ? afterHorizon(Rule.FORKED_STILL_HAS_ITS_NAME) : Fork.PENDING;
        Fork otherwise = pendingFirst ? Fork.DROP : Fork.ENDED;
        State n = go(s.copy(), forker, covered ? next : otherwise);
        steps.add(name, Seam.OPEN_HORIZON, covered ? "still above it" : "gone", n);
      }
      case SOURCE -> {
        State n = go(s.copy(), forker, isNamed(s) ? Fork.LIVE : Fork.DROP);
        steps.add(name, Seam.BRANCH_SOURCE, isNamed(s) ? "has its name" : "has it no more", n);
      }
      case LIVE -> {
        boolean done = s.get(cells.fork) == PENDING || !pendingFirst;
        State n = go(s.copy().set(cells.fork, done ? LIVE : s.get(cells.fork)), forker, Fork.ENDED);
        steps.add(name, Seam.BRANCH_LIVE, done ? "done" : "refused", n);
      }
      case DROP ->
          steps.add(
              name,
              Seam.BRANCH_MARK,
              "done",
              go(s.copy().set(cells.fork, DROPPED), forker, Fork.ENDED));
      case ENDED -> {}
    }
    if (s.get(cells.fork) == PENDING) {
      steps.add(
          "cleanup",
          Seam.CLEANUP_UNBORN,
          "pending for too long",
          s.copy().set(cells.fork, DROPPED));
    }
  }

  private enum Write {
    ARM,
    STAGE,
    PUBLISH,
    FINISH,
    ENDED
  }

  private void writeToFork(State s, Steps steps) {
    String name = "fork writer";
    State n = s.copy();
    switch (Write.values()[s.get(forkWriter)]) {
      case ARM -> {
        if (s.get(cells.fork) == LIVE) {
          go(n.set(cells.newSidecar, 1), forkWriter, Write.STAGE);
          steps.add(name, Seam.ARM, "done", n);
        }
      }
      case STAGE -> {
        go(n.set(cells.newFile, THERE), forkWriter, Write.PUBLISH);
        steps.add(name, Seam.STAGE_COMMIT, "done", n);
      }
      case PUBLISH -> {
        go(n.set(cells.forkLog, 1), forkWriter, Write.FINISH);
        steps.add(name, Seam.PUBLISH, "done", n);
      }
      case FINISH -> {
        go(n.set(cells.newSidecar, 0), forkWriter, Write.ENDED);
        steps.add(name, Seam.FINISH, "done", n);
      }
      case ENDED -> {}
    }
  }

  // --- a merge, and the sweep that may take it over

  private void merge(State s, Steps steps) {
    String name = "merge";
    boolean armFirst = rules.keep(Rule.HORIZON_AFTER_ARMING);
    int operation = s.get(life);
    switch (Merge.values()[s.get(merger)]) {
      case CAPTURE -> {
        if (s.get(cells.horizon) == 1 && isNamed(s)) {
          State n = go(s.copy(), merger, armFirst ? Merge.ARM : Merge.HORIZON);
          steps.add(name, Seam.OPEN_BRANCH, "captures the state at 1", n);
        }
      }
      case ARM -> {
        State n = s.copy().set(cells.sidecar, operation, sidecarOf(s));
        boolean check = operation == 0 || rules.keep(Rule.HORIZON_UNDER_EACH_ID);
        go(n, merger, armFirst && check ? Merge.HORIZON : Merge.PUBLISH);
        steps.add(name, Seam.ARM, "done", n);
      }
      case HORIZON -> {
        boolean covered = s.get(cells.horizon) == 1;
        boolean looks = rules.keep(Rule.ADOPTED_STILL_HAS_ITS_NAME);
        Merge next = !armFirst ? Merge.ARM : looks ? Merge.SOURCE : Merge.PUBLISH;
        Merge otherwise = armFirst ? Merge.DISARM : Merge.ENDED;
        State n = go(s.copy(), merger, covered ? next : otherwise);
        steps.add(name, Seam.ADOPT_HORIZON, covered ? "still above it" : "gone", n);
      }
      case SOURCE -> {
        State n = go(s.copy(), merger, isNamed(s) ? Merge.PUBLISH : Merge.DISARM);
        steps.add(name, Seam.ADOPT_BRANCH, isNamed(s) ? "has its name" : "has it no more", n);
      }
      case PUBLISH -> publishMerge(s, steps, name);
      case RACE_READ -> {
        State n = s.copy();
        if (operation + 1 == LIVES) {
          go(n, merger, Merge.ENDED);
        } else {
          go(n.set(life, operation + 1), merger, Merge.ARM);
        }
        steps.add(name, Seam.RACE_READ, "a fence names it: a new operation id", n);
      }
      case FINISH, DISARM -> {
        boolean finish = s.is(merger, Merge.FINISH);
        State n = go(s.copy().set(cells.sidecar, operation, 0), merger, Merge.ENDED);
        steps.add(name, finish ? Seam.FINISH : Seam.DISARM, "done", n);
      }
      case ENDED -> {}
    }
  }

  private void publishMerge(State s, Steps steps, String name) {
    int seq = s.get(life) + 1;
    State n = s.copy();
    if (s.get(cells.target, seq) == 0) {
      go(n.set(cells.target, seq, MERGE), merger, Merge.FINISH);
      steps.add(name, Seam.PUBLISH, "done", n);
    } else {
      steps.add(name, Seam.PUBLISH, "refused", go(n, merger, Merge.RACE_READ));
    }
  }

  private int sidecarOf(State s) {
    if (s.get(newFormat) != 0) {
      return NEWER_FORMAT;
    }
    return rules.keep(Rule.ADOPTED_STATES_ARE_NAMED) ? NAMES_ITS_STATES : NAMES_NOTHING;
  }

  /** Of the first operation; what may come between the fence and the end is the core's. */
  private void sweep(State s, Steps steps) {
    int found = s.get(cells.sidecar, 0);
    if (found == 0 || found == NEWER_FORMAT) {
      return;
    }
    if (s.get(cells.target, 1) == 0) {
      steps.add("sweep", Seam.SWEEP_FENCE, "done", s.copy().set(cells.target, 1, FENCE));
    } else if (s.get(sweep) == 0) {
      steps.add(
          "sweep", Seam.SWEEP_DELETE, "done", s.copy().set(cells.sidecar, 0, 0).set(sweep, 1));
    }
  }

  // --- what must hold

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always(
            "a live branch names a deleted file",
            s -> s.get(cells.fork) != LIVE || s.get(cells.file) == THERE),
        Invariant.always(
            "a published record names a deleted file",
            s -> s.get(cells.forkLog) == 0 || s.get(cells.newFile) == THERE),
        Invariant.always(
            "a published merge names a deleted file",
            s -> !cells.isMerged(s) || s.get(cells.file) == THERE));
  }

  private boolean isNamed(State s) {
    return s.get(cells.named) != 0;
  }

  private Fork afterHorizon(Rule look) {
    return rules.keep(look) ? Fork.SOURCE : Fork.LIVE;
  }

  private static State go(State n, Cells at, Enum<?> to) {
    return n.set(at, to);
  }
}
