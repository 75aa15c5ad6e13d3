package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/** What tables of many columns cost, small and larger, counted by the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WideTableCountsTest {
  private static final int PROPERTIES = 300;
  private static final int SMALL = 50;

  /** Their file is larger than what is always read whole. */
  private static final int LARGE = 6_000;

  private static final String ALL = "match { $w: Wide } return { $w }";
  private static final String ONE_COLUMN = "match { $w: Wide } return { $w.p7 }";
  private static final String ONE_ROW = "match { $w: Wide { k: \"k7\" } } return { $w }";
  private static final String SOME_ROWS = "match { $w: Wide { p2: 14 } } return { $w }";

  private CountingS3 server;
  private S3Client client;

  @BeforeAll
  void start() {
    server = CountingS3.start("graphs");
    client = server.client();
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aFewRowsOfManyColumnsComeWithAFewRequests() {
    try (Graph graph = created("small", SMALL)) {
      assertThat(ask(graph, ALL)).as("the process that made it").isLessThanOrEqualTo(3);
    }
    for (String query : List.of(ALL, ONE_COLUMN, ONE_ROW, SOME_ROWS)) {
      try (Graph graph = Graph.open(storage("small"))) {
        assertThat(ask(graph, query)).as("%s, cold", query).isLessThanOrEqualTo(4);
        assertThat(ask(graph, query)).as("%s, warm", query).isLessThanOrEqualTo(3);
      }
    }
    assertThat(change("small", this::insert)).as("insert").isLessThanOrEqualTo(11);
    assertThat(change("small", this::update)).as("update").isLessThanOrEqualTo(14);
    assertThat(change("small", graph -> load(graph, SMALL, 50))).as("load").isLessThanOrEqualTo(15);
    assertThat(change("small", this::optimize)).as("optimize").isLessThanOrEqualTo(45);
  }

  @Test
  void aLargerTableIsReadWholeWhereManyOfItsColumnsAreNeeded() {
    created("large", LARGE).close();

    for (String query : List.of(ALL, ONE_ROW, SOME_ROWS)) {
      try (Graph graph = Graph.open(storage("large"))) {
        assertThat(ask(graph, query)).as("%s, cold", query).isLessThanOrEqualTo(4);
        assertThat(ask(graph, query)).as("%s, warm", query).isLessThanOrEqualTo(3);
      }
    }
    try (Graph graph = Graph.open(storage("large"))) {
      assertThat(ask(graph, ONE_COLUMN)).as("cold").isLessThanOrEqualTo(10);
      server.log().reset();
      assertThat(ask(graph, ONE_COLUMN)).as("warm").isLessThanOrEqualTo(5);
      assertThat(server.log().bytesOut()).as("not all of it").isLessThan(500_000);
    }
    assertThat(change("large", this::insert)).as("insert").isLessThanOrEqualTo(11);
    assertThat(change("large", this::update)).as("update").isLessThanOrEqualTo(14);
    assertThat(change("large", graph -> load(graph, LARGE, 50))).as("load").isLessThanOrEqualTo(20);
    assertThat(change("large", this::optimize)).as("optimize").isLessThanOrEqualTo(75);
    try (Graph graph = Graph.open(storage("large"))) {
      assertThat(ask(graph, ONE_ROW)).as("optimized, cold").isLessThanOrEqualTo(5);
      assertThat(ask(graph, ONE_ROW)).as("optimized, warm").isLessThanOrEqualTo(3);
    }
    assertThat(change("large", this::update)).as("update again").isLessThanOrEqualTo(14);
  }

  private Graph created(String name, int rows) {
    StringBuilder schema = new StringBuilder("node Wide { k: String @key\n");
    for (int property = 1; property < PROPERTIES; property++) {
      schema.append("p%d: %s?%n".formatted(property, property % 2 == 0 ? "I64" : "String"));
    }
    Graph graph = Graph.create(storage(name), schema + "}", "wide.pg", "test");
    load(graph, 0, rows);
    return graph;
  }

  private void load(Graph graph, int from, int rows) {
    StringBuilder lines = new StringBuilder();
    for (int row = from; row < from + rows; row++) {
      lines.append("{\"type\":\"Wide\",\"data\":{\"k\":\"k").append(row).append('"');
      for (int property = 1; property < PROPERTIES; property++) {
        int value = row * property % 1009;
        lines.append(",\"p").append(property).append("\":");
        lines.append(property % 2 == 0 ? String.valueOf(value) : "\"text-" + value + '"');
      }
      lines.append("}}\n");
    }
    graph.load(
        new LoadRequest("wide.jsonl", LoadMode.APPEND, options(), null),
        new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }

  private void insert(Graph graph) {
    mutate(graph, "insert Wide { k: \"new\", p4: 5 }");
  }

  private void update(Graph graph) {
    mutate(graph, "update Wide set { p4: 6 } where k = \"k7\"");
  }

  private static void mutate(Graph graph, String statement) {
    graph.mutate(
        new MutationRequest("query m() { " + statement + " }", "m.gq", null, Map.of(), options()));
  }

  private void optimize(Graph graph) {
    graph.optimize(options());
  }

  /** Requests of a change by a process that has cached nothing. */
  private int change(String name, Consumer<Graph> change) {
    try (Graph graph = Graph.open(storage(name))) {
      server.log().reset();
      change.accept(graph);
      return server.log().total();
    }
  }

  private int ask(Graph graph, String body) {
    server.log().reset();
    graph.query(
        new QueryRequest("query q() { " + body + " }", "q.gq", null, Map.of(), ReadAt.main()),
        new RowSink() {
          @Override
          public void columns(List<QueryAnswer.Column> columns) {}

          @Override
          public void row(List<@Nullable Object> values) {}
        });
    return server.log().total();
  }

  private static WriteOptions options() {
    return WriteOptions.on(BranchName.MAIN, "test");
  }

  private GraphStorage storage(String graph) {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", graph)),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }
}
