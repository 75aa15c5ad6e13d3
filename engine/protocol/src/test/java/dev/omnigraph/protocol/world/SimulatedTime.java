package dev.omnigraph.protocol.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still while anybody works, and then jumps to whoever wakes next: what takes
 * hours passes at once, and one seed always gives the same course of events. Of the threads it runs
 * only one does anything at a time.
 */
public final class SimulatedTime {
  private final Random random;
  private final Queue<Strand> ready = new ArrayDeque<>();
  private final PriorityQueue<Strand> asleep =
      new PriorityQueue<>(Comparator.comparing(Strand::wakes).thenComparing(Strand::tie));
  private final List<Strand> alive = new ArrayList<>();
  private final ThreadLocal<Strand> current = new ThreadLocal<>();
  private final Consumer<Instant> watcher;
  private Instant now;
  private @Nullable Throwable failure;

  public SimulatedTime(long seed) {
    this(seed, Instant.parse("2026-01-01T00:00:00Z"), now -> {});
  }

  /**
   * @param watcher told of each new time before anybody wakes
   */
  public SimulatedTime(long seed, Instant start, Consumer<Instant> watcher) {
    this.random = new Random(seed);
    this.now = start;
    this.watcher = watcher;
  }

  /** One thread, which runs only when it is let. */
  private final class Strand {
    private final Semaphore turn = new Semaphore(0);
    private final Thread thread;
    private Instant wakes = Instant.MIN;
    private int tie;

    Strand(Runnable work) {
      this.thread =
          Thread.ofVirtual()
              .unstarted(
                  () -> {
                    turn.acquireUninterruptibly();
                    current.set(this);
                    try {
                      work.run();
                    } catch (RuntimeException | Error e) {
                      failure = failure == null ? e : failure;
                    }
                  });
    }

    Instant wakes() {
      return wakes;
    }

    int tie() {
      return tie;
    }

    /** Waiting for its turn, or for another's result. */
    boolean isQuiet() {
      return switch (thread.getState()) {
        case WAITING, NEW, TERMINATED -> true;
        default -> false;
      };
    }
  }

  public synchronized Instant now() {
    return now;
  }

  /** As an executor: another thread, which runs as soon as its starter waits. */
  public synchronized void start(Runnable work) {
    Strand strand = new Strand(work);
    alive.add(strand);
    ready.add(strand);
    strand.thread.start();
  }

  /** Only from a thread that was started here. */
  public void sleep(Duration duration) {
    Strand strand = current.get();
    synchronized (this) {
      strand.wakes = now.plus(duration);
      strand.tie = random.nextInt();
      asleep.add(strand);
    }
    strand.turn.acquireUninterruptibly();
  }

  /** Until everybody has ended. */
  public void run() {
    while (true) {
      awaitQuiet();
      Strand next = next();
      if (next == null) {
        break;
      }
      next.turn.release();
    }
    if (failure != null) {
      throw new AssertionError("a simulated thread failed", failure);
    }
    if (!alive.isEmpty()) {
      throw new AssertionError(alive.size() + " threads wait for each other");
    }
  }

  private synchronized @Nullable Strand next() {
    alive.removeIf(strand -> strand.thread.getState() == Thread.State.TERMINATED);
    Strand next = ready.poll();
    if (next == null) {
      next = asleep.poll();
      if (next != null) {
        now = next.wakes;
        watcher.accept(now);
      }
    }
    return next;
  }

  private void awaitQuiet() {
    while (!isQuiet()) {
      LockSupport.parkNanos(5_000);
    }
  }

  private synchronized boolean isQuiet() {
    return alive.stream().allMatch(Strand::isQuiet);
  }
}
