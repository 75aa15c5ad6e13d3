package dev.omnigraph.embed;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * How often a request is sent again, and how long is waited before: a random part of a pause that
 * doubles ("full jitter"), and never less than the server asks for.
 *
 * @param attempts of one request in all
 * @param firstPause the longest pause before the second attempt
 * @param randomBelow a random number from 0 up to, not including, its argument
 * @param sleep waits
 * @param nanos a clock
 */
record Pace(
    int attempts,
    Duration firstPause,
    LongUnaryOperator randomBelow,
    Consumer<Duration> sleep,
    LongSupplier nanos) {
  /** Five attempts, with pauses of up to 0.2, 0.4, 0.8 and 1.6 seconds. */
  static Pace usual() {
    return new Pace(
        5,
        Duration.ofMillis(200),
        bound -> ThreadLocalRandom.current().nextLong(bound),
        pause -> LockSupport.parkNanos(pause.toNanos()),
        System::nanoTime);
  }

  /**
   * The pause after an attempt.
   *
   * @param atLeast what the server asks for
   */
  Duration pauseAfter(int attempt, Optional<Duration> atLeast) {
    long longest = firstPause.toNanos() << (attempt - 1);
    Duration pause = Duration.ofNanos(randomBelow.applyAsLong(longest + 1));
    return atLeast.orElse(Duration.ZERO).plus(pause);
  }
}
