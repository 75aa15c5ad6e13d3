package dev.omnigraph.exec.memory;

import dev.omnigraph.error.GraphException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the queries of one process share, and how long each may have its part.
 * Thread-safe; one for all graphs of the process.
 *
 * <p>Two thirds belong to the one query that needs much. The last third is cut into equal shares,
 * and every query that runs has one. A query that outgrows its share asks for the large part. A
 * query that finds no share, or finds the large part taken, waits in order of arrival, and is
 * refused after a while. Nobody who has the large part waits for another query, so queries cannot
 * lock each other out.
 */
public final class MemoryBudget {
  /** Queries that run at the same time. */
  public static final int SHARES = 8;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Part large;
  private final Part share;
  private final Duration longestWait;
  private final QueryTime time;
  private final Runnable onWait;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Object> arrivals = new ArrayDeque<>();
  private final Queue<Object> outgrown = new ArrayDeque<>();
  private int running;
  private boolean largeTaken;

  /**
   * What a query may keep.
   *
   * @param bytes outside the heap
   * @param answerBytes of the heap, about, for the rows of an answer that is returned as a whole
   */
  public record Part(long bytes, long answerBytes) {}

  /**
   * @param bytes outside the heap that all running queries together keep between batches, at most;
   *     the rows of answers that are returned as a whole take a quarter as much of the heap
   */
  public MemoryBudget(long bytes) {
    this(bytes, QueryTime.NONE);
  }

  /** The same for queries that may not take as long as they like. */
  public MemoryBudget(long bytes, QueryTime time) {
    this(bytes, bytes / 4, LONGEST_WAIT, time, () -> {});
  }

  /**
   * @param bytes outside the heap
   * @param answerBytes of the heap
   * @param longestWait for a share, and again for the large part
   * @param time from when a query has its share
   * @param onWait called when a query begins to wait, while nobody else can change the budget
   */
  public MemoryBudget(
      long bytes, long answerBytes, Duration longestWait, QueryTime time, Runnable onWait) {
    this.large = new Part(bytes / 3 * 2, answerBytes / 3 * 2);
    this.share = new Part(bytes / 3 / SHARES, answerBytes / 3 / SHARES);
    this.longestWait = longestWait;
    this.time = time;
    this.onWait = onWait;
  }

  /** What a write that holds what it changes may take, about: a third of the budget. */
  public long writeBytes() {
    return large.bytes() / 2;
  }

  /** 768 MiB: 512 for a large query, 32 for each of eight small ones. */
  public static MemoryBudget usual() {
    return new MemoryBudget(768L << 20);
  }

  /**
   * A share for a query that starts.
   *
   * @throws GraphException {@code too_many_queries} when there was none for too long
   */
  public Reservation reserve() {
    lock.lock();
    try {
      Object place = new Object();
      await(arrivals, place, () -> arrivals.peek() == place && running < SHARES);
      running++;
      return new Reservation();
    } finally {
      lock.unlock();
    }
  }

  /** What one query may use; closed when it ends. */
  public final class Reservation implements AutoCloseable {
    private final long startedAt = time.nanos().getAsLong();
    private boolean extended;

    private Reservation() {}

    /** What is the query's without asking. */
    public Part share() {
      return share;
    }

    /** What is the query's after {@link #extend}. */
    public Part most() {
      return large;
    }

    /**
     * Asked again and again while the query runs.
     *
     * @throws GraphException {@code query_time_exceeded}
     */
    public void requireTime() {
      time.check(startedAt);
    }

    /**
     * Takes the large part, unless the query has it already.
     *
     * @throws GraphException {@code too_many_queries} when others had it for too long
     */
    public void extend() {
      lock.lock();
      try {
        Object place = new Object();
        // Two threads of one query may ask: when one was served, the other need not wait its turn.
        await(outgrown, place, () -> extended || outgrown.peek() == place && !largeTaken);
        extended = true;
        largeTaken = true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        running--;
        largeTaken &= !extended;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void await(Queue<Object> line, Object place, BooleanSupplier ready) {
    line.add(place);
    try {
      long left = longestWait.toNanos();
      boolean waits = false;
      while (!ready.getAsBoolean()) {
        if (left <= 0) {
          throw tooMany(null);
        }
        if (!waits) {
          waits = true;
          onWait.run();
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooMany(e);
    } finally {
      line.remove(place);
      changed.signalAll();
    }
  }

  private GraphException tooMany(@Nullable InterruptedException cause) {
    return GraphException.of(
            ExecutionError.TOO_MANY_QUERIES,
            "Other queries have used the memory for queries for %d seconds."
                .formatted(longestWait.toSeconds()))
        .with("waited_seconds", longestWait.toSeconds())
        .cause(cause)
        .build();
  }
}
