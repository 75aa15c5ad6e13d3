package dev.omnigraph.soak;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.S3Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How many commits one table takes from the command line, where every commit is a process of its
 * own: {@code … ColdWriters --seconds 30 --writers 8}. Counts what was acknowledged, and checks
 * that the graph has exactly that.
 */
public final class ColdWriters {
  private static final Duration LATENCY = Duration.ofMillis(20);
  private static final String BUCKET = "cold-writers";
  private static final String USER = "cold";
  private static final String PROGRAM = "infra/omnigraph";

  private final CountingS3 server;
  private final Path folder;
  private final Path query;

  private ColdWriters(CountingS3 server, Path folder) throws IOException {
    this.server = server;
    this.folder = folder;
    this.query =
        Files.writeString(
            folder.resolve("note.gq"), "query note($text: String) { insert Note { text: $text } }");
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Options options = Options.of(arguments);
    boolean fine;
    try (CountingS3 server = CountingS3.start(BUCKET)) {
      fine = new ColdWriters(server, Files.createTempDirectory("cold")).measure(options);
    }
    System.exit(fine ? 0 : 1);
  }

  private boolean measure(Options options)
      throws IOException, InterruptedException, ExecutionException {
    try (S3Client client = S3Clients.connect(server.endpoint(), USER, Commands.SECRET)) {
      GraphStorage storage =
          GraphStorage.at(
              new S3Location(BUCKET, Commands.GRAPH),
              Commands.access(server.endpoint(), USER, client));
      Graph.create(storage, "node Note { text: String }\n", "note.pg", USER).close();
      server.setLatency(LATENCY);
      long start = System.nanoTime();
      long end = start + Duration.ofSeconds(options.seconds()).toNanos();
      List<String> acknowledged = new ArrayList<>();
      int attempts = 0;
      try (ExecutorService threads = Executors.newFixedThreadPool(options.writers())) {
        List<Future<Run>> writers = new ArrayList<>();
        for (int i = 0; i < options.writers(); i++) {
          writers.add(threads.submit(writer("writer-" + i, end)));
        }
        for (Future<Run> writer : writers) {
          acknowledged.addAll(writer.get().acknowledged());
          attempts += writer.get().attempts();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d writers, %d ms latency, %.0f s: %d processes, %d commits, %.1f/s%n",
          options.writers(),
          LATENCY.toMillis(),
          seconds,
          attempts,
          acknowledged.size(),
          acknowledged.size() / seconds);
      server.setLatency(Duration.ZERO);
      return isExact(storage, acknowledged);
    }
  }

  /** Runs one process after the other. */
  private Callable<Run> writer(String name, long end) {
    return () -> {
      List<String> acknowledged = new ArrayList<>();
      int attempts = 0;
      while (System.nanoTime() < end) {
        String text = name + "-" + attempts++;
        if (process(text).waitFor() == 0) {
          acknowledged.add(text);
        }
      }
      return new Run(acknowledged, attempts);
    };
  }

  private Process process(String text) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(PROGRAM, "mutate", "-f", query.toString(), "note", "text=" + text)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("refusals.txt").toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "OMNIGRAPH_GRAPH",
                "s3://" + BUCKET + "/" + Commands.GRAPH,
                "AWS_ENDPOINT_URL",
                server.endpoint().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                USER,
                "AWS_SECRET_ACCESS_KEY",
                Commands.SECRET));
    return builder.start();
  }

  private boolean isExact(GraphStorage storage, List<String> acknowledged) {
    try (Graph graph = Graph.open(storage)) {
      Set<Object> missing = new HashSet<>(acknowledged);
      List<List<@Nullable Object>> rows =
          graph
              .query(
                  new QueryRequest(
                      "query all() { match { $n: Note } return { $n.text } }",
                      "all.gq",
                      null,
                      Map.of(),
                      ReadAt.main()))
              .rows();
      rows.forEach(row -> missing.remove(row.getFirst()));
      boolean exact = missing.isEmpty() && rows.size() == acknowledged.size();
      System.out.printf(
          "%d notes, %d acknowledged, %d of them missing; what refused ones said is in %s%n",
          rows.size(), acknowledged.size(), missing.size(), folder);
      return exact;
    }
  }

  /**
   * What one writer did.
   *
   * @param acknowledged texts
   * @param attempts processes
   */
  private record Run(List<String> acknowledged, int attempts) {}
}
