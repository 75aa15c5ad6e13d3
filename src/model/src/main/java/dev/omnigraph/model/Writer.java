package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.VARIANTS;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Reading.Says;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import dev.omnigraph.model.WriterCells.At;

/** A process that writes once: after arming and staging, publish, and what follows a lost race. */
final class Writer {
  private final Rules rules;
  private final CommitCells cells;
  private final WriterCells writer;
  private final Arming arming;
  private final Store store;

  Writer(Layout layout, int number, Rules rules, CommitCells cells, Store store) {
    this.rules = rules;
    this.cells = cells;
    this.writer = new WriterCells(layout, number, rules, cells);
    this.arming = new Arming(rules, cells, writer, store);
    this.store = store;
  }

  boolean isAcknowledged(State state) {
    return state.get(writer.acknowledged) != 0;
  }

  boolean isFailed(State state) {
    return state.get(writer.failed) != 0;
  }

  /** Whether the writer itself removed, or asked to remove, the sidecar of its n-th operation. */
  boolean hasEnded(State state, int nth) {
    return state.get(writer.endedByWriter, nth) != 0;
  }

  /** As if it were killed here. */
  void kill(State state) {
    writer.go(state, At.ENDED);
  }

  void steps(State s, Steps steps) {
    switch (writer.at(s)) {
      case OPEN -> arming.open(s, steps);
      case ARM -> arming.arm(s, steps);
      case ARM_VERIFY -> arming.verify(s, steps);
      case CAPTURE -> arming.capture(s, steps);
      case STAGE -> arming.stage(s, steps);
      case PUBLISH -> publish(s, steps);
      case PUBLISH_VERIFY -> verify(s, steps);
      case PUBLISH_FENCE -> fenceOwn(s, steps);
      case RACE_READ -> readRivals(s, steps);
      case RETIRE -> endSidecar(s, steps, Seam.DISARM);
      case HINT_READ -> readHint(s, steps);
      case HINT -> refreshHint(s, steps);
      case FINISH -> endSidecar(s, steps, Seam.FINISH);
      case DISARM -> endSidecar(s, steps, Seam.DISARM);
      case ENDED -> {}
    }
  }

  private void publish(State s, Steps steps) {
    int record = CommitCells.recordOf(writer.operation(s), writer.file(s));
    store.send(
        s,
        steps,
        writer.name,
        Seam.PUBLISH,
        Request.create(cells.records, s.get(writer.target), record),
        (n, answer) -> {
          switch (answer) {
            case DONE -> acknowledge(n);
            case REFUSED -> writer.go(n, At.RACE_READ);
            case UNKNOWN -> writer.go(n, At.PUBLISH_VERIFY);
          }
        });
  }

  /** The seq is decided when a record is there, whosever it is. */
  private void verify(State s, Steps steps) {
    if (s.get(cells.records, s.get(writer.target)) != 0) {
      judge(s, steps, Seam.PUBLISH_VERIFY);
      return;
    }
    if (!rules.keep(Rule.SAME_SEQ_AFTER_UNKNOWN)) {
      State n = writer.startAgain(s.copy());
      steps.add(writer.name, Seam.PUBLISH_VERIFY, "absent: starts again", n);
      return;
    }
    undecided(steps, "absent: the same again", writer.go(s.copy(), At.PUBLISH));
    undecided(steps, "absent: takes it from itself", writer.go(s.copy(), At.PUBLISH_FENCE));
    if (!rules.keep(Rule.DISARM_WHEN_DECIDED)) {
      undecided(steps, "absent: gives up and disarms", writer.go(s.copy(), At.DISARM));
    } else if (rules.keep(Rule.UNKNOWN_IS_NO_FAILURE)) {
      undecided(steps, "absent: reports an unknown outcome", writer.end(s.copy()));
    } else {
      State n = writer.end(s.copy()).set(writer.failed, 1);
      undecided(steps, "absent: reports a failure", n);
    }
  }

  private void undecided(Steps steps, String what, State n) {
    steps.add(writer.name, Seam.PUBLISH_VERIFY, what, n);
  }

  /** Such a fence only settles the seq: it need name nobody, and then ends nobody; but it may. */
  private void fenceOwn(State s, Steps steps) {
    fenceOwn(s, steps, 0);
    fenceOwn(s, steps, 1 << writer.operation(s));
  }

