package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.List;
import java.util.function.Consumer;

/**
 * Two cleanups of one branch, each with a retention of its own, a fork of an old state, and a hold
 * that is put on an old state and released. Each state has a file of its own. Nothing is ever lost
 * by accident, so whatever cleanup misses was deleted by the other one. The horizon and the hold
 * are one object, so a write of either is one that fails if the other was written since.
 */
final class HorizonModel implements Model {
  private static final int CLEANUPS = 2;

  private static final int THERE = 1;
  private static final int DELETED = 2;

  private static final int PENDING = 1;
  private static final int LIVE = 2;
  private static final int DROPPED = 3;

  private final Rules rules;
  private final int states;
  private final Layout layout = new Layout();
  private final Cells head;
  private final Cells horizon;
  private final Cells hold;
  private final Cells file;
  private final Cells fork;

  private final Cells forker;
  private final Cells forkedAt;
  private final Cells cleanup;
  private final Cells floor;
  private final Cells listed;
  private final Cells newest;
  private final Cells forkSeen;
  private final Cells holdSeen;
  private final Cells holder;
  private final Cells held;

  /**
   * @param states of the branch, from 1 on
   */
  HorizonModel(Rules rules, int states) {
    this.rules = rules;
    this.states = states;
    this.head = layout.shared("head", 1, Integer::toString);
    this.horizon = layout.shared("horizon", 1, Integer::toString);
    this.hold = layout.shared("hold", 1, v -> v == 0 ? "-" : "at " + v);
    this.file = layout.shared("file", states + 1, v -> List.of("-", "there", "deleted").get(v));
    this.fork = layout.shared("fork", 1, v -> List.of("-", "pending", "live", "dropped").get(v));
    this.forker = layout.local("fork is at", 1);
    this.forkedAt = layout.local("forked at", 1);
    this.cleanup = layout.local("cleanup is at", CLEANUPS);
    this.floor = layout.local("floor", CLEANUPS);
    this.listed = layout.local("listed", CLEANUPS);
    this.newest = layout.local("head that was found", CLEANUPS);
    this.forkSeen = layout.local("fork that was found", CLEANUPS);
    this.holdSeen = layout.local("hold that was found", CLEANUPS);
    this.holder = layout.local("hold is at", 1);
    this.held = layout.local("to hold", 1);
  }

  private enum Fork {
    CAPTURE,
    PENDING,
    HORIZON,
    LIVE,
    DROP,
    ENDED
  }

  private enum Hold {
    CAPTURE,
    HORIZON,
    KEPT,
    ENDED
  }

  private enum Clean {
    FLOOR,
    HORIZON,
    FILES,
    ROOTS,
    MARK,
    MISSES,
    DELETE,
    ENDED,
    REFUSED
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> begin) {
    begin.accept(new State(layout).set(head, 1).set(horizon, 1).set(file, 1, THERE));
  }

  @Override
  public void steps(State s, Steps steps) {
    int next = s.get(head) + 1;
    if (next <= states) {
      State n = s.copy().set(head, next).set(file, next, THERE);
      steps.add("writer", Seam.PUBLISH, "publishes state " + next, n);
    }
    fork(s, steps);
    hold(s, steps);
    for (int c = 0; c < CLEANUPS; c++) {
      clean(s, steps, c, "cleanup " + c);
    }
  }

  // --- a fork

  private void fork(State s, Steps steps) {
    String name = "fork";
    State n = s.copy();
    switch (Fork.values()[s.get(forker)]) {
      case CAPTURE -> {
        for (int seq = s.get(horizon); seq <= s.get(head); seq++) {
          State captured = s.copy().set(forkedAt, seq).set(forker, Fork.PENDING);
          steps.add(name, Seam.OPEN_BRANCH, "captures the state at " + seq, captured);
        }
      }
      case PENDING -> {
        n.set(fork, PENDING).set(forker, Fork.HORIZON);
        steps.add(name, Seam.BRANCH_PENDING, "done", n);
      }
      case HORIZON -> {
        boolean covered = s.get(forkedAt) >= s.get(horizon);
        n.set(forker, covered ? Fork.LIVE : Fork.DROP);
        steps.add(name, Seam.OPEN_HORIZON, covered ? "still above it" : "gone", n);
      }
      case LIVE -> {
        n.set(fork, LIVE).set(forker, Fork.ENDED);
        steps.add(name, Seam.BRANCH_LIVE, "done", n);
      }
      case DROP -> {
        n.set(fork, DROPPED).set(forker, Fork.ENDED);
        steps.add(name, Seam.BRANCH_MARK, "done", n);
      }
      case ENDED -> {}
    }
  }

  // --- a hold

  private void hold(State s, Steps steps) {
    String name = "hold";
    switch (Hold.values()[s.get(holder)]) {
      case CAPTURE -> {
        for (int seq = s.get(horizon); seq <= s.get(head); seq++) {
          State captured = s.copy().set(held, seq).set(holder, Hold.HORIZON);
          steps.add(name, Seam.OPEN_BRANCH, "captures the state at " + seq, captured);
        }
      }
      case HORIZON -> {
        boolean covered = s.get(held) >= s.get(horizon) || !rules.keep(Rule.HOLD_WHAT_IS_COVERED);
        State n = s.copy().set(holder, covered ? Hold.KEPT : Hold.ENDED);
        String what = covered ? "written over the horizon that it was looked up in" : "gone";
        steps.add(name, Seam.HOLD, what, covered ? n.set(hold, s.get(held)) : n);
      }
      case KEPT -> {
        State n = s.copy().set(hold, 0).set(holder, Hold.ENDED);
        steps.add(name, Seam.HOLD, "released", n);
      }
      case ENDED -> {}
    }
  }

