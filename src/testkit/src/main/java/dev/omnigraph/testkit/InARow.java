package dev.omnigraph.testkit;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Measures how many requests wait for each other, on a machine that may be busy. Which requests run
 * side by side is told from their times at a slow server: a busy machine can put in a row what runs
 * side by side, and never the other way round. So the least of some attempts counts, and the server
 * is slower in each: 20, 100 and 500 ms.
 */
public final class InARow {
  private static final List<Duration> LATENCIES =
      List.of(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(500));

  private InARow() {}

  /**
   * The attempt with the fewest; no more are made after one that is enough.
   *
   * @param setLatency of the server
   * @param count of an attempt
   */
  public static <T> T least(
      Consumer<Duration> setLatency, int enough, Supplier<T> attempt, ToIntFunction<T> count) {
    setLatency.accept(LATENCIES.getFirst());
    T least = attempt.get();
    for (Duration latency : LATENCIES.subList(1, LATENCIES.size())) {
      if (count.applyAsInt(least) <= enough) {
        break;
      }
      setLatency.accept(latency);
      T next = attempt.get();
      least = count.applyAsInt(next) < count.applyAsInt(least) ? next : least;
    }
    return least;
  }
}
