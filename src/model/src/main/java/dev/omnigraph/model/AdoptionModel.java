package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Old data that two others make their own while cleanup is after it: a fork and a merge adopt the
 * state at seq 1 of a branch, whose only file seq 2 no longer names. Once the fork is live,
 * somebody writes to it. Lost answers are the core's; here only the order of things matters.
 */
final class AdoptionModel implements Model {
  private static final int THERE = 1;
  private static final int DELETED = 2;

  private static final int PENDING = 1;
  private static final int LIVE = 2;
  private static final int DROPPED = 3;

  private static final int NAMES_ITS_STATES = 1;
  private static final int NAMES_NOTHING = 2;
  private static final int NEWER_FORMAT = 3;

  private static final int FENCE = 1;
  private static final int MERGE = 2;

  private static final int LIVES = 2;

  private final Rules rules;
  private final Layout layout = new Layout();

  private final Cells head = layout.shared("head of the source", 1, Integer::toString);
  private final Cells horizon = layout.shared("horizon", 1, Integer::toString);
  private final Cells file = layout.shared("old file", 1, v -> v == THERE ? "there" : "deleted");
  private final Cells fork = layout.shared("fork", 1, AdoptionModel::forkText);
  private final Cells sidecar = layout.shared("sidecar", LIVES, AdoptionModel::sidecarText);
  private final Cells target = layout.shared("record", LIVES + 1, AdoptionModel::recordText);

  private final Cells newFile = layout.shared("new file", 1, AdoptionModel::newFileText);
  private final Cells newSidecar = layout.shared("sidecar on the fork", 1, Integer::toString);
  private final Cells forkLog = layout.shared("record of the fork", 1, Integer::toString);

  private final Cells forker = layout.local("fork is at", 1);
  private final Cells merger = layout.local("merge is at", 1);
  private final Cells life = layout.local("operation", 1);
  private final Cells newFormat = layout.local("the merge is of a newer version", 1);
  private final Cells sweep = layout.local("sweep is at", 1);
  private final Cells cleanup = layout.local("cleanup is at", 1);
  private final Cells rooted = layout.local("a root was seen", 1);
  private final Cells forkListed = layout.local("the fork was listed", 1);
  private final Cells newListed = layout.local("the new file may go", 1);
  private final Cells forkWriter = layout.local("the writer on the fork is at", 1);

  private final List<Look> order;

  AdoptionModel(Rules rules) {
    this.rules = rules;
    this.order = order(rules);
  }

  private enum Fork {
    CAPTURE,
    PENDING,
    HORIZON,
    LIVE,
    DROP,
    ENDED
  }

  private enum Merge {
    CAPTURE,
    ARM,
    HORIZON,
    PUBLISH,
    REARM,
    FINISH,
    DISARM,
    ENDED
  }

  /** What cleanup does before it deletes, in its order. */
  private enum Look {
    HORIZON,
    FILES,
    SIDECARS,
    BRANCHES,
    HEADS
  }

  private static List<Look> order(Rules rules) {
    List<Look> order = new ArrayList<>(List.of(Look.values()));
    if (!rules.keep(Rule.HORIZON_FIRST)) {
      order.remove(Look.HORIZON);
      order.add(Look.HORIZON);
    }
    if (!rules.keep(Rule.BRANCHES_AFTER_SIDECARS)) {
      order.remove(Look.BRANCHES);
      order.add(order.indexOf(Look.FILES), Look.BRANCHES);
    }
    if (!rules.keep(Rule.SIDECARS_BEFORE_HEADS)) {
      order.remove(Look.HEADS);
      order.add(order.indexOf(Look.SIDECARS), Look.HEADS);
    }
    return order;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    State state = new State(layout).set(head, 1).set(horizon, 1).set(file, THERE);
    states.accept(state);
    states.accept(state.copy().set(newFormat, 1));
  }

  @Override
  public void steps(State s, Steps steps) {
    if (s.get(head) == 1) {
      steps.add("writer", Seam.PUBLISH, "publishes a state without it", s.copy().set(head, 2));
    }
    fork(s, steps);
    writeToFork(s, steps);
    merge(s, steps);
    sweep(s, steps);
    cleanUp(s, steps);
  }

  // --- a fork

