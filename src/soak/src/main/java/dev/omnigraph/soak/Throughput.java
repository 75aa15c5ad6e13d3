package dev.omnigraph.soak;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.CommitListener;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.S3Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How many commits a branch takes from writers that do nothing else, at the latency of a real
 * store: {@code … Throughput --minutes 1 --writers 16}. Each writer is a warm function: a client
 * and an open graph of its own.
 */
public final class Throughput {
  private static final Duration LATENCY = Duration.ofMillis(30);

  private final CountingS3 server = CountingS3.start("none");
  private final int writers;
  private final Duration duration;

  private Throughput(int writers, Duration duration) {
    this.writers = writers;
    this.duration = duration;
  }

  public static void main(String[] arguments) {
    Options options = Options.of(arguments);
    Throughput run = new Throughput(options.writers(), Duration.ofSeconds(options.seconds()));
    run.measure("disjoint tables", true);
    run.measure("one table", false);
    run.server.close();
    System.exit(0);
  }

  private void measure(String what, boolean disjoint) {
    String bucket = what.replace(' ', '-');
    server.createBucket(bucket);
    StringBuilder schema = new StringBuilder();
    for (int i = 0; i < writers; i++) {
      schema.append("node T").append(i).append(" { text: String }\n");
    }
    server.setLatency(Duration.ZERO);
    try (Writer mayor = new Writer(bucket, "mayor", "T0");
        Graph graph = Graph.create(mayor.storage(), schema.toString(), "t.pg", "mayor")) {
      System.out.printf(
          "%s: %d tables%n", what, graph.schema(dev.omnigraph.commit.ReadAt.main()).nodes().size());
    }
    server.setLatency(LATENCY);
    server.log().reset();
    List<Writer> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      all.add(new Writer(bucket, "writer-" + i, disjoint ? "T" + i : "T0"));
    }
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<CompletableFuture<Void>> running =
          all.stream()
              .map(w -> CompletableFuture.runAsync(() -> w.writeUntil(end), threads))
              .toList();
      running.forEach(CompletableFuture::join);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int[] commits = all.stream().mapToInt(Writer::commits).sorted().toArray();
    int sum = Arrays.stream(commits).sum();
    System.out.printf(
        "%s: %d writers, %.0f s, %d ms latency: %d commits, %.1f/s; slowest %d (%.0f%% of its"
            + " share), fastest %d; most attempts %d, mean attempts %.2f, slowest commit %d ms,"
            + " gave up %d, requests per commit %.1f%n",
        what,
        writers,
        seconds,
        LATENCY.toMillis(),
        sum,
        sum / seconds,
        commits[0],
        100.0 * commits[0] * writers / Math.max(1, sum),
        commits[commits.length - 1],
        all.stream().mapToInt(Writer::mostAttempts).max().orElse(0),
        all.stream().mapToInt(Writer::allAttempts).sum() / (double) Math.max(1, sum),
        all.stream().mapToLong(Writer::slowest).max().orElse(0),
        all.stream().mapToInt(Writer::gaveUp).sum(),
        server.log().total() / (double) Math.max(1, sum));
    System.out.println("  in order of writers: " + all.stream().map(Writer::commits).toList());
    all.forEach(Writer::close);
    server.dropBucket(bucket);
  }

  /** One warm function. */
  private final class Writer implements AutoCloseable {
    private final S3Client client;
    private final ExecutorService executor =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final String bucket;
    private final String name;
    private final String table;
    private final AtomicInteger attempts = new AtomicInteger();
    private int commits;
    private int gaveUp;
    private int mostAttempts;
    private int allAttempts;
    private long slowest;

    Writer(String bucket, String name, String table) {
      this.client = S3Clients.connect(server.endpoint(), name, Commands.SECRET);
      this.bucket = bucket;
      this.name = name;
      this.table = table;
    }

    GraphStorage storage() {
      return GraphStorage.at(
          new S3Location(bucket, Commands.GRAPH), Commands.access(server.endpoint(), name, client));
    }

    void writeUntil(long end) {
      String query = "query note($text: String) { insert %s { text: $text } }".formatted(table);
      try (Graph graph = Graph.open(storage(), environment())) {
        while (System.nanoTime() < end) {
          attempts.set(0);
          long start = System.nanoTime();
          try {
            graph.mutate(
                new MutationRequest(
                    query,
                    "t.gq",
                    null,
                    Map.of("text", "x" + commits),
                    WriteOptions.on(BranchName.MAIN, name)));
            commits++;
            allAttempts += attempts.get();
            mostAttempts = Math.max(mostAttempts, attempts.get());
            slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
          } catch (GraphException e) {
            gaveUp++;
            System.out.println(name + ": " + e.getMessage());
          }
        }
      }
    }

    /** The real one, counting how often the commit point is tried. */
    private Environment environment() {
      return Environment.system(executor)
          .withListener(
              new CommitListener() {
                @Override
                public void publishing(OperationId operationId, long seq) {
                  attempts.incrementAndGet();
                }
              });
    }

    int commits() {
      return commits;
    }

    int gaveUp() {
      return gaveUp;
    }

    int mostAttempts() {
      return mostAttempts;
    }

    int allAttempts() {
      return allAttempts;
    }

    long slowest() {
      return slowest;
    }

    @Override
    public void close() {
      executor.shutdown();
      client.close();
    }
  }
}
