package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.BACK;
import static dev.omnigraph.model.CommitCells.FORWARD;
import static dev.omnigraph.model.CommitCells.LIVES;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What the core promises. */
final class CommitInvariants {
  private final Layout layout;
  private final CommitCells cells;
  private final List<Writer> writers;
  private final HashSet64 recovered = new HashSet64();
  private Recovery last = Recovery.TRUE;

  /** What came of a recovery. */
  private enum Recovery {
    TRUE,
    FALSE,
    STUCK
  }

  CommitInvariants(Layout layout, CommitCells cells, List<Writer> writers) {
    this.layout = layout;
    this.cells = cells;
    this.writers = writers;
  }

  /**
   * @param recovery what a new sweep makes of a state
   */
  List<Invariant> all(UnaryOperator<State> recovery) {
    return List.of(
        Invariant.always("a published record names a deleted file", this::filesAreThere),
        Invariant.always("the log has a gap", this::hasNoGap),
        Invariant.always("a record follows the end of the branch", this::terminalIsLast),
        Invariant.always("a write was published twice", this::isPublishedOnce),
        Invariant.always("an acknowledged write is lost", this::acknowledgedIsPublished),
        Invariant.always("a failure was reported, and it is visible", this::failedIsInvisible),
        Invariant.step("a record was replaced", this::recordsStay),
        Invariant.step("published after recovery had declared it dead", this::deadStaysUnpublished),
        Invariant.always("the audit contradicts the log", this::auditAgrees),
        Invariant.always("the hint is ahead of the log", this::hintIsBehind),
        Invariant.step("the hint went backwards", this::hintGoesForward),
        Invariant.step("an audit entry was replaced", this::auditStays),
        Invariant.step("recovered without an audit entry", this::recoveredIsAudited),
        Invariant.always(
            "a sweep alone, with everybody else dead, would write what is not so",
            s -> recover(s, recovery) == Recovery.TRUE || last == Recovery.STUCK),
        Invariant.always(
            "a sweep alone, with everybody else dead, does not clear the sidecars",
            s -> last != Recovery.STUCK));
  }

  private boolean filesAreThere(State s) {
    return everyRecord(
        s,
        record ->
            CommitCells.operationOf(record) < 0
                || s.get(cells.file, CommitCells.fileOf(record)) == CommitCells.STAGED);
  }

  private boolean hasNoGap(State s) {
    return IntStream.rangeClosed(cells.head(s) + 1, cells.last)
        .allMatch(seq -> s.get(cells.records, seq) == 0);
  }

  private boolean terminalIsLast(State s) {
    return IntStream.range(1, cells.last)
        .allMatch(
            seq ->
                s.get(cells.records, seq) != CommitCells.TERMINAL
                    || s.get(cells.records, seq + 1) == 0);
  }

  private boolean isPublishedOnce(State s) {
    return IntStream.range(0, writers.size()).allMatch(writer -> publications(s, writer) <= 1);
  }

  private boolean acknowledgedIsPublished(State s) {
    return IntStream.range(0, writers.size())
        .allMatch(i -> !writers.get(i).isAcknowledged(s) || publications(s, i) == 1);
  }

  private boolean failedIsInvisible(State s) {
    return IntStream.range(0, writers.size())
        .allMatch(i -> !writers.get(i).isFailed(s) || publications(s, i) == 0);
  }

  private long publications(State s, int writer) {
    long count = 0;
    for (int seq = 1; seq <= cells.last; seq++) {
      int operation = CommitCells.operationOf(s.get(cells.records, seq));
      count += operation >= 0 && operation / LIVES == writer ? 1 : 0;
    }
    return count;
  }

  private boolean recordsStay(State before, State after) {
    return IntStream.rangeClosed(1, cells.last)
        .allMatch(seq -> stays(before.get(cells.records, seq), after.get(cells.records, seq)));
  }

  private boolean auditStays(State before, State after) {
    return IntStream.range(0, cells.operations)
        .allMatch(op -> stays(before.get(cells.audits, op), after.get(cells.audits, op)));
  }

  private static boolean stays(int before, int after) {
    return before == 0 || before == after;
  }

  private boolean deadStaysUnpublished(State before, State after) {
    return everyOperation(
        op ->
            CommitCells.outcomeOf(before.get(cells.audits, op)) != BACK
                || cells.isPublished(before, op) == cells.isPublished(after, op));
  }

  private boolean auditAgrees(State s) {
    return everyOperation(
        op ->
            switch (CommitCells.outcomeOf(s.get(cells.audits, op))) {
              case FORWARD -> cells.isPublished(s, op);
              case BACK -> !cells.isPublished(s, op);
              default -> true;
            });
  }

  private boolean hintIsBehind(State s) {
    return s.get(cells.hint) <= CommitCells.hintOf(cells.head(s));
  }

  private boolean hintGoesForward(State before, State after) {
    return before.get(cells.hint) <= after.get(cells.hint);
  }

  private boolean recoveredIsAudited(State before, State after) {
    return everyOperation(
        op ->
            before.get(cells.sidecars, op) == 0
                || after.get(cells.sidecars, op) != 0
                || writers.get(op / LIVES).hasEnded(after, op % LIVES)
                || after.get(cells.audits, op) != 0);
  }

  /** The processes are dead then, so that only what lies in the store matters. */
  private Recovery recover(State s, UnaryOperator<State> recovery) {
    last = recovered.add(s.hash(layout.sharedSize())) ? judge(s, recovery.apply(s)) : Recovery.TRUE;
    return last;
  }

  private Recovery judge(State before, State end) {
    if (!auditAgrees(end) || !hintIsBehind(end) || !terminalIsLast(end)) {
      return Recovery.FALSE;
    }
    boolean cleared =
        everyOperation(
            op ->
                end.get(cells.sidecars, op) == 0
                    && (before.get(cells.sidecars, op) == 0 || end.get(cells.audits, op) != 0));
    return cleared ? Recovery.TRUE : Recovery.STUCK;
  }

  private boolean everyOperation(IntPredicate holds) {
    return IntStream.range(0, cells.operations).allMatch(holds);
  }

  private boolean everyRecord(State s, IntPredicate holds) {
    return IntStream.rangeClosed(1, cells.last)
        .allMatch(seq -> holds.test(s.get(cells.records, seq)));
  }
}
