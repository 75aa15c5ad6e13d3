package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.DATA;
import static dev.omnigraph.model.CommitCells.DELETED;
import static dev.omnigraph.model.CommitCells.LIVES;
import static dev.omnigraph.model.CommitCells.NONCE;
import static dev.omnigraph.model.CommitCells.REBASED;
import static dev.omnigraph.model.CommitCells.VARIANTS;
import static dev.omnigraph.model.CommitCells.VERSIONED;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import java.util.List;

/** A process that writes once: arm, stage, publish, and what follows a lost race. */
final class Writer {
  /** The request that it sends next. */
  private enum At {
    CAPTURE,
    ARM,
    ARM_VERIFY,
    STAGE,
    STAGE_COMMIT,
    PUBLISH,
    PUBLISH_VERIFY,
    PUBLISH_FENCE,
    RACE_READ,
    REBASE,
    REARM,
    REARM_VERIFY,
    REARM_AUDIT,
    RETARGET,
    HINT_READ,
    HINT,
    FINISH,
    DISARM,
    ENDED,
    FAILED
  }

  private static final At[] AT = At.values();
  private static final int MOST_NONCES = NONCE;

  /**
   * What is to be staged when the re-arming is acknowledged: all, or a version of what is written.
   */
  private static final int ANEW = 1;

  private static final int COMMIT_IT = 2;

  private final String name;
  private final int number;
  private final Rules rules;
  private final CommitCells cells;
  private final Store store;
  private final boolean dataFirst;
  private final boolean duplicateArming;

  private final Cells at;
  private final Cells life;
  private final Cells target;
  private final Cells etag;
  private final Cells variant;
  private final Cells next;
  private final Cells stageAgain;
  private final Cells seenHint;
  private final Cells reused;
  private final Cells acknowledged;
  private final Cells failed;
  private final Cells endedByWriter;
  private final List<Cells> ofOneLife;

  /**
   * @param dataFirst whether data files and the version that names them are two steps
   * @param duplicateArming whether the network may deliver the create of a sidecar twice
   */
  Writer(
      Layout layout,
      int number,
      Rules rules,
      CommitCells cells,
      Store store,
      boolean dataFirst,
      boolean duplicateArming) {
    this.name = "writer " + number;
    this.number = number;
    this.rules = rules;
    this.cells = cells;
    this.store = store;
    this.dataFirst = dataFirst;
    this.duplicateArming = duplicateArming;
    this.at = layout.local("at", 1);
    this.life = layout.local("life", 1);
    this.target = layout.local("target", 1);
    this.etag = layout.local("etag", 1);
    this.variant = layout.local("variant", 1);
    this.next = layout.local("next", 1);
    this.stageAgain = layout.local("stage again", 1);
    this.seenHint = layout.local("seen hint", 1);
    this.reused = layout.local("reused", 1);
    this.acknowledged = layout.local("acknowledged", 1);
    this.failed = layout.local("failed", 1);
    this.endedByWriter = layout.local("ended by writer", LIVES);
    this.ofOneLife = List.of(target, etag, variant, next, stageAgain, seenHint);
  }

  boolean isAcknowledged(State state) {
    return state.get(acknowledged) != 0;
  }

  boolean isFailed(State state) {
    return state.get(failed) != 0;
  }

  /** Whether the writer itself removed, or asked to remove, the sidecar of its n-th operation. */
  boolean hasEnded(State state, int nth) {
    return state.get(endedByWriter, nth) != 0;
  }

  /** As if it were killed here. */
  void kill(State state) {
    go(state, At.ENDED);
  }

  void steps(State s, Steps steps) {
    switch (AT[s.get(at)]) {
      case CAPTURE -> capture(s, steps);
      case ARM -> arm(s, steps);
      case ARM_VERIFY -> verifyArming(s, steps);
      case STAGE -> stage(s, steps);
      case STAGE_COMMIT -> commitStaged(s, steps);
      case PUBLISH -> publish(s, steps);
      case PUBLISH_VERIFY -> verifyPublished(s, steps);
      case PUBLISH_FENCE -> fenceOwn(s, steps);
      case RACE_READ -> readRivals(s, steps);
      case REBASE -> rebase(s, steps);
      case REARM -> rearm(s, steps);
      case REARM_VERIFY -> verifyRearming(s, steps);
      case REARM_AUDIT -> lookForAudit(s, steps);
      case RETARGET -> retarget(s, steps);
      case HINT_READ -> readHint(s, steps);
      case HINT -> refreshHint(s, steps);
      case FINISH -> endSidecar(s, steps, Seam.FINISH);
      case DISARM -> endSidecar(s, steps, Seam.DISARM);
      case ENDED, FAILED -> {}
    }
  }

