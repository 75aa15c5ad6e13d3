package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Reading.Says;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import dev.omnigraph.model.WriterCells.At;

/** A writer until it has something to publish: open, arm, capture, in either order, and stage. */
final class Arming {
  private final Rules rules;
  private final CommitCells cells;
  private final WriterCells writer;
  private final Store store;

  Arming(Rules rules, CommitCells cells, WriterCells writer, Store store) {
    this.rules = rules;
    this.cells = cells;
    this.writer = writer;
    this.store = store;
  }

  /** The range starts after the hint, which may lag; or after the head, found without a hint. */
  void open(State s, Steps steps) {
    int head = cells.head(s);
    if (head >= cells.seqs) {
      return;
    }
    int hinted = CommitCells.seqOf(s.get(cells.hint));
    steps.add(writer.name, Seam.OPEN_BRANCH, "reads the hint at " + hinted, armAfter(s, hinted));
    if (hinted < head && !cells.hasEnded(s)) {
      steps.add(writer.name, Seam.OPEN_PROBE, "finds the head at " + head, armAfter(s, head));
    }
  }

  private State armAfter(State s, int seq) {
    State n = s.copy().set(writer.start, seq + 1);
    return writer.go(n, rules.keep(Rule.ARM_BEFORE_STAGING) ? At.ARM : At.STAGE);
  }

  /** The arming may be sent beside the capture: it rests on the hint alone. */
  void arm(State s, Steps steps) {
    if (s.get(writer.target) == 0) {
      capture(s, steps, At.ARM);
    }
    int operation = writer.operation(s);
    Request request = Request.create(cells.sidecars, operation, s.get(writer.start));
    store.send(
        s,
        steps,
        writer.name,
        Seam.ARM,
        request,
        // A refusal tells that it is there: nobody else has the operation's id.
        (n, answer) -> {
          if (answer == Answer.UNKNOWN) {
            writer.go(n, At.ARM_VERIFY);
          } else {
            armed(n);
          }
        });
  }

  private void armed(State n) {
    if (n.get(writer.target) == 0) {
      writer.go(n, At.CAPTURE);
    } else {
      writer.go(n, afterCapture(n));
    }
  }

  private At afterCapture(State n) {
    return writer.isStaged(n) ? At.PUBLISH : At.STAGE;
  }

  /** What is there is its own. What is absent may still land, so it can only be sent as it was. */
  void verify(State s, Steps steps) {
    State n = s.copy();
    if (s.get(cells.sidecars, writer.operation(s)) != 0) {
      armed(n);
      steps.add(writer.name, Seam.ARM_VERIFY, "it is there", n);
    } else if (rules.keep(Rule.ONE_RANGE_UNDER_AN_ID)) {
      writer.go(n, At.ARM);
      steps.add(writer.name, Seam.ARM_VERIFY, "absent: sends the same again", n);
      n = writer.startAgain(s.copy());
      steps.add(writer.name, Seam.ARM_VERIFY, "absent: a new operation id", n);
    } else {
      writer.go(n.set(writer.target, 0), At.OPEN);
      steps.add(writer.name, Seam.ARM_VERIFY, "absent: opens and arms again", n);
    }
    steps.add(writer.name, Seam.ARM_VERIFY, "fails for good", writer.fail(s.copy()));
  }

  void capture(State s, Steps steps) {
    capture(s, steps, afterCapture(s));
  }

  /** What it captures was published before or after the arming, so a fence in it may name it. */
  private void capture(State s, Steps steps, At next) {
    int head = cells.head(s);
    int start = s.get(writer.start);
    int first = rules.keep(Rule.READ_FROM_THE_START) ? start : head + 1;
    Reading found = Reading.of(rules, cells, s, writer.operation(s), first, cells.endOf(start));
    if (found.says() == Says.FREE && found.seq() <= cells.seqs) {
      State n = writer.go(s.copy().set(writer.target, found.seq()), next);
      steps.add(writer.name, Seam.OPEN_PROBE, "captures the state at " + head, n);
      steps.add(writer.name, Seam.OPEN_PROBE, "fails for good", writer.fail(s.copy()));
    } else if (found.says() == Says.BRANCH_ENDED) {
      steps.add(writer.name, Seam.OPEN_PROBE, "the branch is gone", writer.fail(s.copy()));
    } else if (found.says() != Says.FREE) {
      String what = found.text() + ": a new operation id";
      steps.add(writer.name, Seam.OPEN_PROBE, what, writer.startAgain(s.copy()));
      State n = writer.go(s.copy(), At.RETIRE);
      steps.add(writer.name, Seam.OPEN_PROBE, what + ", without its sidecar", n);
    }
  }

  void stage(State s, Steps steps) {
    State n = s.copy().set(cells.file, writer.file(s), CommitCells.STAGED);
    writer.go(n, s.get(writer.target) == 0 ? At.ARM : At.PUBLISH);
    steps.add(writer.name, Seam.STAGE, "writes files", n);
    steps.add(writer.name, Seam.STAGE, "fails for good", writer.fail(s.copy()));
  }
}
