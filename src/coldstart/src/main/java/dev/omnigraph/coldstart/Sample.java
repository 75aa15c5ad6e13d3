package dev.omnigraph.coldstart;

import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One start.
 *
 * @param initMillis from the start of the process until it asked for an event
 * @param firstMillis from the start of the process to its first answer
 * @param warmMillis of an answer later on, the median
 * @param peakMegabytes the most memory that it had resident
 * @param requests of the first answer, to the store
 * @param sequential of these, how many waited for each other
 */
record Sample(
    double initMillis,
    double firstMillis,
    double warmMillis,
    double peakMegabytes,
    int requests,
    int sequential) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int WARMING = 10;
  private static final int WARM = 11;

  /** Starts the variant, asks it, and ends it. */
  static Sample take(
      Variant variant, Share share, CountingS3 s3, Map<String, String> settings, String event) {
    share.startingUp();
    s3.log().reset();
    try (LambdaRuntimeEmulator function =
        LambdaRuntimeEmulator.start(
            share.wrap(variant.command()), settings, variant.folder(), TIMEOUT)) {
      function.ready().thenRun(share::startedUp);
      LambdaAnswer first = function.invoke(event);
      answered(first);
      int requests = s3.log().total();
      int sequential = s3.log().sequential();
      List<Double> warm = new ArrayList<>();
      for (int i = 0; i < WARMING + WARM; i++) {
        LambdaAnswer answer = function.invoke(event);
        answered(answer);
        if (i >= WARMING) {
          warm.add(millis(answer.elapsed()));
        }
      }
      return new Sample(
          millis(function.ready().join()),
          millis(first.elapsed()),
          warm.stream().sorted().toList().get(WARM / 2),
          peak(function.process().pid()),
          requests,
          sequential);
    }
  }

  /** The median of each column by itself. */
  static Sample median(List<Sample> samples) {
    return new Sample(
        median(samples, Sample::initMillis),
        median(samples, Sample::firstMillis),
        median(samples, Sample::warmMillis),
        median(samples, Sample::peakMegabytes),
        (int) median(samples, Sample::requests),
        (int) median(samples, Sample::sequential));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> column) {
    return samples.stream()
        .sorted(Comparator.comparingDouble(column))
        .mapToDouble(column)
        .toArray()[samples.size() / 2];
  }

  private static void answered(LambdaAnswer answer) {
    if (answer.errorType().isPresent() || !answer.body().contains("\"statusCode\":200")) {
      throw new IllegalStateException(answer.errorType() + " " + answer.body());
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static double peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