  // --- a cleanup

  private void clean(State s, Steps steps, int c, String name) {
    State n = s.copy();
    switch (Clean.values()[s.get(cleanup, c)]) {
      case FLOOR -> {
        for (int seq = s.get(horizon); seq <= s.get(head); seq++) {
          State found = s.copy().set(floor, c, seq).set(holdSeen, c, s.get(hold));
          steps.add(
              name, null, "would keep from state " + seq + " on", go(found, c, Clean.HORIZON));
        }
      }
      case HORIZON -> {
        int cap = rules.keep(Rule.HOLD_OF_WHAT_IS_REPLACED) ? s.get(hold) : s.get(holdSeen, c);
        int wanted = Math.max(s.get(horizon), s.get(floor, c));
        int seq =
            cap > 0 && rules.keep(Rule.HOLDS_CAP_THE_HORIZON) ? Math.min(wanted, cap) : wanted;
        n.set(horizon, Math.max(s.get(horizon), seq)).set(floor, c, n.get(horizon));
        steps.add(name, null, "keeps from state " + n.get(horizon) + " on", go(n, c, Clean.FILES));
      }
      case FILES -> {
        int found = 0;
        for (int seq = 1; seq <= states; seq++) {
          found |= s.get(file, seq) == THERE ? 1 << seq : 0;
        }
        steps.add(name, null, "lists the files", go(n.set(listed, c, found), c, Clean.ROOTS));
      }
      case ROOTS -> {
        n.set(newest, c, s.get(head)).set(forkSeen, c, s.get(fork));
        steps.add(name, null, "lists the branches", go(n, c, Clean.MARK));
      }
      case MARK -> {
        boolean whole = isWhole(s, c);
        String what = whole ? "marks what is kept" : "misses a file";
        steps.add(name, null, what, go(n, c, whole ? Clean.DELETE : Clean.MISSES));
      }
      case MISSES -> {
        boolean overtaken = s.get(horizon) > s.get(floor, c);
        if (overtaken && rules.keep(Rule.OVERTAKEN_BEGINS_AGAIN)) {
          steps.add(name, null, "another keeps less: begins again", begun(n, c));
        } else {
          steps.add(name, null, "refuses", go(n, c, Clean.REFUSED));
        }
      }
      case DELETE -> delete(s, steps, c, name);
      case ENDED, REFUSED -> {}
    }
  }

  /** Whether all that must be there is. */
  private boolean isWhole(State s, int c) {
    for (int seq = s.get(floor, c); seq <= s.get(newest, c); seq++) {
      if (s.get(file, seq) == DELETED) {
        return false;
      }
    }
    boolean needed =
        s.get(forkSeen, c) == LIVE
            || (s.get(forkSeen, c) == PENDING && !rules.keep(Rule.PENDING_MAY_COME_TOO_LATE));
    return !needed || s.get(file, s.get(forkedAt)) == THERE;
  }

  private void delete(State s, Steps steps, int c, String name) {
    boolean forked = s.get(forkSeen, c) == LIVE || s.get(forkSeen, c) == PENDING;
    for (int seq = 1; seq < s.get(floor, c); seq++) {
      boolean kept = forked && s.get(forkedAt) == seq;
      if ((s.get(listed, c) & (1 << seq)) != 0 && !kept) {
        State n = s.copy().set(listed, c, s.get(listed, c) & ~(1 << seq));
        steps.add(name, null, "deletes file " + seq, n.set(file, seq, DELETED));
        return;
      }
    }
    steps.add(name, null, "ends", go(s.copy(), c, Clean.ENDED));
  }

  private State begun(State n, int c) {
    n.set(floor, c, 0).set(listed, c, 0).set(newest, c, 0).set(forkSeen, c, 0);
    return go(n.set(holdSeen, c, 0), c, Clean.FLOOR);
  }

  // --- what must hold

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always("a state that is kept names a deleted file", this::isKept),
        Invariant.always("a state that is held names a deleted file", this::isHeldKept),
        Invariant.always(
            "a live branch names a deleted file",
            s -> s.get(fork) != LIVE || s.get(file, s.get(forkedAt)) == THERE),
        Invariant.always("a cleanup refuses a graph that lacks nothing", s -> !isRefused(s)));
  }

  private boolean isKept(State s) {
    return isThere(s, s.get(horizon));
  }

  private boolean isHeldKept(State s) {
    return s.get(hold) == 0 || isThere(s, s.get(hold));
  }

  private boolean isThere(State s, int from) {
    for (int seq = from; seq <= s.get(head); seq++) {
      if (s.get(file, seq) != THERE) {
        return false;
      }
    }
    return true;
  }

  private boolean isRefused(State s) {
    for (int c = 0; c < CLEANUPS; c++) {
      if (s.get(cleanup, c) == Clean.REFUSED.ordinal()) {
        return true;
      }
    }
    return false;
  }

  private State go(State n, int c, Clean to) {
    return n.set(cleanup, c, to);
  }
}
