package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.ABORTING;
import static dev.omnigraph.model.CommitCells.BACK;
import static dev.omnigraph.model.CommitCells.FORWARD;
import static dev.omnigraph.model.CommitCells.VARIANTS;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;

/** A recovery sweep. Any sidecar it finds may be overdue: the model has no clock. */
final class Sweeper {
  private enum At {
    IDLE,
    TARGET,
    FENCE,
    ETAG,
    MARK,
    OVERTAKEN,
    VERIFY,
    HINT_READ,
    HINT,
    AUDIT,
    DELETE
  }

  private static final At[] AT = At.values();

  private final String name;
  private final int number;
  private final Rules rules;
  private final CommitCells cells;
  private final Store store;

  private final Cells at;
  private final Cells rounds;
  private final Cells operation;
  private final Cells etag;
  private final Cells outcome;
  private final Cells seenHint;

  Sweeper(Layout layout, int number, Rules rules, CommitCells cells, Store store) {
    this.name = "sweep " + number;
    this.number = number;
    this.rules = rules;
    this.cells = cells;
    this.store = store;
    this.at = layout.local("at", 1);
    this.rounds = layout.local("rounds", 1);
    this.operation = layout.local("operation", 1);
    this.etag = layout.local("etag", 1);
    this.outcome = layout.local("outcome", 1);
    this.seenHint = layout.local("seen hint", 1);
  }

  /** As a new process that will look at so many sidecars. */
  void begin(State state, int sidecars) {
    idle(state);
    state.set(rounds, sidecars);
  }

  void steps(State s, Steps steps) {
    switch (AT[s.get(at)]) {
      case IDLE -> find(s, steps);
      case TARGET -> readTarget(s, steps);
      case FENCE -> fence(s, steps);
      case ETAG -> readEtag(s, steps);
      case MARK -> mark(s, steps);
      case OVERTAKEN -> readAgain(s, steps);
      case VERIFY -> verify(s, steps);
      case HINT_READ -> readHint(s, steps);
      case HINT -> refreshHint(s, steps);
      case AUDIT -> audit(s, steps);
      case DELETE -> delete(s, steps);
    }
  }

  private void find(State s, Steps steps) {
    if (s.get(rounds) == 0) {
      return;
    }
    for (int op = 0; op < cells.operations; op++) {
      int found = s.get(cells.sidecars, op);
      if (found != 0) {
        State n = s.copy().set(rounds, s.get(rounds) - 1).set(operation, op).set(etag, found);
        if (!CommitCells.isAborting(found)) {
          go(n, At.TARGET);
        } else if (rules.keep(Rule.RESUME_WHAT_IS_MARKED)) {
          go(n, At.VERIFY);
        } else {
          idle(n);
        }
        steps.add(name, Seam.SWEEP_SIDECAR, "finds the sidecar of operation " + op, n);
      }
    }
  }

  private void readTarget(State s, Steps steps) {
    int found = s.get(cells.records, target(s));
    State n = s.copy();
    if (isOwn(s, found)) {
      rollForward(n);
      steps.add(name, Seam.SWEEP_TARGET, "committed", n);
    } else if (found == 0 && rules.keep(Rule.FENCE_BEFORE_DEAD)) {
      go(n, At.FENCE);
      steps.add(name, Seam.SWEEP_TARGET, "free: abandoned", n);
    } else {
      toMark(n);
      steps.add(name, Seam.SWEEP_TARGET, found == 0 ? "free" : "taken: dead", n);
    }
  }

  private void fence(State s, Steps steps) {
    store.send(
        s,
        steps,
        name,
        Seam.SWEEP_FENCE,
        Request.create(cells.records, target(s), CommitCells.FENCE),
        (n, answer) -> {
          if (answer == Answer.UNKNOWN && rules.keep(Rule.UNKNOWN_FENCE_AGAIN)) {
            go(n, At.TARGET);
          } else {
            toMark(n);
          }
        });
  }

  private void toMark(State n) {
    if (!rules.keep(Rule.MARK_BEFORE_AUDIT)) {
      go(n, At.VERIFY);
    } else {
      go(n, rules.keep(Rule.ETAG_FROM_BEFORE_THE_FENCE) ? At.MARK : At.ETAG);
    }
  }