  private void capture(State s, Steps steps) {
    int head = cells.head(s);
    if (head < cells.seqs) {
      State n = s.copy().set(target, head + 1);
      go(n, rules.keep(Rule.ARM_BEFORE_STAGING) ? At.ARM : At.STAGE);
      steps.add(name, Seam.OPEN_PROBE, "captures the state at " + head, n);
    }
  }

  private void arm(State s, Steps steps) {
    int sidecar = CommitCells.sidecarOf(1, s.get(target));
    store.send(
        s,
        steps,
        name,
        Seam.ARM,
        Request.create(cells.sidecars, operation(s), sidecar),
        duplicateArming,
        (n, answer) -> {
          if (answer == Answer.DONE) {
            armed(n, sidecar);
          } else {
            go(n, At.ARM_VERIFY);
          }
        });
  }

  private void armed(State n, int sidecar) {
    n.set(etag, sidecar);
    boolean isStaged = n.get(reused) != 0 || !rules.keep(Rule.ARM_BEFORE_STAGING);
    go(n, isStaged ? At.PUBLISH : At.STAGE);
  }

  private void verifyArming(State s, Steps steps) {
    int found = s.get(cells.sidecars, operation(s));
    State n = s.copy();
    if (found != 0 && !CommitCells.isAborting(found)) {
      armed(n, found);
      steps.add(name, Seam.ARM_VERIFY, "it is there", n);
    } else if (found == 0 && !rules.keep(Rule.NEW_ID_AFTER_UNKNOWN_ARMING)) {
      go(n, At.ARM);
      steps.add(name, Seam.ARM_VERIFY, "absent: sends it again", n);
    } else {
      startAgain(n);
      steps.add(name, Seam.ARM_VERIFY, "not its own: a new operation id", n);
    }
    fail(s, steps, Seam.ARM_VERIFY);
  }

  private void stage(State s, Steps steps) {
    fail(s, steps, Seam.STAGE);
    State n = s.copy();
    n.set(cells.file, file(s), dataFirst ? DATA : VERSIONED);
    noteAge(n, file(s));
    if (s.get(next) != 0) {
      go(n.set(stageAgain, COMMIT_IT), At.REARM);
    } else {
      go(n, dataFirst ? At.STAGE_COMMIT : afterStaging(s));
    }
    steps.add(name, Seam.STAGE, "writes files", n);
  }

  private void commitStaged(State s, Steps steps) {
    State n = s.copy();
    if (s.get(cells.file, file(s)) != DELETED) {
      n.set(cells.file, file(s), VERSIONED);
    }
    go(n, afterStaging(s));
    steps.add(name, Seam.STAGE_COMMIT, "a detached version names them", n);
  }

  private void noteAge(State n, int staged) {
    if (dataFirst) {
      n.set(cells.under, staged, n.get(etag) & NONCE);
    }
  }

  private At afterStaging(State s) {
    return s.get(etag) == 0 ? At.ARM : At.PUBLISH;
  }

  private void publish(State s, Steps steps) {
    int record = CommitCells.recordOf(operation(s), file(s));
    store.send(
        s,
        steps,
        name,
        Seam.PUBLISH,
        Request.create(cells.records, s.get(target), record),
        (n, answer) -> {
          switch (answer) {
            case DONE -> acknowledge(n);
            case REFUSED -> go(n, At.RACE_READ);
            case UNKNOWN -> go(n, At.PUBLISH_VERIFY);
          }
        });
  }

  private void verifyPublished(State s, Steps steps) {
    if (s.get(cells.records, s.get(target)) == 0) {
      absentAfterUnknown(s, steps);
      return;
    }
    if (!findsOwn(s, steps, Seam.PUBLISH_VERIFY)) {
      State n = s.copy();
      go(n, At.RACE_READ);
      steps.add(name, Seam.PUBLISH_VERIFY, "lost", n);
    }
  }

  private boolean findsOwn(State s, Steps steps, Seam seam) {
    boolean own = CommitCells.operationOf(s.get(cells.records, s.get(target))) == operation(s);
    if (!own || !rules.keep(Rule.OWN_RECORD_IS_SUCCESS)) {
      return false;
    }
    State n = s.copy();
    acknowledge(n);
    steps.add(name, seam, "its own: success", n);
    return true;
  }

