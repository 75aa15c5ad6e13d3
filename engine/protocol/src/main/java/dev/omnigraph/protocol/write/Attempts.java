package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.CommitReport.Changes;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One write's attempts: how many there were, which the listener is told, and when the next may be
 * made.
 *
 * <p>That is told by its place in the line of those who want the next seq, as far as it is known
 * without asking anybody: whoever was seen at work when it came stands before it, and every commit
 * since moves the line by one. Those at the front try at once, the others pause until the line has
 * moved; so few try at the same time, and those who came first, and lost most, are the first to
 * try. A courtesy and nothing more: a line that does not move holds nobody up.
 */
final class Attempts {
  static final int MOST_LOSSES = 64;

  /** So many try at the same time: one may be slow, and a seq should not wait for it. */
  private static final int ABREAST = 6;

  /** For each in front. */
  private static final Duration TURN = Duration.ofMillis(20);

  private static final int MOST_TURNS = 24;

  /** Who is passed by so many that it did not see is one of a crowd that came all at once. */
  private static final int OVERTAKEN = 3;

  private static final int LARGEST_CROWD = 8;

  /** Records asked for at once: while this write was busy, others were. */
  private static final int WINDOW = 4;

  private final Environment environment;
  private final BranchLog log;
  private final Supplier<IoStats> io;
  private SweepReport recovery = SweepReport.NOTHING;
  private OperationId operationId = OperationId.NONE;
  private int starts;
  private int sent;
  private int lostRaces;

  /** Seqs that were taken when this write tried them, and operation ids that it gave up. */
  private int losses;

  /** Commits that went before this one since it came. */
  private long passed;

  /**
   * @param io what the write has cost so far
   */
  Attempts(Environment environment, BranchLog log, Supplier<IoStats> io) {
    this.environment = environment;
    this.log = log;
    this.io = io;
  }

  /** The branch is open: what was done on the way, and who was seen at work before this write. */
  void opened(SweepReport report) {
    recovery = report;
  }

  /** Another operation id is tried from now on. */
  void starting(OperationId id) {
    operationId = id;
    starts++;
  }

  void arming() {
    environment.listener().arming(operationId);
  }

  void publishing(long seq) {
    sent++;
    environment.listener().publishing(operationId, seq);
  }

  /**
   * The seq was taken, by whomever.
   *
   * @throws dev.omnigraph.error.GraphException {@code too_much_contention} after too many
   */
  void refused(BranchName branch) {
    losses++;
    if (losses >= MOST_LOSSES) {
      throw Failures.contended(branch, losses);
    }
  }

  /** The seq was taken by somebody else. */
  void lostRace(long seq) {
    lostRaces++;
    environment.listener().lostRace(operationId, seq);
  }

  CommitReport report(Changes changes) {
    return new CommitReport(operationId, starts, sent, lostRaces, recovery, io.get(), changes);
  }

  /**
   * Before another operation id is tried, the longer the more often.
   *
   * @throws dev.omnigraph.error.GraphException {@code too_much_contention} after too many losses
   */
  void startAgain(BranchName branch) {
    refused(branch);
    environment.jitter(TURN.multipliedBy(Math.min(LARGEST_CROWD, losses)));
  }

  boolean isContended() {
    return losses > 0;
  }

  /** Before the first attempt: what was published since the state, if this write waited at all. */
  BranchLog.Advance beforeTrying(ManifestState from) {
    return awaitTurn(from, BranchLog.Advance.none(from));
  }

  /** After a loss: what was published since the state, at least the record that was in the way. */
  BranchLog.Advance afterLosing(ManifestState from) {
    if (ahead(1) >= ABREAST) {
      pause(1);
    } else {
      spread();
    }
    return awaitTurn(from, log.advance(Seam.RACE_READ, from, WINDOW));
  }

  private BranchLog.Advance awaitTurn(ManifestState from, BranchLog.Advance first) {
    BranchLog.Advance seen = first;
    while (ahead(seen.records().size()) >= ABREAST && !seen.ended()) {
      pause(seen.records().size());
      BranchLog.Advance more = log.advance(Seam.RACE_READ, from, WINDOW);
      boolean stands = more.records().size() == seen.records().size();
      seen = more;
      if (stands) {
        break;
      }
    }
    passed += seen.records().size();
    return seen;
  }

  private void pause(int moved) {
    Duration turns = TURN.multipliedBy(Math.min(MOST_TURNS, ahead(moved) - ABREAST + 1));
    environment.pause(turns.dividedBy(2), turns.dividedBy(2));
  }

  /** Not in step with the others of a crowd that came all at once. */
  private void spread() {
    long overtaken = passed + 1 - recovery.rivals() - OVERTAKEN;
    if (overtaken > 0) {
      environment.jitter(TURN.dividedBy(2).multipliedBy(Math.min(LARGEST_CROWD, overtaken)));
    }
  }

  private long ahead(int moved) {
    return Math.max(0, recovery.rivals() - passed - moved);
  }
}
