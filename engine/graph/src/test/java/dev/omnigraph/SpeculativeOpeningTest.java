package dev.omnigraph;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Which tables a process opens that has yet to read the schema. */
class SpeculativeOpeningTest {
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
  void tablesOfASmallGraphOpenWhileItsSchemaIsStillOnItsWay() throws Exception {
    Graph.create(storage(), types(8), "small.pg", "test").close();
    CompletableFuture<Void> schemaArrives = new CompletableFuture<>();
    CompletableFuture<Void> tableAskedFor = new CompletableFuture<>();
    server.fault(request -> request.key().contains("/__schema/"), new Fault.Park(schemaArrives));
    server.oppose(
        request -> {
          if (isTable(request.key())) {
            tableAskedFor.complete(null);
          }
          return Optional.empty();
        });

    try (Graph graph = Graph.open(storage())) {
      CompletableFuture<QueryAnswer> answer = CompletableFuture.supplyAsync(() -> ask(graph));
      try {
        tableAskedFor.get(2, MINUTES);
      } finally {
        schemaArrives.complete(null);
      }
      assertThat(answer.get(2, MINUTES).rows()).isEmpty();
    }
  }

  @Test
  void ofALargerGraphOnlyTheTablesOfTheQueryAreOpened() {
    Graph.create(storage(), types(9), "large.pg", "test").close();

    try (Graph graph = Graph.open(storage())) {
      server.log().reset();
      assertThat(ask(graph).rows()).isEmpty();
    }

    assertThat(
            server.log().entries().stream()
                .map(entry -> entry.key())
                .filter(SpeculativeOpeningTest::isTable)
                .map(key -> key.substring(0, key.indexOf("/_versions/")))
                .collect(Collectors.toSet()))
        .hasSize(1);
  }

  private static boolean isTable(String key) {
    return key.contains("/_versions/");
  }

  private static QueryAnswer ask(Graph graph) {
    return graph.query(
        new QueryRequest(
            "query q() { match { $t: T0 } return { $t.name } }",
            "q.gq",
            null,
            Map.of(),
            ReadAt.main()));
  }

  private static String types(int count) {
    List<String> types =
        IntStream.range(0, count).mapToObj(i -> "node T" + i + " { name: String @key }").toList();
    return String.join("\n", types);
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "speculation")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }
}
