package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.protocol.write.WriteOpener.Opened;
import java.time.Duration;
import java.time.Instant;

/**
 * Refuses to date a commit by a clock that cannot be right. Nothing rests on commit times but what
 * people see: but the times of a branch never run backwards, so one commit of the far future would
 * date all that follow, and would answer for every time until then.
 *
 * @param isNear whether the store has no clock but this machine's
 */
record ClockCheck(Environment environment, boolean isNear) {
  /** As much as S3 tolerates in a signature. */
  static final Duration SKEW = Duration.ofMinutes(15);

  /** A folder may rest for long; a clock that is wrong is mostly wrong by decades. */
  static final Duration REST = Duration.ofDays(5 * 366);

  /**
   * @throws dev.omnigraph.error.GraphException {@code clock_skewed}; nothing was written
   */
  void check(Opened opened) {
    Instant now = environment.now();
    Instant store = opened.storeTime();
    if (store != null && Duration.between(store, now).abs().compareTo(SKEW) > 0) {
      throw Failures.clockSkewed(now, "the store's says " + store);
    }
    Instant newest = opened.head().state().authoredAt();
    if (isNear && Duration.between(newest, now).compareTo(REST) > 0) {
      throw Failures.clockSkewed(
          now, "the newest commit of branch " + opened.head().name() + " is of " + newest);
    }
  }
}
