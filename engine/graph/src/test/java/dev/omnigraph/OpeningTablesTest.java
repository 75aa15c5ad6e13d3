package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What a process pays for a table before it reads a row. */
class OpeningTablesTest {
  private CountingS3 server;
  private S3Client client;

  @BeforeEach
  void start() {
    server = CountingS3.start("graphs");
    client = server.client();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aTableIsOpenedWithoutARequest() {
    Graph.create(storage(), "node Person { name: String @key }", "one.pg", "test").close();

    try (Graph graph = Graph.open(storage())) {
      server.log().reset();
      assertThat(ask(graph).rows()).isEmpty();
    }

    assertThat(server.log().only(entry -> entry.key().contains("/nodes/")).total()).isZero();
  }

  private static QueryAnswer ask(Graph graph) {
    return graph.query(
        new QueryRequest(
            "query q() { match { $t: Person } return { $t.name } }",
            "q.gq",
            null,
            Map.of(),
            ReadAt.main()));
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "speculation")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }
}
