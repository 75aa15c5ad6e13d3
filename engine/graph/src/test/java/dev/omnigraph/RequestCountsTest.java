package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What operations cost in requests, counted by the server, from a process that has cached nothing:
 * on a graph of 24,000 rows whose log is 10, 100, 1,000 and 10,000 commits deep.
 *
 * <p>All depths are measured on an optimized graph: a log that is long is one thing, a table in
 * many small fragments is another, and this is about the first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestCountsTest {
  private static final int ROWS = 24_000;
  private static final List<Integer> DEPTHS = List.of(10, 100, 1_000, 10_000);
  private static final Duration LATENCY = Duration.ofMillis(20);

  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  city: String? }
      node Note { text: String }
      """;
  private static final String QUERIES =
      """
      query person($name: String) {
        match { $p: Person { name: $name } }
        return { $p.name, $p.age, $p.city }
      }
      query add($name: String) { insert Person { name: $name, age: 30, city: "Bern" } }
      query move($name: String, $city: String) { update Person set { city: $city } where name = $name }
      """;

  private final Map<Integer, Map<String, Count>> counts = new TreeMap<>();
  private long inserted;
  private CountingS3 server;
  private S3Client client;

  /** Requests of one operation. */
  private record Count(int total, int sequential, long bytes) {}

  @BeforeAll
  void measureEveryDepth() {
    server = CountingS3.start("graphs");
    client = server.client();
    try (Graph graph = Graph.create(storage(), SCHEMA, "people.pg", "test");
        DeepHistory history = new DeepHistory(objects())) {
      graph.load(
          new LoadRequest(
              "people.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null),
          people(),
          lines -> {});
      mutate(graph, "add", Map.of("name", "again"), "old-key");
      for (int depth : DEPTHS) {
        graph.optimize(WriteOptions.on(BranchName.MAIN, "test"));
        history.growTo(depth);
        counts.put(depth, measure(depth));
      }
    }
    System.out.println(report());
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void theDepthsAreWhatTheyClaimToBe() {
    try (Graph graph = Graph.open(storage())) {
      assertThat(graph.snapshot(ReadAt.main()).seq()).isGreaterThanOrEqualTo(10_000);
      assertThat(graph.snapshot(ReadAt.main()).tables().getFirst().rows())
          .isEqualTo(ROWS + 1 + inserted);
    }
  }

  /**
   * Up to one more: a small fragment, or a list of deleted rows, which the optimizer leaves until
   * there are more. Four for an idempotency key that has left the state: its objects, and the
   * sidecar that is created and deleted, since the hint does not know that nothing is to be done.
   */
  @Test
  void requestsDoNotGrowWithHistory() {
    at(10)
        .forEach(
            (operation, first) ->
                counts.forEach(
                    (depth, counted) -> {
                      Count count = of(counted, operation);
                      assertThat(count.total())
                          .as("requests: %s at depth %d", operation, depth)
                          .isBetween(
                              first.total() - 1, first.total() + (isRepeat(operation) ? 4 : 2));
                      assertThat(count.sequential())
                          .as("sequential: %s at depth %d", operation, depth)
                          .isBetween(first.sequential() - 1, first.sequential() + 1);
                    }));
  }

  private static boolean isRepeat(String operation) {
    return operation.startsWith("repeat");
  }

  /** A state carries up to 64 recent idempotency keys: the first commits have fewer. */
  @Test
  void bytesDoNotGrowWithHistory() {
    at(100)
        .forEach(
            (operation, first) ->
                counts.forEach(
                    (depth, counted) ->
                        assertThat(of(counted, operation).bytes())
                            .as("bytes: %s at depth %d", operation, depth)
                            .isLessThan(first.bytes() * 5 / 4)));
  }

  @Test
  void openingTakesTwoSequentialRequests() {
    assertThat(count("open").sequential()).isLessThanOrEqualTo(2);
  }

  @Test
  void openingForWritesAddsNoSequentialRequest() {
    assertThat(count("open to write").sequential()).isEqualTo(count("open").sequential());
  }

  @Test
  void aColdLookUpByKeyTakesThreeSequentialRequestsAtMost() {
    assertBudget("look up by key", 3, 5);
    assertThat(count("look up by key").bytes()).isLessThan(500_000);
  }

  @Test
  void aColdKeyedInsertStaysWithinItsBudget() {
    assertBudget("insert one keyed node", 5, 11);
  }

  @Test
  void aColdUpdateStaysWithinItsBudget() {
    assertBudget("update one node", 7, 13);
  }

  /**
   * The source, the pending branch, the horizon, the live branch: each waits for the last. Beside
   * the horizon, that the source was not deleted with its graph.
   */
  @Test
  void aColdCreationOfABranchStaysWithinItsBudget() {
    assertBudget("create a branch", 4, 8);
  }

  /**
   * The branch, the sidecar, the terminal record, the mark, the sidecar's end; beside them the
   * holds.
   */
  @Test
  void aColdDeletionOfABranchStaysWithinItsBudget() {
    assertBudget("delete a branch", 5, 9);
  }

  /**
   * The total at every depth. In a row at the best of them: where a busy processor keeps requests
   * apart that may overlap, one more is counted, and how deep the history is does not matter.
   */
  private void assertBudget(String operation, int sequential, int total) {
    assertThat(counts.values().stream().mapToInt(counted -> of(counted, operation).total()))
        .as("requests: %s", operation)
        .allMatch(requests -> requests <= total);
    assertThat(
            counts.values().stream()
                .mapToInt(counted -> of(counted, operation).sequential())
                .min()
                .orElseThrow())
        .as("sequential: %s", operation)
        .isLessThanOrEqualTo(sequential);
  }

  /** At the greatest depth. */
  private Count count(String operation) {
    return of(at(10_000), operation);
  }

  private Map<String, Count> at(int depth) {
    return Objects.requireNonNull(counts.get(depth));
  }

  private static Count of(Map<String, Count> counted, String operation) {
    return Objects.requireNonNull(counted.get(operation), operation);
  }

  private Map<String, Count> measure(int depth) {
    Map<String, Count> measured = new LinkedHashMap<>();
    server.setLatency(LATENCY);
    measured.put("open", best(i -> cold(graph -> graph.snapshot(ReadAt.main()))));
    measured.put("open to write", best(i -> coldSweep()));
    measured.put("look up by key", best(i -> cold(RequestCountsTest::lookUp)));
    measured.put(
        "insert one keyed node",
        best(
            i -> {
              inserted++;
              return cold(graph -> mutate(graph, "add", Map.of("name", "new-" + inserted), null));
            }));
    optimize();
    measured.put(
        "update one node",
        best(
            i ->
                cold(
                    graph ->
                        mutate(
                            graph,
                            "move",
                            Map.of("name", "person-" + i, "city", "city at " + depth),
                            null))));
    measured.put(
        "repeat a commit of long ago",
        best(
            i ->
                cold(
                    graph ->
                        assertThat(
                                mutate(graph, "add", Map.of("name", "again"), "old-key").replayed())
                            .isTrue())));
    measured.put(
        "create a branch", best(i -> cold(graph -> create(graph, "made-" + depth + "-" + i))));
    measured.put("delete a branch", best(i -> deletion("deleted-" + depth + "-" + i)));
    // Last: the fences that it leaves are not in the hint.
    measured.put("recover an abandoned write", best(i -> recovery()));
    server.setLatency(Duration.ZERO);
    return measured;
  }

  /** So that no operation is measured on the fragments that those before it have left. */
  private void optimize() {
    server.setLatency(Duration.ZERO);
    try (Graph graph = Graph.open(storage())) {
      graph.optimize(WriteOptions.on(BranchName.MAIN, "test"));
    }
    server.setLatency(LATENCY);
  }

  private Count recovery() {
    server.setLatency(Duration.ZERO);
    try (DeepHistory history = new DeepHistory(objects())) {
      history.abandonOne();
    }
    server.setClock(() -> Instant.now().plus(CommitRequest.LONGEST).plusSeconds(10));
    server.setLatency(LATENCY);
    try {
      return coldSweep();
    } finally {
      server.setClock(InstantSource.system());
    }
  }

  private Count deletion(String name) {
    server.setLatency(Duration.ZERO);
    try (Graph graph = Graph.open(storage())) {
      create(graph, name);
    }
    server.setLatency(LATENCY);
    return cold(graph -> graph.deleteBranch(WriteOptions.on(new BranchName(name), "test")));
  }

  private static void create(Graph graph, String name) {
    graph.createBranch(new BranchRequest(new BranchName(name), ReadAt.main(), "test"));
  }

  private static Count best(IntFunction<Count> attempt) {
    List<Count> samples = Samples.of(attempt, Count::total, Count::sequential);
    Count fewest = Collections.min(samples, Comparator.comparingInt(Count::total));
    return new Count(fewest.total(), Samples.least(samples, Count::sequential), fewest.bytes());
  }

  private Count cold(Consumer<Graph> operation) {
    try (Graph graph = Graph.open(storage())) {
      RequestLog log = server.log();
      log.reset();
      operation.accept(graph);
      return new Count(log.total(), log.sequential(), log.bytesIn() + log.bytesOut());
    }
  }

  /** What precedes every write: the head, and the recovery of what crashed writers left. */
  private Count coldSweep() {
    GraphStorage storage = storage();
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      Repository repository =
          new Repository(storage.objects(), storage.tables(), Environment.system(executor));
      RequestLog log = server.log();
      log.reset();
      repository.sweep(BranchName.MAIN);
      return new Count(log.total(), log.sequential(), log.bytesIn() + log.bytesOut());
    } finally {
      storage.tables().close();
      storage.objects().close();
    }
  }

  private static void lookUp(Graph graph) {
    QueryRequest request =
        new QueryRequest(QUERIES, "q.gq", "person", Map.of("name", "person-12345"), ReadAt.main());
    assertThat(graph.query(request).rows()).hasSize(1);
  }

  private static MutationAnswer mutate(
      Graph graph, String name, Map<String, String> arguments, @Nullable String key) {
    return graph.mutate(
        new MutationRequest(
            QUERIES, "q.gq", name, arguments, WriteOptions.on(BranchName.MAIN, "test").keyed(key)));
  }

  private ObjectStore objects() {
    return new S3ObjectStore(client, new S3Location("graphs", "counted"));
  }

  private GraphStorage storage() {
    return GraphStorage.of(objects(), server.storageOptions(), TableOptions.DEFAULT);
  }

  private static InputStream people() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      lines
          .append("{\"type\":\"Person\",\"data\":{\"name\":\"person-")
          .append(i)
          .append("\",\"age\":")
          .append(i % 90)
          .append(",\"city\":\"city-")
          .append(i % 500)
          .append("\"}}\n");
    }
    return new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String report() {
    List<String> lines = new ArrayList<>();
    lines.add("| from cold, %,d rows | requests | sequential | bytes |".formatted(ROWS));
    lines.add("|---|---|---|---|");
    for (String operation : at(10).keySet()) {
      counts.forEach(
          (depth, counted) -> {
            Count count = of(counted, operation);
            lines.add(
                "| %s, depth %,d | %d | %d | %,d |"
                    .formatted(operation, depth, count.total(), count.sequential(), count.bytes()));
          });
    }
    return String.join("\n", lines);
  }
}
