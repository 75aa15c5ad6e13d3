package dev.omnigraph.exec.memory;

import dev.omnigraph.error.GraphException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long a query may run. A query without an end would keep its memory from all others, and a
 * processor busy, long after its caller has gone.
 *
 * @param longest from the moment that a query has its memory, its rows included
 * @param left until the process has to answer; empty when nobody stops it
 * @param nanos a clock that only goes forward
 */
public record QueryTime(Duration longest, Supplier<Optional<Duration>> left, LongSupplier nanos) {
  /** As long as it takes. */
  public static final QueryTime NONE =
      new QueryTime(Duration.ofNanos(Long.MAX_VALUE), Optional::empty, System::nanoTime);

  public QueryTime(Duration longest, Supplier<Optional<Duration>> left) {
    this(longest, left, System::nanoTime);
  }

  /**
   * Lets a query go on.
   *
   * @param startedAt what the clock said then
   * @throws GraphException {@code query_time_exceeded}
   */
  void check(long startedAt) {
    if (nanos.getAsLong() - startedAt >= longest.toNanos()) {
      throw GraphException.of(
              ExecutionError.QUERY_TIME_EXCEEDED,
              "The query has not ended within %d seconds, the longest that one can take."
                  .formatted(longest.toSeconds()))
          .with("limit_seconds", longest.toSeconds())
          .build();
    }
    if (left.get().filter(time -> !time.isPositive()).isPresent()) {
      throw GraphException.of(
              ExecutionError.QUERY_TIME_EXCEEDED,
              "The query has not ended within the time that the function has.")
          .build();
    }
  }
}
