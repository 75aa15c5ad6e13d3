package dev.omnigraph.commit;

import java.time.Duration;

/**
 * The races that one write has lost: bounded, and with pauses, the longer the more rivals are at
 * work, so that only a few of them try at the same time. The pause does not grow with age: a writer
 * that has lost often would otherwise lose to those who have just come. A winner pauses longer
 * before it comes back, see {@link Committer}.
 */
final class Contention {
  static final int MOST_LOSSES = 64;

  /** Losses that may be chance, when no rival was seen. */
  private static final int FREE_LOSSES = 2;

  private static final int MOST_RIVALS = 32;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Environment environment;
  private final int rivals;
  private int losses;

  /**
   * @param rivals other writers that were seen at work
   */
  Contention(Environment environment, int rivals) {
    this.environment = environment;
    this.rivals = rivals;
  }

  /**
   * @throws dev.omnigraph.error.GraphException {@code too_much_contention} after too many
   */
  void lost(String branch) {
    losses++;
    if (losses >= MOST_LOSSES) {
      throw Failures.contended(branch, losses);
    }
    int likely = Math.min(MOST_RIVALS, Math.max(rivals, losses - FREE_LOSSES));
    if (likely > 0) {
      environment.jitter(PAUSE.multipliedBy(likely));
    }
  }

  boolean isLost() {
    return losses > 0;
  }
}
