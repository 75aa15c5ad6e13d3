package dev.omnigraph.exec.memory;

import dev.omnigraph.error.GraphException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.AllocationOutcome;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * The memory of one query: everything it keeps between batches is allocated here, within a limit,
 * and freed at the end whatever happens. Whoever has it tells what work it does, so that the query
 * ends when its time does. Thread-safe.
 */
public final class QueryMemory implements AutoCloseable {
  /** Rows are numbered by ints, and arrays end a little before the last of them. */
  static final int MOST_ROWS = Integer.MAX_VALUE - 8;

  /** Rows, edges or pairs between two looks at the clock: some milliseconds of work at most. */
  private static final int WORK = 1 << 16;

  private final MemoryBudget.Reservation reservation;
  private final BufferAllocator allocator;
  private final Set<AutoCloseable> owned =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  /** On the heap. */
  private long held;

  /** Since the last look at the clock, about: two threads may count as one. */
  private long work;

  /** All memory is counted against the reservation, which stays the caller's to close. */
  public QueryMemory(BufferAllocator parent, MemoryBudget.Reservation reservation) {
    this.reservation = reservation;
    this.allocator =
        parent.newChildAllocator("query", new Growth(), 0, reservation.share().bytes());
  }

  /** Lets the query outgrow its share when there is enough for what it asks. */
  private final class Growth implements AllocationListener {
    @Override
    public boolean onFailedAllocation(long size, AllocationOutcome outcome) {
      return extendFor(size);
    }
  }

  public BufferAllocator allocator() {
    return allocator;
  }

  /** Registers something to be closed with the query, or earlier by {@link #free}. */
  public <T extends AutoCloseable> T own(T resource) {
    owned.add(resource);
    return resource;
  }

  /**
   * Counts what the query has on the heap until its end.
   *
   * @throws OutOfMemoryException when that is more than it can have
   */
  public synchronized void hold(long bytes) {
    boolean fits = allocator.getAllocatedMemory() + bytes <= allocator.getLimit();
    if (!fits && !extendFor(bytes)) {
      throw new OutOfMemoryException("There are no %,d bytes for rows.".formatted(bytes));
    }
    held += bytes;
    allocator.setLimit(allocator.getLimit() - bytes);
  }

  private synchronized boolean extendFor(long bytes) {
    long most = reservation.most().bytes() - held;
    if (allocator.getAllocatedMemory() + bytes > most) {
      return false;
    }
    reservation.extend();
    allocator.setLimit(most);
    return true;
  }

  /**
   * Counts work, and ends the query if its time is over.
   *
   * @param amount rows, edges or pairs that were looked at
   * @throws GraphException {@code query_time_exceeded}
   */
  public void worked(long amount) {
    work += amount;
    if (work >= WORK) {
      work = 0;
      reservation.requireTime();
    }
  }

  public Ints ints() {
    return own(new Ints(allocator));
  }

  /** Closes something before the end; anything that is not owned is left alone. */
  public void free(AutoCloseable resource) {
    if (owned.remove(resource)) {
      closeQuietly(resource);
    }
  }

  public synchronized long peakBytes() {
    return allocator.getPeakMemoryAllocation() + held;
  }

  /**
   * Runs the query in this memory.
   *
   * @throws GraphException {@code query_memory_exceeded} when the limit is reached
   */
  public <T> T guard(Supplier<T> query) {
    try {
      return query.get();
    } catch (OutOfMemoryException e) {
      throw exceeded(e);
    }
  }

  /** For a step whose rows are more than can be numbered. */
  public static GraphException tooManyRows() {
    return GraphException.of(
            ExecutionError.TOO_MANY_ROWS,
            "A step of the query has more than %,d rows.".formatted(MOST_ROWS))
        .with("limit", MOST_ROWS)
        .build();
  }

  public GraphException exceeded(Throwable cause) {
    return GraphException.of(
            ExecutionError.QUERY_MEMORY_EXCEEDED,
            "The query needs more than the %,d MiB of memory that one query can have."
                .formatted(reservation.most().bytes() >> 20))
        .with("limit_bytes", reservation.most().bytes())
        .cause(cause)
        .build();
  }

  @Override
  public void close() {
    for (AutoCloseable resource : owned) {
      closeQuietly(resource);
    }
    owned.clear();
    allocator.close();
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException("Query memory could not be freed.", e);
    }
  }
}
