package dev.omnigraph.benchmark;

import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Loads a social graph into new graphs, in a process of its own so that the server's work is not
 * counted, and beside it writes the same rows to tables and nothing else: from columns that are
 * ready, and from the lines. Prints what each took; of warm ones, the medians.
 *
 * <p>Options: {@code --nodes}, {@code --edges}, {@code --seed}, {@code --warm} for the loads before
 * those that count as warm, and {@code --runs} for those.
 */
public final class Loading implements AutoCloseable {
  private static final String BUCKET = "loading";

  private final CountingS3 server = CountingS3.start(BUCKET);
  private final Process process;
  private final Writer in;
  private final BufferedReader answers;

  private Loading(Path lines) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As Lambda's runtime is set.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoadingWorker.class.getName());
    command.addAll(List.of(server.endpoint().toString(), BUCKET, lines.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = Benchmark.options(arguments);
    List<String> graph =
        List.of(
            options.getOrDefault("nodes", "24000"),
            options.getOrDefault("edges", "100000"),
            options.getOrDefault("seed", "1"));
    Path file = Files.createTempFile("social", ".jsonl");
    try (InputStream lines = SocialGraph.of(graph).lines()) {
      Files.copy(lines, file, StandardCopyOption.REPLACE_EXISTING);
      try (Loading loading = new Loading(file)) {
        loading.print(
            Integer.parseInt(options.getOrDefault("warm", "20")),
            Integer.parseInt(options.getOrDefault("runs", "15")),
            System.out);
      }
    } finally {
      Files.delete(file);
    }
  }

  private void print(int warmUps, int runs, PrintStream out) throws IOException {
    out.println("| step | requests | bytes written | CPU, ms | wall, ms | allocated, MB |");
    out.println("|---|---|---|---|---|---|");
    print(out, "start, and a new graph", tell(LoadingWorker.START));
    print(out, "first load", tell(LoadingWorker.LOAD));
    Map<String, RequestLog> kinds = kinds(server.log().only(entry -> entry.bytesIn() > 0));
    // By turns, so that whatever else the machine does slows each of them down alike.
    List<String> steps = List.of(LoadingWorker.LOAD, LoadingWorker.ROWS, LoadingWorker.LINES);
    Map<String, List<String>> usages = new LinkedHashMap<>();
    for (int i = 0; i < warmUps + runs; i++) {
      for (String step : steps) {
        tell(step.equals(LoadingWorker.LOAD) ? LoadingWorker.START : LoadingWorker.TABLES);
        String usage = tell(step);
        if (i >= warmUps) {
          usages.computeIfAbsent(step, s -> new ArrayList<>()).add(writes() + usage);
        }
      }
    }
    usages.forEach((step, each) -> out.printf("| %s, warm | %s |%n", step, medians(each)));
    out.printf("%n| written by the first load | requests | bytes |%n|---|---|---|%n");
    kinds.forEach(
        (kind, log) -> out.printf("| %s | %d | %,d |%n", kind, log.total(), log.bytesIn()));
  }

  private void print(PrintStream out, String step, String usage) {
    out.printf("| %s | %s%s |%n", step, writes(), usage);
  }

  private String writes() {
    return "%d | %d | ".formatted(server.log().total(), server.log().bytesIn());
  }

  private static String medians(List<String> usages) {
    List<String> medians = new ArrayList<>();
    for (int column = 0; column < 5; column++) {
      int at = column;
      medians.add(
          usages.stream()
              .map(usage -> usage.split(" \\| ")[at])
              .sorted(Comparator.comparingDouble(Double::parseDouble))
              .toList()
              .get(usages.size() / 2));
    }
    return String.join(" | ", medians);
  }

  /** Has the step done, and tells what it took. */
  private String tell(String step) throws IOException {
    server.log().reset();
    in.write(step + "\n");
    in.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the process that loads has ended");
    }
    return answer;
  }

  private static Map<String, RequestLog> kinds(RequestLog log) {
    Map<String, RequestLog> kinds = new TreeMap<>();
    for (RequestLog.Entry entry : log.entries()) {
      String kind = kind(entry.key());
      kinds.computeIfAbsent(kind, k -> log.only(e -> kind(e.key()).equals(k)));
    }
    return kinds;
  }

  private static String kind(String key) {
    if (key.contains("/data/")) {
      return "rows";
    }
    if (key.contains("/changes/")) {
      return "lists of changed ids";
    }
    if (key.contains("/__recovery/")) {
      return "sidecars";
    }
    return key.matches(".*/__manifest/[^/]+/[0-9]+\\.json") ? "records" : "others";
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    server.close();
  }
}
