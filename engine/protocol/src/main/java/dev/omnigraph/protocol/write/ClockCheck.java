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
 * <p>A folder has no clock but this machine's, which is believed: a graph that nobody has written
 * to for years looks the same as a clock that is years ahead.
 */
record ClockCheck(Environment environment) {
  /** As much as S3 tolerates in a signature. */
  static final Duration SKEW = Duration.ofMinutes(15);

  /**
   * @throws dev.omnigraph.error.GraphException {@code clock_skewed}; nothing was written
   */
  void check(Opened opened) {
    Instant now = environment.now();
    Instant store = opened.storeTime();
    if (store != null && Duration.between(store, now).abs().compareTo(SKEW) > 0) {
      throw Failures.clockSkewed(now, store);
    }
  }
}
