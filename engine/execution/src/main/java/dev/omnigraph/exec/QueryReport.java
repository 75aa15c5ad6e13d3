package dev.omnigraph.exec;

import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.List;

/**
 * What running a query took, without opening the branch that it read.
 *
 * @param logical plan of the query, as text for people
 * @param steps in the order in which they started, those inside another right after it
 * @param sequential requests that the steps waited for one after the other from cold, at most; what
 *     ran side by side counts once
 * @param io of all steps
 * @param peakBytes the most memory that the query held between batches
 */
public record QueryReport(
    String logical,
    List<StepReport> steps,
    int sequential,
    IoStats io,
    Duration elapsed,
    long peakBytes) {
  /** Tells nothing. */
  static final QueryReport NONE = new QueryReport("", List.of(), 0, IoStats.NONE, Duration.ZERO, 0);

  public QueryReport {
    steps = List.copyOf(steps);
  }
}
