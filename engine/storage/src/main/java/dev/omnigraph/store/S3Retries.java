package dev.omnigraph.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * How often a read is repeated and how long is waited before: a random part of a pause that doubles
 * ("full jitter"), so that many processes that failed together do not come back together.
 */
public final class S3Retries {
  private final int attempts;
  private final Duration firstPause;
  private final LongUnaryOperator randomBelow;
  private final Consumer<Duration> sleep;

  /**
   * @param attempts of one read in all, the first included
   * @param firstPause the longest pause before the second attempt
   * @param randomBelow a random number from 0 up to, not including, its argument
   * @param sleep waits
   */
  public S3Retries(
      int attempts, Duration firstPause, LongUnaryOperator randomBelow, Consumer<Duration> sleep) {
    this.attempts = attempts;
    this.firstPause = firstPause;
    this.randomBelow = randomBelow;
    this.sleep = sleep;
  }

  /** Four attempts, with pauses of up to 0.1, 0.2 and 0.4 seconds. */
  public static S3Retries usual() {
    return new S3Retries(
        4,
        Duration.ofMillis(100),
        bound -> ThreadLocalRandom.current().nextLong(bound),
        pause -> LockSupport.parkNanos(pause.toNanos()));
  }

  /** Waits and returns true, or returns false when {@code attempt} was the last. */
  boolean pauseAfter(int attempt) {
    if (attempt >= attempts || Thread.currentThread().isInterrupted()) {
      return false;
    }
    long longest = firstPause.toNanos() << (attempt - 1);
    sleep.accept(Duration.ofNanos(randomBelow.applyAsLong(longest + 1)));
    return true;
  }
}
