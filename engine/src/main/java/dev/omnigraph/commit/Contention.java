package dev.omnigraph.commit;

import java.time.Duration;

/**
 * The races that one write has lost: bounded, and after the first few with a pause that grows, so
 * that writers spread out. A loser tries again sooner than a winner comes back, see {@link
 * Committer}.
 */
final class Contention {
  static final int MOST_LOSSES = 64;

  private static final int FREE_LOSSES = 2;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int DOUBLINGS = 5;

  private final Environment environment;
  private int losses;

  Contention(Environment environment) {
    this.environment = environment;
  }

  /**
   * @throws dev.omnigraph.error.GraphException {@code too_much_contention} after too many
   */
  void lost(String branch) {
    losses++;
    if (losses >= MOST_LOSSES) {
      throw Failures.contended(branch, losses);
    }
    if (losses > FREE_LOSSES) {
      environment.jitter(PAUSE.multipliedBy(1L << Math.min(losses - FREE_LOSSES - 1, DOUBLINGS)));
    }
  }

  boolean isLost() {
    return losses > 0;
  }
}
