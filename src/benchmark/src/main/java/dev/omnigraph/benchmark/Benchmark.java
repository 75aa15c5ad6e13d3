package dev.omnigraph.benchmark;

import dev.omnigraph.exec.StepReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Loads a social graph and asks nine questions, each from cold, for the first time and later, and
 * warm. Prints times, what the store was asked for, and the memory that the process took in all,
 * server included.
 *
 * <p>Options: {@code --nodes}, {@code --edges}, {@code --seed}, {@code --latency} in milliseconds a
 * request, {@code --folder} for an empty folder instead of the S3 server in memory, {@code --steps
 * true} for the steps of each query.
 */
public final class Benchmark {
  private Benchmark() {}

  /** See the class. */
  public static void main(String[] arguments) {
    Map<String, String> options = options(arguments);
    int nodes = Integer.parseInt(options.getOrDefault("nodes", "100000"));
    int edges = Integer.parseInt(options.getOrDefault("edges", "1000000"));
    long seed = Long.parseLong(options.getOrDefault("seed", "1"));
    Duration latency = Duration.ofMillis(Long.parseLong(options.getOrDefault("latency", "20")));
    boolean steps = Boolean.parseBoolean(options.getOrDefault("steps", "false"));
    String folder = options.get("folder");
    PrintStream out = System.out;
    try (Place place = folder == null ? Place.countingS3() : Place.folder(Path.of(folder))) {
      Runner runner = new Runner(place);
      long start = System.nanoTime();
      runner.load(new SocialGraph(nodes, edges, seed));
      out.printf(
          "%,d nodes and %,d edges, seed %d, loaded and indexed in %.1f s%n%s%n",
          nodes, edges, seed, (System.nanoTime() - start) / 1e9, memory());
      place.setLatency(latency);
      out.printf(
          "%n| query | rows | first, ms | cold, ms | requests | in a row | MB | warm, ms | requests |%n");
      out.println("|---|---|---|---|---|---|---|---|---|");
      for (Question question :
          Question.about(SocialGraph.person(nodes / 3), SocialGraph.person(nodes / 2))) {
        Measurement first = runner.cold(question);
        Measurement warm = runner.warm(question);
        // Once more, because the first time its code was compiled, too.
        Measurement cold = runner.cold(question);
        print(out, question, first, cold, warm);
        if (steps) {
          cold.answer().report().steps().forEach(step -> print(out, step));
        }
      }
      out.printf("%n%s%n", memory());
    }
  }

  private static void print(
      PrintStream out, Question question, Measurement first, Measurement cold, Measurement warm) {
    out.printf(
        "| %s | %d | %d | %d | %d | %d | %.1f | %d | %d |%n",
        question.name(),
        cold.answer().rows().size(),
        first.time().toMillis(),
        cold.time().toMillis(),
        cold.requests(),
        cold.sequential(),
        cold.bytes() / 1e6,
        warm.time().toMillis(),
        warm.requests());
  }

  static void print(PrintStream out, StepReport step) {
    out.printf(
        "    %s, %s: %d rows, %d requests, %d bytes, %d ms%n",
        step.operator(),
        step.access(),
        step.rows(),
        step.io().requests(),
        step.io().bytesRead(),
        step.elapsed().toMillis());
  }

  /** The most memory that the process ever had, native memory included. */
  static String memory() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> "resident at most: " + line.substring("VmHWM:".length()).strip())
          .findFirst()
          .orElse("resident at most: unknown")
          .concat(", heap at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    Iterator<String> words = List.of(arguments).iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (!word.startsWith("--") || !words.hasNext()) {
        throw new IllegalArgumentException("Expected --name value, not " + word);
      }
      options.put(word.substring(2), words.next());
    }
    return options;
  }
}
