package dev.omnigraph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Measures again until the least is what is usual. What runs side by side is told from the times at
 * the server, and a busy machine puts it in a row, or lets one more request start before its answer
 * is known; nothing makes a count smaller than it is.
 */
final class Samples {
  private static final int USUAL = 3;
  private static final int MOST = 12;

  private Samples() {}

  /** Samples of which three have the least of each measure, or twelve. */
  @SafeVarargs
  static <T> List<T> of(IntFunction<T> attempt, ToIntFunction<T>... measures) {
    List<T> samples = new ArrayList<>();
    while (samples.size() < MOST && !isUsual(samples, List.of(measures))) {
      samples.add(attempt.apply(samples.size()));
    }
    return samples;
  }

  static <T> int least(List<T> samples, ToIntFunction<T> measure) {
    return samples.stream().mapToInt(measure).min().orElseThrow();
  }

  private static <T> boolean isUsual(List<T> samples, List<ToIntFunction<T>> measures) {
    return samples.size() >= USUAL
        && measures.stream()
            .allMatch(
                measure -> {
                  int least = least(samples, measure);
                  return samples.stream().filter(s -> measure.applyAsInt(s) == least).count()
                      >= USUAL;
                });
  }
}
