package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.protocol.log.BranchLog;
import java.time.Duration;

/**
 * One write's place in the line of those who want the next seq, as far as it can be told without
 * asking anybody: whoever was seen at work when it came stands before it, and every commit since
 * moves the line by one. Those at the front try at once, the others pause until the line has moved;
 * so few try at the same time, and those who came first, and lost most, are the first to try.
 *
 * <p>A courtesy and nothing more: a line that does not move holds nobody up.
 */
public final class Contention {
  public static final int MOST_LOSSES = 64;

  /** So many try at the same time: one may be slow, and a seq should not wait for it. */
  private static final int ABREAST = 3;

  /** For each in front. */
  private static final Duration TURN = Duration.ofMillis(40);

  private static final int MOST_TURNS = 24;

  /** Who is passed by so many that it did not see is one of a crowd that came all at once. */
  private static final int OVERTAKEN = 3;

  private static final int LARGEST_CROWD = 8;

  /** Records asked for at once: while this write was busy, others were. */
  private static final int WINDOW = 4;

  private final Environment environment;
  private final BranchLog log;
  private final int rivals;
  private long passed;
  private int losses;

  /**
   * @param rivals other writers that were seen at work
   */
  Contention(Environment environment, BranchLog log, int rivals) {
    this.environment = environment;
    this.log = log;
    this.rivals = rivals;
  }

  /**
   * Notes a seq that was taken when this write tried it.
   *
   * @throws dev.omnigraph.error.GraphException {@code too_much_contention} after too many
   */
  void lost(String branch) {
    losses++;
    if (losses >= MOST_LOSSES) {
      throw Failures.contended(branch, losses);
    }
  }

  /**
   * Before another operation id is tried, the longer the more often.
   *
   * @throws dev.omnigraph.error.GraphException {@code too_much_contention} after too many losses
   */
  void startAgain(String branch) {
    lost(branch);
    environment.jitter(TURN.multipliedBy(Math.min(LARGEST_CROWD, losses)));
  }

  boolean isLost() {
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
    long overtaken = passed + 1 - rivals - OVERTAKEN;
    if (overtaken > 0) {
      environment.jitter(TURN.dividedBy(2).multipliedBy(Math.min(LARGEST_CROWD, overtaken)));
    }
  }

  private long ahead(int moved) {
    return Math.max(0, rivals - passed - moved);
  }
}
