package dev.omnigraph.exec;

import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Collects what the steps of one query cost. Thread-safe. */
final class Profiler {
  private final Supplier<IoStats> io;
  private final LongSupplier nanos;
  private final List<StepReport> steps = new ArrayList<>();

  /**
   * @param io everything read and written so far
   * @param nanos a clock that only runs forward
   */
  Profiler(Supplier<IoStats> io, LongSupplier nanos) {
    this.io = io;
    this.nanos = nanos;
  }

  Running start() {
    return new Running(io.get(), nanos.getAsLong());
  }

  synchronized List<StepReport> steps() {
    return List.copyOf(steps);
  }

  private synchronized void add(StepReport report) {
    steps.add(report);
  }

  /** A step being run. */
  final class Running {
    private final IoStats before;
    private final long startedAt;
    private String operator = "";
    private String access = "";

    private Running(IoStats before, long startedAt) {
      this.before = before;
      this.startedAt = startedAt;
    }

    void describe(String what, String how) {
      operator = what;
      access = how;
    }

    void end(long rows) {
      add(
          new StepReport(
              operator,
              access,
              rows,
              io.get().minus(before),
              Duration.ofNanos(nanos.getAsLong() - startedAt)));
    }
  }
}