  private void readEtag(State s, Steps steps) {
    int found = s.get(cells.sidecars, s.get(operation));
    State n = s.copy();
    if (found == 0) {
      idle(n);
    } else {
      // The target that it decided on is the one it read first.
      n.set(etag, (found & 0x0f) | (s.get(etag) & 0xf0));
      go(n, CommitCells.isAborting(found) ? At.VERIFY : At.MARK);
    }
    steps.add(name, Seam.SWEEP_SIDECAR, "reads the ETag", n);
  }

  private void mark(State s, Steps steps) {
    store.send(
        s,
        steps,
        name,
        Seam.SWEEP_MARK,
        Request.replace(cells.sidecars, s.get(operation), s.get(etag), s.get(etag) | ABORTING),
        (n, answer) -> go(n, answer == Answer.DONE ? At.VERIFY : At.OVERTAKEN));
  }

  private void readAgain(State s, Steps steps) {
    int found = s.get(cells.sidecars, s.get(operation));
    State n = s.copy();
    if (CommitCells.isAborting(found)) {
      n.set(etag, found);
      go(n, At.VERIFY);
      steps.add(name, Seam.SWEEP_SIDECAR, "marked: resumes", n);
    } else {
      idle(n);
      steps.add(name, Seam.SWEEP_SIDECAR, "leaves it alone", n);
    }
  }

  private void verify(State s, Steps steps) {
    State n = s.copy();
    boolean committed = isOwn(s, s.get(cells.records, target(s)));
    if (committed && rules.keep(Rule.SECOND_LOOK)) {
      rollForward(n);
    } else {
      n.set(outcome, BACK);
      go(n, rules.keep(Rule.AUDIT_BEFORE_DELETE) ? At.AUDIT : At.DELETE);
    }
    steps.add(name, Seam.SWEEP_VERIFY, committed ? "committed" : "not its operation", n);
  }

  private void rollForward(State n) {
    n.set(outcome, FORWARD);
    go(n, At.HINT_READ);
  }

  private void readHint(State s, Steps steps) {
    int newest = CommitCells.hintOf(cells.head(s));
    State n = s.copy().set(seenHint, s.get(cells.hint));
    if (newest > s.get(cells.hint)) {
      go(n, At.HINT);
    } else {
      afterHint(n);
    }
    steps.add(name, Seam.HINT_READ, "reads the hint", n);
  }

  private void refreshHint(State s, Steps steps) {
    int newest = CommitCells.hintOf(cells.head(s));
    store.send(
        s,
        steps,
        name,
        Seam.HINT,
        Request.replace(cells.hint, 0, s.get(seenHint), newest),
        (n, answer) -> afterHint(n));
  }

  private void afterHint(State n) {
    n.set(seenHint, 0);
    go(n, At.AUDIT);
  }

  private void audit(State s, Steps steps) {
    int entry = CommitCells.auditOf(s.get(outcome), number);
    Request request =
        rules.keep(Rule.AUDIT_CREATE_ONLY)
            ? Request.create(cells.audits, s.get(operation), entry)
            : Request.put(cells.audits, s.get(operation), entry);
    store.send(
        s,
        steps,
        name,
        Seam.SWEEP_AUDIT,
        request,
        (n, answer) -> {
          if (answer != Answer.UNKNOWN || !rules.keep(Rule.AUDIT_KNOWN_BEFORE_DELETE)) {
            afterAudit(n);
          }
        });
  }

  private void afterAudit(State n) {
    if (rules.keep(Rule.AUDIT_BEFORE_DELETE) || n.get(outcome) == FORWARD) {
      go(n, At.DELETE);
    } else {
      idle(n);
    }
  }

  private void delete(State s, Steps steps) {
    store.send(
        s,
        steps,
        name,
        Seam.SWEEP_DELETE,
        Request.delete(cells.sidecars, s.get(operation)),
        (n, answer) -> {
          if (rules.keep(Rule.AUDIT_BEFORE_DELETE) || n.get(outcome) == FORWARD) {
            idle(n);
          } else {
            go(n, At.AUDIT);
          }
        });
  }

  private boolean isOwn(State s, int record) {
    boolean sameAttempt =
        rules.keep(Rule.ONE_OPERATION_ID) || CommitCells.fileOf(record) % VARIANTS == 0;
    return CommitCells.operationOf(record) == s.get(operation) && sameAttempt;
  }

  private int target(State s) {
    return CommitCells.targetOf(s.get(etag));
  }

  private void idle(State n) {
    n.set(operation, 0).set(etag, 0).set(outcome, 0).set(seenHint, 0);
    go(n, At.IDLE);
  }

  private void go(State n, At to) {
    n.set(at, to);
  }
}