  private void fenceOwn(State s, Steps steps, int named) {
    store.send(
        s,
        steps,
        writer.name,
        Seam.PUBLISH_FENCE,
        Request.create(cells.records, s.get(writer.target), CommitCells.fenceOf(named)),
        (n, answer) -> writer.go(n, answer == Answer.UNKNOWN ? At.PUBLISH_VERIFY : At.RACE_READ));
  }

  private void readRivals(State s, Steps steps) {
    if (judge(s, steps, Seam.RACE_READ) != Says.COMMITTED) {
      steps.add(writer.name, Seam.RACE_READ, "fails for good", writer.fail(s.copy()));
    }
  }

  /** Everything since what it read last, up to the first seq that is free. */
  private Says judge(State s, Steps steps, Seam seam) {
    Reading found = read(s);
    switch (found.says()) {
      case COMMITTED -> {
        State n = s.copy();
        acknowledge(n);
        steps.add(writer.name, seam, "its own: success", n);
      }
      case FREE -> {
        if (found.seq() <= cells.seqs) {
          goOn(s, steps, seam, found.seq());
        }
      }
      case BRANCH_ENDED ->
          steps.add(writer.name, seam, "the branch is gone", writer.fail(s.copy()));
      case FENCED, TAKEN -> {
        String what = found.text() + ": a new operation id";
        steps.add(writer.name, seam, what, writer.startAgain(s.copy()));
        State n = writer.go(s.copy(), At.RETIRE);
        steps.add(writer.name, seam, what + ", without its sidecar", n);
      }
    }
    return found.says();
  }

  private Reading read(State s) {
    int operation = writer.operation(s);
    int target = s.get(writer.target);
    int end = rules.keep(Rule.WITHIN_ITS_RANGE) ? cells.endOf(s.get(writer.start)) : cells.last + 1;
    if (!rules.keep(Rule.EVERY_RECORD_IS_READ)) {
      Reading first = Reading.of(rules, cells, s, operation, target, target + 1);
      int head = cells.head(s);
      return first.says() == Says.TAKEN && head + 1 < end
          ? new Reading(Says.FREE, head + 1)
          : first;
    }
    Reading found = Reading.of(rules, cells, s, operation, target, end);
    boolean isOverlooked =
        (found.says() == Says.COMMITTED && !rules.keep(Rule.OWN_RECORD_IS_SUCCESS))
            || (found.says() == Says.FENCED && !rules.keep(Rule.ITS_NAME_ENDS_IT));
    return isOverlooked ? Reading.of(rules, cells, s, operation, found.seq() + 1, end) : found;
  }

  private void goOn(State s, Steps steps, Seam seam, int seq) {
    State n = writer.go(s.copy().set(writer.target, seq), At.PUBLISH);
    steps.add(writer.name, seam, "keeps what is staged, next is " + seq, n);
    if (s.get(writer.variant) + 1 < VARIANTS) {
      n = writer.go(s.copy().set(writer.target, seq), At.STAGE);
      n.set(writer.variant, s.get(writer.variant) + 1);
      steps.add(writer.name, seam, "stages again, next is " + seq, n);
    }
  }

  private void acknowledge(State n) {
    n.set(writer.acknowledged, 1);
    writer.go(n, At.HINT_READ);
  }

  private void readHint(State s, Steps steps) {
    State n = s.copy().set(writer.seenHint, s.get(cells.hint));
    boolean newer = CommitCells.hintOf(s.get(writer.target)) > s.get(cells.hint);
    writer.go(n, newer || !rules.keep(Rule.HINT_ONLY_FORWARD) ? At.HINT : At.FINISH);
    steps.add(writer.name, Seam.HINT_READ, "reads the hint", n);
  }

  private void refreshHint(State s, Steps steps) {
    int newer = CommitCells.hintOf(s.get(writer.target));
    Request request =
        rules.keep(Rule.HINT_IF_MATCH)
            ? Request.replace(cells.hint, 0, s.get(writer.seenHint), newer)
            : Request.put(cells.hint, 0, newer);
    store.send(s, steps, writer.name, Seam.HINT, request, (n, answer) -> writer.go(n, At.FINISH));
  }

  /** Of an operation that is decided: published, failed, or never to be published any more. */
  private void endSidecar(State s, Steps steps, Seam seam) {
    boolean isRetired = writer.at(s) == At.RETIRE;
    Request request = Request.delete(cells.sidecars, writer.operation(s));
    store.send(
        s,
        steps,
        writer.name,
        seam,
        request,
        (n, answer) -> {
          n.set(writer.endedByWriter, n.get(writer.life), 1);
          if (isRetired) {
            writer.startAgain(n);
          } else {
            writer.end(n);
          }
        });
  }
}
