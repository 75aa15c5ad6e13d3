package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What a change of the schema costs, counted by the server. */
class SchemaCountsTest {
  private static final String SCHEMA =
      "node Person { name: String @key  age: I32?  note: String? }";
  private static final WriteOptions OPTIONS = WriteOptions.on(BranchName.MAIN, "test");

  private CountingS3 server;
  private S3Client client;
  private Graph graph;

  @BeforeEach
  void load() {
    server = CountingS3.start("graphs");
    client = server.client();
    graph = Graph.create(storage(), SCHEMA, "p.pg", "test");
    for (int part = 0; part < 2; part++) {
      int first = part * 500;
      String lines =
          IntStream.range(first, first + 500)
              .mapToObj(
                  i ->
                      "{\"type\":\"Person\",\"data\":{\"name\":\"p%d\",\"age\":%d}}"
                          .formatted(i, i))
              .collect(Collectors.joining("\n"));
      graph.load(
          new LoadRequest("p.jsonl", LoadMode.APPEND, OPTIONS, null),
          new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
          read -> {});
    }
    graph.close();
    client.close();
    client = server.client();
    graph = Graph.open(storage());
    graph.schema(ReadAt.main());
    server.log().reset();
  }

  @AfterEach
  void stop() {
    graph.close();
    client.close();
    server.close();
  }

  @Test
  void aPlanThatNoRowDecidesReadsTheBranchAlone() {
    plan(SCHEMA.replace("note: String?", "note: String?  x: I32?"));

    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void aPlanThatRowsDecideReadsTheFilesOfTheTableToo() {
    plan(SCHEMA.replace("age: I32?", "age: I32 @range(0..)"));

    assertThat(requests()).isEqualTo(6);
  }

  @Test
  void aDefaultIsOneMoreFileForEachFragment() {
    apply(SCHEMA.replace("note: String?", "note: String?  x: I32 @default(1)"));

    assertThat(written()).isEqualTo(2);
    assertThat(requests()).isEqualTo(15);
  }

  @Test
  void aWiderColumnIsReadAndWrittenOnce() {
    apply(SCHEMA.replace("age: I32?", "age: I64?"));

    assertThat(written()).isEqualTo(2);
    assertThat(requests()).isEqualTo(20);
  }

  /** Rows that decide about a step are read again; what was written for the others stays. */
  @ParameterizedTest
  @CsvSource({
    "insert, 1, false",
    "update, 1, false",
    "delete, 0, false",
    "optimize, 1, false",
    "insert, 1, true",
    "delete, 0, true"
  })
  void afterALostRaceOnlyTheRivalsFragmentsAreReadAndWritten(
      String rival, int fragments, boolean ruled) {
    String next =
        SCHEMA
            .replace("age: I32?", "age: I64?")
            .replace("note:", "x: I32 @default(1)" + (ruled ? " @range(0..)" : "") + "  note:");
    AtomicInteger files = new AtomicInteger(-1);
    Runnable wins =
        () -> {
          files.set(written());
          act(rival);
          server.log().reset();
        };
    try (Graph loser = at(Seam.PUBLISH, wins)) {
      loser.applySchema(new SchemaRequest(next, "p.pg", false, false, OPTIONS));
    }

    assertThat(files).hasValue(2);
    assertThat(written()).isEqualTo(fragments);
    if (!ruled) {
      assertThat(data("GET").map(RequestLog.Entry::key).distinct()).hasSize(fragments);
    }
    assertValues(rival);
  }

  @ParameterizedTest
  @ValueSource(strings = {"insert", "update", "delete", "optimize"})
  void whoLosesToColumnsThatAreWrittenWritesIntoThem(String rival) {
    String next =
        SCHEMA.replace("age: I32?", "age: I64?").replace("note:", "x: I32 @default(1)  note:");
    Graph winner = graph;
    try (Graph loser = at(Seam.PUBLISH, () -> apply(winner, next))) {
      graph = loser;
      act(rival);
    } finally {
      graph = winner;
    }

    assertValues(rival);
  }

  @Test
  void theTimeThatIsLeftIsLookedAtBeforeEachFragmentThatIsWritten() {
    AtomicInteger asked = new AtomicInteger();
    Deadline deadline =
        new Deadline(
            () -> {
              asked.incrementAndGet();
              return Optional.empty();
            },
            Duration.ZERO);
    try (Graph timed =
        Graph.open(storage(), Environment.system(Runnable::run).withDeadline(deadline))) {
      apply(timed, SCHEMA.replace("note:", "y: I32?  note:"));
      int once = asked.getAndSet(0);

      apply(timed, SCHEMA.replace("note:", "y: I32?  x: I32 @default(1)  note:"));

      assertThat(asked).hasValue(once + 2);
    }
  }

  private void act(String rival) {
    switch (rival) {
      case "insert" -> mutate("insert Person { name: \"q\", age: 7 }");
      case "update" -> mutate("update Person set { age: 7 } where name = \"p3\"");
      case "delete" -> mutate("delete Person where name = \"p3\"");
      default -> graph.optimize(OPTIONS);
    }
  }

  private void assertValues(String rival) {
    Map<String, Long> ages = new TreeMap<>();
    IntStream.range(0, 1000).forEach(i -> ages.put("p" + i, (long) i));
    switch (rival) {
      case "insert" -> ages.put("q", 7L);
      case "update" -> ages.put("p3", 7L);
      case "delete" -> ages.remove("p3");
      default -> {}
    }
    String all = "query q() { match { $p: Person } return { $p.name, $p.age, $p.x } }";
    for (boolean optimized : List.of(false, true)) {
      if (optimized) {
        graph.optimize(OPTIONS);
      }
      assertThat(graph.query(new QueryRequest(all, "q.gq", null, Map.of(), ReadAt.main())).rows())
          .containsExactlyInAnyOrderElementsOf(
              ages.entrySet().stream()
                  .<List<Object>>map(e -> List.of(e.getKey(), e.getValue(), 1))
                  .toList());
    }
  }

  private void mutate(String statement) {
    graph.mutate(
        new MutationRequest("query q() { " + statement + " }", "q.gq", null, Map.of(), OPTIONS));
  }

  /** The graph as another process has it, which does something the first time it passes a seam. */
  private Graph at(Seam seam, Runnable hook) {
    AtomicBoolean met = new AtomicBoolean();
    return Graph.open(
        storage(),
        Environment.system(Runnable::run)
            .withSleeper(duration -> {})
            .withSeams(
                (passed, subject) -> {
                  if (passed == seam && met.compareAndSet(false, true)) {
                    hook.run();
                  }
                }));
  }

  private int written() {
    return (int) data("PUT").count();
  }

  private Stream<RequestLog.Entry> data(String method) {
    return server.log().entries().stream()
        .filter(entry -> entry.method().equals(method) && entry.key().contains("/data/"));
  }

  private void plan(String schema) {
    graph.planSchema(new PlanRequest(schema, "p.pg", false, ReadAt.main()));
  }

  private void apply(String schema) {
    apply(graph, schema);
  }

  private static void apply(Graph graph, String schema) {
    graph.applySchema(new SchemaRequest(schema, "p.pg", false, false, OPTIONS));
  }

  private int requests() {
    RequestLog log = server.log().only(entry -> true);
    return log.total();
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "people")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }
}
