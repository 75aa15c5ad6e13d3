package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Requests by what S3 charges for them, on a graph of 24,000 rows: by a process that has cached
 * nothing, and by one that has just done the same. {@code docs/run/cost.md} is made of the table
 * that this prints.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestPricesTest {
  private static final int ROWS = 24_000;
  private static final double DOLLARS_PER_MILLION_WRITES = 5.00;
  private static final double DOLLARS_PER_MILLION_READS = 0.40;

  private static final String SCHEMA =
      "node Person { name: String @key  age: I32?  city: String? }";
  private static final String QUERIES =
      """
      query person($name: String) {
        match { $p: Person { name: $name } }
        return { $p.name, $p.age, $p.city }
      }
      query add($name: String) { insert Person { name: $name, age: 30, city: "Bern" } }
      query move($name: String) { update Person set { city: "Thun" } where name = $name }
      """;

  private final Map<String, Prices> measured = new LinkedHashMap<>();
  private CountingS3 server;
  private S3Client client;

  /** Requests of one operation: PUT, POST and LIST; GET and HEAD; DELETE, which is free. */
  private record Prices(long writes, long reads, long deletes, int sequential) {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    static Prices of(RequestLog log) {
      long reads = log.only(entry -> READS.contains(entry.operation())).total();
      long deletes = log.only(entry -> entry.method().equals("DELETE")).total();
      return new Prices(log.total() - reads - deletes, reads, deletes, log.sequential());
    }

    double dollarsPerMillion() {
      return writes * DOLLARS_PER_MILLION_WRITES + reads * DOLLARS_PER_MILLION_READS;
    }
  }

  @BeforeAll
  void measure() {
    server = CountingS3.start("graphs");
    client = server.client();
    try (Graph graph = Graph.create(storage(), SCHEMA, "people.pg", "test")) {
      load(graph, 0, ROWS);
      graph.optimize(WriteOptions.on(BranchName.MAIN, "test"));
      graph.cleanup(new CleanupRequest(Duration.ofDays(7), false));
    }
    // Requests that overlap are told from their times.
    server.setLatency(Duration.ofMillis(20));
    coldAndWarm("look up by key", (graph, i) -> lookUp(graph, i));
    coldAndWarm("insert one keyed node", (graph, i) -> mutate(graph, "add", "new-" + i));
    coldAndWarm("update one node", (graph, i) -> mutate(graph, "move", "person-" + i));
    coldAndWarm("load 1,000 nodes", (graph, i) -> load(graph, ROWS + 1_000 * i, 1_000));
    cold(
        "optimize after these 8 commits",
        graph -> graph.optimize(WriteOptions.on(BranchName.MAIN, "test")));
    cold(
        "optimize, nothing to do",
        graph -> graph.optimize(WriteOptions.on(BranchName.MAIN, "test")));
    cold(
        "cleanup, nothing to delete",
        graph -> graph.cleanup(new CleanupRequest(Duration.ofDays(7), false)));
    coldAndWarm(
        "replace a keyed node by an insert", (graph, i) -> mutate(graph, "add", "person-" + i));
    System.out.println(report());
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void readingPaysForNoWriteAndNoListing() {
    assertThat(prices("look up by key, cold").writes()).isZero();
    assertThat(prices("look up by key, warm").writes()).isZero();
  }

  /** Sidecar, rows, record and hint are written, sidecars listed. */
  @Test
  void aCommitPaysForAHandfulOfWrites() {
    assertThat(prices("insert one keyed node, cold").writes()).isLessThanOrEqualTo(5);
    assertThat(prices("update one node, cold").writes()).isLessThanOrEqualTo(6);
    assertThat(prices("replace a keyed node by an insert, cold").writes()).isLessThanOrEqualTo(7);
  }

  @Test
  void aLoadPaysForItsCommitAndNotForItsLines() {
    assertThat(prices("load 1,000 nodes, cold").writes())
        .isLessThanOrEqualTo(prices("insert one keyed node, cold").writes() + 2);
  }

  /** It notes its intent before it looks, as every writer does, and takes the note away. */
  @Test
  void upkeepWithNothingToDoPaysForLessThanHalfOfACommit() {
    assertThat(2 * prices("optimize, nothing to do").writes())
        .isLessThan(prices("insert one keyed node, cold").writes());
  }

  private Prices prices(String operation) {
    return Objects.requireNonNull(measured.get(operation), operation);
  }

  private interface Repeated {
    void run(Graph graph, int attempt);
  }

  private void coldAndWarm(String operation, Repeated work) {
    try (Graph graph = Graph.open(storage())) {
      count(operation + ", cold", () -> work.run(graph, 0));
      count(operation + ", warm", () -> work.run(graph, 1));
    }
  }

  private void cold(String operation, Consumer<Graph> work) {
    try (Graph graph = Graph.open(storage())) {
      count(operation, () -> work.accept(graph));
    }
  }

  private void count(String operation, Runnable work) {
    server.log().reset();
    work.run();
    measured.put(operation, Prices.of(server.log()));
  }

  private static void lookUp(Graph graph, int i) {
    QueryRequest request =
        new QueryRequest(QUERIES, "q.gq", "person", Map.of("name", "person-" + i), ReadAt.main());
    assertThat(graph.query(request).rows()).hasSize(1);
  }

  private static void mutate(Graph graph, String query, String name) {
    graph.mutate(
        new MutationRequest(
            QUERIES,
            "q.gq",
            query,
            Map.of("name", name),
            WriteOptions.on(BranchName.MAIN, "test")));
  }

  private static void load(Graph graph, int from, int rows) {
    graph.load(
        new LoadRequest(
            "people.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null),
        people(from, rows),
        lines -> {});
  }

  private static InputStream people(int from, int rows) {
    String lines =
        IntStream.range(from, from + rows)
            .mapToObj(
                i ->
                    "{\"type\":\"Person\",\"data\":{\"name\":\"person-%d\",\"age\":%d,\"city\":\"city-%d\"}}\n"
                        .formatted(i, i % 90, i % 500))
            .collect(Collectors.joining());
    return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "priced")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }

  private String report() {
    String head =
        "| %,d rows | PUT, LIST | GET | DELETE | in a row | $ for a million |\n|---|---|---|---|---|---|\n"
            .formatted(ROWS);
    return measured.entrySet().stream()
        .map(
            entry ->
                "| %s | %d | %d | %d | %d | %.2f |"
                    .formatted(
                        entry.getKey(),
                        entry.getValue().writes(),
                        entry.getValue().reads(),
                        entry.getValue().deletes(),
                        entry.getValue().sequential(),
                        entry.getValue().dollarsPerMillion()))
        .collect(Collectors.joining("\n", head, ""));
  }
}
