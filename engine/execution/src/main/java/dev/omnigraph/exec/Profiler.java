package dev.omnigraph.exec;

import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what the steps of one query cost. Thread-safe. */
final class Profiler {
  private final Supplier<IoStats> io;
  private final LongSupplier nanos;
  private final List<@Nullable StepReport> steps = new ArrayList<>();
  private int waited;

  /**
   * @param io everything read and written so far
   * @param nanos a clock that only runs forward
   */
  Profiler(Supplier<IoStats> io, LongSupplier nanos) {
    this.io = io;
    this.nanos = nanos;
  }

  /**
   * @param expected rows; negative where the plan expects nothing
   */
  synchronized Running start(int depth, double expected) {
    steps.add(null);
    return new Running(steps.size() - 1, depth, Math.round(expected), io.get(), nanos.getAsLong());
  }

  /** The steps in the order in which they started. */
  synchronized List<StepReport> steps() {
    return steps.stream().filter(Objects::nonNull).toList();
  }

  /** Requests in a row that the query itself waited for, in all. */
  synchronized int sequential() {
    return waited;
  }

  synchronized void waited(int roundTrips) {
    waited += roundTrips;
  }

  private synchronized void end(int place, StepReport report) {
    steps.set(place, report);
  }

  private synchronized int inside(int place, int depth) {
    return steps.subList(place + 1, steps.size()).stream()
        .filter(report -> report != null && report.depth() == depth + 1)
        .mapToInt(StepReport::sequential)
        .sum();
  }

  /** A step being run. */
  final class Running {
    private final int place;
    private final int depth;
    private final long expected;
    private final IoStats before;
    private final long startedAt;
    private String operator = "";
    private String access = "";
    private int sequential;
    private int waits;

    private Running(int place, int depth, long expected, IoStats before, long startedAt) {
      this.place = place;
      this.depth = depth;
      this.expected = expected;
      this.before = before;
      this.startedAt = startedAt;
    }

    int depth() {
      return depth;
    }

    void describe(String what, String how) {
      operator = what;
      access = how;
    }

    /**
     * @param all round trips of the step
     * @param own those that were not on their way before its turn
     */
    void took(int all, int own) {
      sequential = all;
      waits = own;
    }

    /** Round trips that the query waited for in this step alone. */
    int waits() {
      return waits;
    }

    void end(long rows) {
      IoStats cost = io.get().minus(before);
      Profiler.this.end(
          place,
          new StepReport(
              operator,
              access,
              depth,
              expected,
              rows,
              (int) Math.min(sequential + inside(place, depth), cost.requests()),
              cost,
              Duration.ofNanos(nanos.getAsLong() - startedAt)));
    }
  }
}