  private void fork(State s, Steps steps) {
    String name = "fork";
    boolean pendingFirst = rules.keep(Rule.HORIZON_AFTER_PENDING);
    switch (Fork.values()[s.get(forker)]) {
      case CAPTURE -> {
        if (s.get(horizon) == 1) {
          State n = go(s.copy(), forker, pendingFirst ? Fork.PENDING : Fork.HORIZON);
          steps.add(name, Seam.OPEN_BRANCH, "captures the state at 1", n);
        }
      }
      case PENDING -> {
        State n = go(s.copy().set(fork, PENDING), forker, pendingFirst ? Fork.HORIZON : Fork.LIVE);
        steps.add(name, Seam.BRANCH_PENDING, "done", n);
      }
      case HORIZON -> {
        boolean covered = s.get(horizon) == 1;
        Fork next = pendingFirst ? Fork.LIVE : Fork.PENDING;
        Fork otherwise = pendingFirst ? Fork.DROP : Fork.ENDED;
        State n = go(s.copy(), forker, covered ? next : otherwise);
        steps.add(name, Seam.OPEN_HORIZON, covered ? "still above it" : "gone", n);
      }
      case LIVE -> {
        boolean done = s.get(fork) == PENDING || !pendingFirst;
        State n = go(s.copy().set(fork, done ? LIVE : s.get(fork)), forker, Fork.ENDED);
        steps.add(name, Seam.BRANCH_LIVE, done ? "done" : "refused", n);
      }
      case DROP ->
          steps.add(
              name, Seam.BRANCH_MARK, "done", go(s.copy().set(fork, DROPPED), forker, Fork.ENDED));
      case ENDED -> {}
    }
    if (s.get(fork) == PENDING) {
      steps.add(
          "cleanup", Seam.CLEANUP_UNBORN, "pending for too long", s.copy().set(fork, DROPPED));
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
        if (s.get(fork) == LIVE) {
          go(n.set(newSidecar, 1), forkWriter, Write.STAGE);
          steps.add(name, Seam.ARM, "done", n);
        }
      }
      case STAGE -> {
        go(n.set(newFile, THERE), forkWriter, Write.PUBLISH);
        steps.add(name, Seam.STAGE_COMMIT, "done", n);
      }
      case PUBLISH -> {
        go(n.set(forkLog, 1), forkWriter, Write.FINISH);
        steps.add(name, Seam.PUBLISH, "done", n);
      }
      case FINISH -> {
        go(n.set(newSidecar, 0), forkWriter, Write.ENDED);
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
        if (s.get(horizon) == 1) {
          State n = go(s.copy(), merger, armFirst ? Merge.ARM : Merge.HORIZON);
          steps.add(name, Seam.OPEN_BRANCH, "captures the state at 1", n);
        }
      }
      case ARM -> {
        State n = s.copy().set(sidecar, operation, sidecarOf(s));
        boolean check = operation == 0 || rules.keep(Rule.HORIZON_UNDER_EACH_ID);
        go(n, merger, armFirst && check ? Merge.HORIZON : Merge.PUBLISH);
        steps.add(name, Seam.ARM, "done", n);
      }
      case HORIZON -> {
        boolean covered = s.get(horizon) == 1;
        Merge next = armFirst ? Merge.PUBLISH : Merge.ARM;
        Merge otherwise = armFirst ? Merge.DISARM : Merge.ENDED;
        State n = go(s.copy(), merger, covered ? next : otherwise);
        steps.add(name, Seam.OPEN_HORIZON, covered ? "still above it" : "gone", n);
      }
      case PUBLISH -> publishMerge(s, steps, name);
      case REARM -> {
        boolean there = s.get(sidecar, operation) != 0;
        State n = s.copy();
        if (there || operation + 1 == LIVES) {
          go(n, merger, Merge.ENDED);
        } else {
          go(n.set(life, operation + 1), merger, Merge.ARM);
        }
        steps.add(name, Seam.REARM, there ? "done" : "refused: a new operation id", n);
      }
      case FINISH, DISARM -> {
        boolean finish = s.is(merger, Merge.FINISH);
        State n = go(s.copy().set(sidecar, operation, 0), merger, Merge.ENDED);
        steps.add(name, finish ? Seam.FINISH : Seam.DISARM, "done", n);
      }
      case ENDED -> {}
    }
  }

  private void publishMerge(State s, Steps steps, String name) {
    int seq = s.get(life) + 1;
    State n = s.copy();
    if (s.get(target, seq) == 0) {
      go(n.set(target, seq, MERGE), merger, Merge.FINISH);
      steps.add(name, Seam.PUBLISH, "done", n);
    } else {
      steps.add(name, Seam.PUBLISH, "refused", go(n, merger, Merge.REARM));
    }
  }

  private int sidecarOf(State s) {
    if (s.get(newFormat) != 0) {
      return NEWER_FORMAT;
    }
    return rules.keep(Rule.ADOPTED_STATES_ARE_NAMED) ? NAMES_ITS_STATES : NAMES_NOTHING;
  }

  /** Of the first operation; fence, and then mark, audit and delete, which are the core's. */
  private void sweep(State s, Steps steps) {
    int found = s.get(sidecar, 0);
    if (found == 0 || found == NEWER_FORMAT) {
      return;
    }
    if (s.get(target, 1) == 0) {
      steps.add("sweep", Seam.SWEEP_FENCE, "done", s.copy().set(target, 1, FENCE));
    } else if (s.get(sweep) == 0) {
      steps.add("sweep", Seam.SWEEP_DELETE, "done", s.copy().set(sidecar, 0, 0).set(sweep, 1));
    }
  }

  // --- cleanup

  private void cleanUp(State s, Steps steps) {
    int done = s.get(cleanup);
    if (done > order.size()) {
      return;
    }
    State n = s.copy().set(cleanup, done + 1);
    if (done == order.size()) {
      boolean oldGoes = s.get(rooted) == 0 && s.get(horizon) > 1;
      n.set(file, oldGoes ? DELETED : s.get(file));
      n.set(newFile, s.get(newListed) != 0 ? DELETED : s.get(newFile));
      steps.add("cleanup", null, "deletes what nothing keeps", n);
      return;
    }
    switch (order.get(done)) {
      case HORIZON ->
          steps.add("cleanup", null, "publishes the horizon", n.set(horizon, s.get(head)));
      case BRANCHES -> {
        boolean pendingToo = rules.keep(Rule.PENDING_IS_A_ROOT);
        see(n, s.get(fork) == LIVE || (s.get(fork) == PENDING && pendingToo));
        n.set(forkListed, s.get(fork) == LIVE || s.get(fork) == PENDING ? 1 : 0);
        steps.add("cleanup", Seam.LIST_BRANCHES, "lists the branches", n);
      }
      case FILES -> {
        n.set(newListed, s.get(newFile) == THERE ? 1 : 0);
        steps.add("cleanup", null, "lists the files", n);
      }
      case SIDECARS -> listSidecars(s, steps, n);
      case HEADS -> {
        see(n, s.get(target, 1) == MERGE || s.get(target, 2) == MERGE);
        if (s.get(forkListed) != 0 && s.get(forkLog) != 0) {
          n.set(newListed, 0);
        }
        steps.add("cleanup", null, "marks what the heads name", n);
      }
    }
  }

  private void listSidecars(State s, Steps steps, State n) {
    if (s.get(newSidecar) != 0) {
      n.set(newListed, 0);
    }
    for (int i = 0; i < LIVES; i++) {
      see(n, s.get(sidecar, i) == NAMES_ITS_STATES);
      if (s.get(sidecar, i) == NEWER_FORMAT && rules.keep(Rule.UNREADABLE_STOPS_CLEANUP)) {
        n.set(cleanup, order.size() + 1);
      }
    }
    steps.add("cleanup", null, "lists the sidecars", n);
  }

  private void see(State n, boolean root) {
    if (root) {
      n.set(rooted, 1);
    }
  }

  // --- what must hold

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always(
            "a live branch names a deleted file", s -> s.get(fork) != LIVE || s.get(file) == THERE),
        Invariant.always(
            "a published record names a deleted file",
            s -> s.get(forkLog) == 0 || s.get(newFile) == THERE),
        Invariant.always(
            "a published merge names a deleted file",
            s -> (s.get(target, 1) != MERGE && s.get(target, 2) != MERGE) || s.get(file) == THERE));
  }

  private static State go(State n, Cells at, Enum<?> to) {
    return n.set(at, to);
  }

  private static String newFileText(int value) {
    return new String[] {"-", "there", "deleted"}[value];
  }

  private static String forkText(int value) {
    return new String[] {"-", "pending", "live", "dropped"}[value];
  }

  private static String sidecarText(int value) {
    return new String[] {"-", "adopts state 1", "adopts nothing", "of a newer format"}[value];
  }

  private static String recordText(int value) {
    return new String[] {"-", "fence", "the merge"}[value];
  }
}
