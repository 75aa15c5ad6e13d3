package dev.omnigraph.commit;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All that the protocol takes from the process it runs in, so that a test can decide it.
 *
 * @param ulids fresh ids, unique over all processes, and so far apart that whoever needs many may
 *     take one and count from it
 * @param executor for requests that overlap; may run them at once on the calling thread. Tasks wait
 *     for others that they start, so a pool of a fixed size may have no thread left to run these,
 *     and nothing goes on
 * @param random for jitter; thread-safe
 * @param deadline until when the process may write
 * @param writeTime after which recovery may take a write of this process over; correctness does not
 *     depend on it, so it is the longest time that the process can live
 * @param listener told what writes and sweeps do
 * @param seams where tests stop a process, or let something happen
 */
public record Environment(
    InstantSource clock,
    Supplier<String> ulids,
    Executor executor,
    RandomGenerator random,
    Sleeper sleeper,
    Deadline deadline,
    Duration writeTime,
    CommitListener listener,
    Seams seams) {

  /** Waits; only ever to be polite to other writers. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration);
  }

  /** The real clock, ids and jitter. */
  public static Environment system(Executor executor) {
    return new Environment(
        InstantSource.system(),
        () -> UlidCreator.getUlid().toString(),
        executor,
        new java.util.Random(),
        duration -> LockSupport.parkNanos(duration.toNanos()),
        Deadline.NONE,
        CommitRequest.LONGEST,
        CommitListener.NONE,
        Seams.NONE);
  }

  public Environment withClock(InstantSource other) {
    return new Environment(
        other, ulids, executor, random, sleeper, deadline, writeTime, listener, seams);
  }

  public Environment withUlids(Supplier<String> other) {
    return new Environment(
        clock, other, executor, random, sleeper, deadline, writeTime, listener, seams);
  }

  public Environment withRandom(RandomGenerator other) {
    return new Environment(
        clock, ulids, executor, other, sleeper, deadline, writeTime, listener, seams);
  }

  public Environment withSleeper(Sleeper other) {
    return new Environment(
        clock, ulids, executor, random, other, deadline, writeTime, listener, seams);
  }

  public Environment withDeadline(Deadline other) {
    return new Environment(
        clock, ulids, executor, random, sleeper, other, writeTime, listener, seams);
  }

  public Environment withWriteTime(Duration other) {
    return new Environment(
        clock, ulids, executor, random, sleeper, deadline, other, listener, seams);
  }

  public Environment withListener(CommitListener other) {
    return new Environment(
        clock, ulids, executor, random, sleeper, deadline, writeTime, other, seams);
  }

  public Environment withSeams(Seams other) {
    return new Environment(
        clock, ulids, executor, random, sleeper, deadline, writeTime, listener, other);
  }

  /** To the millisecond, as all stored times are. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Waits for a random part of the duration. */
  public void jitter(Duration atMost) {
    pause(Duration.ZERO, atMost);
  }

  /** Waits for the one duration and a random part of the other. */
  public void pause(Duration atLeast, Duration more) {
    sleeper.sleep(atLeast.plusMillis(random.nextLong(more.toMillis() + 1)));
  }
}