  private void absentAfterUnknown(State s, Steps steps) {
    State n = s.copy();
    if (!rules.keep(Rule.SAME_SEQ_AFTER_UNKNOWN)) {
      startAgain(n);
      steps.add(name, Seam.PUBLISH_VERIFY, "absent: starts again", n);
      return;
    }
    go(n, At.PUBLISH);
    steps.add(name, Seam.PUBLISH_VERIFY, "absent: the same again", n);
    n = s.copy();
    go(n, At.PUBLISH_FENCE);
    steps.add(name, Seam.PUBLISH_VERIFY, "absent: takes the seq away from itself", n);
    n = s.copy();
    if (!rules.keep(Rule.DISARM_WHEN_DECIDED)) {
      go(n, At.DISARM);
      steps.add(name, Seam.PUBLISH_VERIFY, "absent: gives up and disarms", n);
    } else if (rules.keep(Rule.UNKNOWN_IS_NO_FAILURE)) {
      go(n, At.ENDED);
      steps.add(name, Seam.PUBLISH_VERIFY, "absent: reports an unknown outcome", n);
    } else {
      go(n, At.FAILED);
      n.set(failed, 1);
      steps.add(name, Seam.PUBLISH_VERIFY, "absent: reports a failure", n);
    }
  }

  private void fenceOwn(State s, Steps steps) {
    store.send(
        s,
        steps,
        name,
        Seam.PUBLISH_FENCE,
        Request.create(cells.records, s.get(target), CommitCells.FENCE),
        (n, answer) -> go(n, answer == Answer.DONE ? At.RACE_READ : At.PUBLISH_VERIFY));
  }

  private void readRivals(State s, Steps steps) {
    if (findsOwn(s, steps, Seam.RACE_READ)) {
      return;
    }
    int head = cells.head(s);
    if (head < cells.seqs) {
      again(s, steps, head + 1, false, "keeps what is staged");
      if (s.get(variant) + 1 < VARIANTS && s.get(reused) == 0) {
        again(s, steps, head + 1, true, "stages again");
        besideRearming(s, steps, head + 1);
      }
    }
    fail(s, steps, Seam.RACE_READ);
  }

  /** Also where a request that only looks fails: then nobody else needs the sidecar either. */
  private void fail(State s, Steps steps, Seam seam) {
    State n = s.copy().set(failed, 1);
    go(n, At.DISARM);
    steps.add(name, seam, "fails for good", n);
  }

  private void again(State s, Steps steps, int seq, boolean restage, String what) {
    State n = s.copy().set(next, seq).set(stageAgain, restage ? ANEW : 0);
    if (rules.keep(Rule.REARM_BEFORE_NEXT_TARGET)) {
      go(n, At.REARM);
    } else {
      goOn(n, seq);
    }
    steps.add(name, Seam.RACE_READ, what + ", next target " + seq, n);
  }

  /** The same files on another version, or, against the rules, other files. */
  private void besideRearming(State s, Steps steps, int seq) {
    if (!dataFirst) {
      return;
    }
    State n = s.copy().set(next, seq).set(variant, s.get(variant) + 1);
    go(n, rules.keep(Rule.ONLY_VERSIONS_BESIDE_THE_REARMING) ? At.REBASE : At.STAGE);
    steps.add(name, Seam.RACE_READ, "stages beside the re-arming, next target " + seq, n);
  }

  private void rebase(State s, Steps steps) {
    State n = s.copy().set(cells.file, file(s), REBASED);
    noteAge(n, file(s));
    go(n, At.REARM);
    steps.add(name, Seam.STAGE_COMMIT, "another version names the same files", n);
  }

  private void rearm(State s, Steps steps) {
    int sidecar = rearmed(s);
    store.send(
        s,
        steps,
        name,
        Seam.REARM,
        Request.replace(cells.sidecars, operation(s), s.get(etag), sidecar),
        (n, answer) -> {
          if (answer == Answer.DONE) {
            rearmed(n, sidecar);
          } else {
            go(n, At.REARM_VERIFY);
          }
        });
  }

  private int rearmed(State s) {
    int nonce = s.get(etag) & NONCE;
    int fresh = rules.keep(Rule.FRESH_NONCE) ? Math.min(nonce + 1, MOST_NONCES) : nonce;
    int named = rules.keep(Rule.NO_OTHER_SEQ_UNDER_AN_ARMING) ? s.get(next) : s.get(target);
    return CommitCells.sidecarOf(fresh, named);
  }

  private void rearmed(State n, int sidecar) {
    boolean isFirst = (n.get(etag) & NONCE) == 1;
    n.set(etag, sidecar);
    if (isFirst) {
      go(n, At.REARM_AUDIT);
    } else {
      rearmedFor(n);
    }
  }

