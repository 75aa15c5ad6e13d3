package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/** What a table of many columns and few rows costs, counted by the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WideTableCountsTest {
  private static final int PROPERTIES = 300;
  private static final int ROWS = 50;

  private CountingS3 server;
  private S3Client client;
  private RequestLog own;
  private RequestLog ownAgain;

  @BeforeAll
  void load() {
    server = CountingS3.start("graphs");
    client = server.client();
    StringBuilder schema = new StringBuilder("node Wide { k: String @key\n");
    StringBuilder lines = new StringBuilder();
    for (int property = 1; property < PROPERTIES; property++) {
      schema.append("p%d: %s?%n".formatted(property, property % 2 == 0 ? "I64" : "String"));
    }
    for (int row = 0; row < ROWS; row++) {
      lines.append("{\"type\":\"Wide\",\"data\":{\"k\":\"k%d\"".formatted(row));
      for (int property = 1; property < PROPERTIES; property++) {
        lines.append(
            property % 2 == 0
                ? ",\"p%d\":%d".formatted(property, row * property)
                : ",\"p%d\":\"text-%d\"".formatted(property, row * property));
      }
      lines.append("}}\n");
    }
    try (Graph graph = Graph.create(storage(), schema + "}", "wide.pg", "test")) {
      graph.load(
          new LoadRequest(
              "wide.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null),
          new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
          read -> {});
      own = ask(graph);
      ownAgain = ask(graph);
    }
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void rowsOfManyColumnsComeWithAFewRequests() {
    try (Graph graph = Graph.open(storage())) {
      assertThat(ask(graph).total()).isLessThanOrEqualTo(4);
      assertThat(ask(graph).total()).as("again").isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aProcessThatMadeTheTableReadsItAsAnyOther() {
    assertThat(own.total()).isLessThanOrEqualTo(3);
    assertThat(ownAgain.total()).as("again").isLessThanOrEqualTo(3);
  }

  private RequestLog ask(Graph graph) {
    server.log().reset();
    QueryAnswer answer =
        graph.query(
            new QueryRequest(
                "query q() { match { $w: Wide } return { $w } }",
                "q.gq",
                null,
                Map.of(),
                ReadAt.main()));
    assertThat(answer.rows()).hasSize(ROWS);
    return server.log().only(entry -> true);
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "wide")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }
}
