package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Repository;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What operations cost in requests, counted by the server, from a process that has cached nothing:
 * on a graph of 24,000 rows, 10 commits deep and 1,000 commits deep.
 *
 * <p>Both depths are measured on an optimized graph: a log that is long is one thing, a table in
 * many small fragments is another, and this is about the first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestCountsTest {
  private static final int ROWS = 24_000;
  private static final int SHALLOW = 10;
  private static final int DEEP = 1_000;
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
      query note($text: String) { insert Note { text: $text } }
      """;

  private final Map<String, Count> shallow = new LinkedHashMap<>();
  private final Map<String, Count> deep = new LinkedHashMap<>();
  private CountingS3 server;
  private S3Client client;

  /** Requests of one operation. */
  private record Count(int total, int sequential, long bytes) {}

  @BeforeAll
  void measureBothDepths() {
    server = CountingS3.start("graphs");
    client = server.client();
    try (Graph graph = Graph.create(storage(), SCHEMA, "people.pg", "test")) {
      graph.load(
          new LoadRequest("people.jsonl", LoadRequest.Mode.APPEND, "main", "test", null, null),
          people(),
          lines -> {});
      grow(graph, SHALLOW);
      measure(shallow, "a");
      grow(graph, DEEP);
      measure(deep, "b");
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
      assertThat(graph.snapshot(ReadAt.main()).seq()).isGreaterThanOrEqualTo(DEEP);
      assertThat(graph.snapshot(ReadAt.main()).tables().getFirst().rows()).isEqualTo(ROWS + 2);
    }
  }

  @Test
  void costDoesNotGrowWithHistory() {
    shallow.forEach(
        (operation, count) -> {
          assertThat(count(deep, operation).total()).as(operation).isEqualTo(count.total());
          assertThat(count(deep, operation).sequential())
              .as(operation)
              .isEqualTo(count.sequential());
        });
  }

  @Test
  void openingTakesTwoSequentialRequests() {
    assertThat(count(shallow, "open").sequential()).isLessThanOrEqualTo(2);
  }

  @Test
  void openingForWritesAddsNoSequentialRequest() {
    assertThat(count(shallow, "open to write").sequential())
        .isEqualTo(count(shallow, "open").sequential());
    assertThat(count(deep, "open to write").sequential())
        .isEqualTo(count(deep, "open").sequential());
  }

  @Test
  void aColdKeyedInsertStaysWithinItsBudget() {
    assertThat(count(shallow, "insert one keyed node").sequential()).isLessThanOrEqualTo(16);
    assertThat(count(shallow, "insert one keyed node").total()).isLessThanOrEqualTo(28);
  }

  private static Count count(Map<String, Count> counts, String operation) {
    return Objects.requireNonNull(counts.get(operation), operation);
  }

  /** Commits until the log is that long, then puts the tables in order. */
  private static void grow(Graph graph, int depth) {
    for (long seq = graph.snapshot(ReadAt.main()).seq(); seq < depth; seq++) {
      mutate(graph, "note", Map.of("text", "note " + seq));
    }
    graph.optimize("main", "test");
  }

  private void measure(Map<String, Count> counts, String run) {
    server.setLatency(LATENCY);
    counts.put("open", cold(graph -> graph.snapshot(ReadAt.main())));
    counts.put("open to write", coldSweep());
    counts.put(
        "look up by key",
        cold(
            graph ->
                assertThat(
                        graph
                            .query(
                                new QueryRequest(
                                    QUERIES,
                                    "q.gq",
                                    "person",
                                    Map.of("name", "person-12345"),
                                    ReadAt.main()))
                            .rows())
                    .hasSize(1)));
    counts.put(
        "insert one keyed node",
        cold(graph -> mutate(graph, "add", Map.of("name", "person-12345-" + run))));
    server.setLatency(Duration.ZERO);
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
      repository.sweep("main");
      return new Count(log.total(), log.sequential(), log.bytesIn() + log.bytesOut());
    } finally {
      storage.tables().close();
      storage.objects().close();
    }
  }

  private static void mutate(Graph graph, String name, Map<String, ?> arguments) {
    graph.mutate(new MutationRequest(QUERIES, "q.gq", name, arguments, "main", "test", null, null));
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "counted")),
        server.storageOptions(),
        TableOptions.DEFAULT);
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
    row(lines, "depth %,d".formatted(SHALLOW), shallow);
    row(lines, "depth %,d".formatted(DEEP), deep);
    return String.join("\n", lines);
  }

  private static void row(List<String> lines, String depth, Map<String, Count> counts) {
    counts.forEach(
        (name, count) ->
            lines.add(
                "| %s, %s | %d | %d | %,d |"
                    .formatted(name, depth, count.total(), count.sequential(), count.bytes())));
  }
}