  private void verifyRearming(State s, Steps steps) {
    fail(s, steps, Seam.REARM_VERIFY);
    int found = s.get(cells.sidecars, operation(s));
    State n = s.copy();
    if (found == rearmed(s)) {
      rearmed(n, found);
      steps.add(name, Seam.REARM_VERIFY, "its own nonce", n);
      return;
    }
    if (!rules.keep(Rule.TAKEN_OVER_MEANS_NEW_ID)) {
      goOn(n, s.get(next));
      steps.add(name, Seam.REARM_VERIFY, "recovery has it: goes on all the same", n);
      return;
    }
    startAgain(n);
    steps.add(name, Seam.REARM_VERIFY, "not re-armed: a new operation id", n);
    if (found == s.get(etag)) {
      n = s.copy();
      go(n, At.REARM);
      steps.add(name, Seam.REARM_VERIFY, "untouched: sends it again", n);
    }
  }

  private void lookForAudit(State s, Steps steps) {
    fail(s, steps, Seam.REARM_AUDIT);
    State n = s.copy();
    if (s.get(cells.audits, operation(s)) != 0 && rules.keep(Rule.AUDIT_ABSENT_AFTER_REARM)) {
      startAgain(n);
      steps.add(name, Seam.REARM_AUDIT, "recovery was here: a new operation id", n);
    } else {
      rearmedFor(n);
      steps.add(name, Seam.REARM_AUDIT, "goes on", n);
    }
  }

  private void rearmedFor(State n) {
    if (rules.keep(Rule.NO_OTHER_SEQ_UNDER_AN_ARMING)) {
      goOn(n, n.get(next));
    } else {
      go(n, At.RETARGET);
    }
  }

  private void retarget(State s, Steps steps) {
    int head = cells.head(s);
    if (head < cells.seqs) {
      State n = s.copy();
      goOn(n, head + 1);
      steps.add(name, Seam.RACE_READ, "chooses the seq after " + head, n);
    }
  }

  /** Under the new arming. */
  private void goOn(State n, int seq) {
    n.set(target, seq).set(next, 0);
    switch (n.get(stageAgain)) {
      case ANEW -> go(n.set(variant, n.get(variant) + 1), At.STAGE);
      case COMMIT_IT -> go(n, At.STAGE_COMMIT);
      default -> go(n, At.PUBLISH);
    }
    n.set(stageAgain, 0);
  }

  private void readHint(State s, Steps steps) {
    State n = s.copy().set(seenHint, s.get(cells.hint));
    boolean newer = CommitCells.hintOf(s.get(target)) > s.get(cells.hint);
    go(n, newer || !rules.keep(Rule.HINT_ONLY_FORWARD) ? At.HINT : At.FINISH);
    steps.add(name, Seam.HINT_READ, "reads the hint", n);
  }

  private void refreshHint(State s, Steps steps) {
    Request request =
        rules.keep(Rule.HINT_IF_MATCH)
            ? Request.replace(cells.hint, 0, s.get(seenHint), CommitCells.hintOf(s.get(target)))
            : Request.put(cells.hint, 0, CommitCells.hintOf(s.get(target)));
    store.send(s, steps, name, Seam.HINT, request, (n, answer) -> go(n, At.FINISH));
  }

  private void endSidecar(State s, Steps steps, Seam seam) {
    Request request = Request.delete(cells.sidecars, operation(s));
    store.send(
        s,
        steps,
        name,
        seam,
        request,
        (n, answer) -> {
          n.set(endedByWriter, n.get(life), 1);
          ofOneLife.forEach(cell -> n.set(cell, 0));
          go(n, At.ENDED);
        });
  }

  private void acknowledge(State n) {
    n.set(acknowledged, 1);
    go(n, At.HINT_READ);
  }

  /** Under a new operation id, or not at all when none is left. */
  private void startAgain(State n) {
    int staged = file(n);
    boolean isStaged = n.get(cells.file, staged) != 0;
    ofOneLife.forEach(cell -> n.set(cell, 0));
    if (n.get(life) + 1 == LIVES) {
      go(n, At.ENDED);
      return;
    }
    n.set(life, n.get(life) + 1);
    if (isStaged && !rules.keep(Rule.NOTHING_STAGED_IS_REUSED)) {
      n.set(reused, staged + 1);
    }
    go(n, At.CAPTURE);
  }

  private int operation(State s) {
    return number * LIVES + s.get(life);
  }

  private int file(State s) {
    int taken = s.get(reused);
    return taken != 0 ? taken - 1 : operation(s) * VARIANTS + s.get(variant);
  }

  private void go(State n, At to) {
    n.set(at, to);
  }
}
