package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.BACK;
import static dev.omnigraph.model.CommitCells.FORWARD;
import static dev.omnigraph.model.CommitCells.VARIANTS;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Reading.Says;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import java.util.stream.IntStream;

/** A recovery sweep. Any sidecar it finds may be overdue: the model has no clock. */
final class Sweeper {
  private enum At {
    IDLE,
    READ,
    FENCE,
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
  private final Cells start;
  private final Cells overdue;
  private final Cells free;
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
    this.start = layout.local("start", 1);
    this.overdue = layout.local("overdue", 1);
    this.free = layout.local("free", 1);
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
      case READ -> readRange(s, steps);
      case FENCE -> fence(s, steps);
      case HINT_READ -> readHint(s, steps);
      case HINT -> refreshHint(s, steps);
      case AUDIT -> audit(s, steps);
      case DELETE -> delete(s, steps);
    }
  }

  /** One sidecar, or all: it settles one of them, and its fence names them all. */
  private void find(State s, Steps steps) {
    if (s.get(rounds) == 0) {
      return;
    }
    int all =
        IntStream.range(0, cells.operations)
            .filter(op -> s.get(cells.sidecars, op) != 0)
            .reduce(0, (bits, op) -> bits | 1 << op);
    for (int op = 0; op < cells.operations; op++) {
      if ((all & 1 << op) != 0) {
        String what = "finds the sidecar of operation " + op;
        steps.add(name, Seam.SWEEP_SIDECAR, what, found(s, op, 1 << op));
        if (Integer.bitCount(all) > 1) {
          steps.add(name, Seam.SWEEP_SIDECAR, what + " and others", found(s, op, all));
        }
      }
    }
  }

  private State found(State s, int op, int all) {
    State n = s.copy().set(rounds, s.get(rounds) - 1).set(operation, op).set(overdue, all);
    return go(n.set(start, s.get(cells.sidecars, op)), At.READ);
  }

  private void readRange(State s, Steps steps) {
    Reading found = read(s);
    State n = s.copy();
    switch (found.says()) {
      case COMMITTED -> go(n.set(outcome, FORWARD), At.HINT_READ);
      case FENCED, BRANCH_ENDED, TAKEN -> dead(n);
      case FREE -> {
        if (rules.keep(Rule.FENCE_BEFORE_DEAD)) {
          go(n.set(free, found.seq()), At.FENCE);
        } else {
          dead(n);
        }
      }
    }
    steps.add(name, Seam.SWEEP_TARGET, found.text(), n);
  }

  private Reading read(State s) {
    int op = s.get(operation);
    int first = s.get(start);
    int end = cells.endOf(first);
    if (!rules.keep(Rule.SWEEP_FROM_THE_START)) {
      first = Math.min(end, Math.max(first, cells.head(s) + 1));
    }
    if (!rules.keep(Rule.SWEEP_THE_WHOLE_RANGE)) {
      end = first + 1;
    }
    Reading found = Reading.of(rules, cells, s, op, first, end);
    boolean otherAttempt =
        found.says() == Says.COMMITTED
            && CommitCells.fileOf(s.get(cells.records, found.seq())) % VARIANTS != 0;
    if (otherAttempt && !rules.keep(Rule.ONE_OPERATION_ID)) {
      return new Reading(Says.TAKEN, end);
    }
    return rules.keep(Rule.FIRST_WORD_DECIDES) ? found : fenceOver(found, s, end);
  }

  /** Against the rules: a fence anywhere in the range is believed rather than an earlier record. */
  private Reading fenceOver(Reading found, State s, int end) {
    for (int seq = s.get(start); seq < end; seq++) {
      if (CommitCells.ends(s.get(cells.records, seq), s.get(operation))) {
        return new Reading(Says.FENCED, seq);
      }
    }
    return found;
  }

  private void fence(State s, Steps steps) {
    int named = rules.keep(Rule.FENCES_NAME_WHOM_THEY_END) ? s.get(overdue) : 0;
    store.send(
        s,
        steps,
        name,
        Seam.SWEEP_FENCE,
        Request.create(cells.records, s.get(free), CommitCells.fenceOf(named)),
        (n, answer) -> {
          n.set(free, 0);
          if (proves(answer)) {
            dead(n);
          } else {
            go(n, At.READ);
          }
        });
  }

  private boolean proves(Answer answer) {
    return switch (answer) {
      case DONE -> true;
      case REFUSED -> !rules.keep(Rule.REFUSED_FENCE_AGAIN);
      case UNKNOWN -> !rules.keep(Rule.UNKNOWN_FENCE_AGAIN);
    };
  }

  private void dead(State n) {
    n.set(outcome, BACK);
    go(n, rules.keep(Rule.AUDIT_BEFORE_DELETE) ? At.AUDIT : At.DELETE);
  }

  private void readHint(State s, Steps steps) {
    State n = s.copy().set(seenHint, s.get(cells.hint));
    if (newest(s) > s.get(cells.hint)) {
      go(n, At.HINT);
    } else {
      afterHint(n);
    }
    steps.add(name, Seam.HINT_READ, "reads the hint", n);
  }

  private void refreshHint(State s, Steps steps) {
    store.send(
        s,
        steps,
        name,
        Seam.HINT,
        Request.replace(cells.hint, 0, s.get(seenHint), newest(s)),
        (n, answer) -> afterHint(n));
  }

  /** Never the end of the branch: who opens it and arms must meet that record in its range. */
  private int newest(State s) {
    int head = cells.head(s);
    boolean stops = cells.hasEnded(s) && rules.keep(Rule.NO_HINT_OF_THE_END);
    return CommitCells.hintOf(stops ? head - 1 : head);
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

  private void idle(State n) {
    n.set(operation, 0).set(start, 0).set(overdue, 0).set(free, 0).set(outcome, 0);
    go(n.set(seenHint, 0), At.IDLE);
  }

  private State go(State n, At to) {
    return n.set(at, to);
  }
}
