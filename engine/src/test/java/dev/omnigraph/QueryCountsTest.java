package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryCountsTest {
  private static final int NODES = 20_000;
  private static final int EDGES = 100_000;
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? @index  city: String? }
      edge Knows: Person -> Person { since: I32? }
      """;
  private CountingS3 server;
  private S3Client client;

  @BeforeAll
  void load() {
    server = CountingS3.start("graphs");
    client = server.client();
    try (Graph graph = Graph.create(storage(), SCHEMA, "people.pg", "test")) {
      StringBuilder lines = new StringBuilder();
      Random random = new Random(1);
      for (int i = 0; i < NODES; i++) {
        lines.append("{\"type\":\"Person\",\"data\":{\"name\":\"person-%05d\",\"age\":%d,\"city\":\"city-%d\"}}\n".formatted(i, i % 90, i % 500));
      }
      for (int i = 0; i < EDGES; i++) {
        lines.append("{\"edge\":\"Knows\",\"from\":\"person-%05d\",\"to\":\"person-%05d\",\"data\":{\"since\":%d}}\n".formatted(random.nextInt(NODES), random.nextInt(NODES), 1990 + i % 30));
      }
      graph.load(
          new LoadRequest("people.jsonl", LoadRequest.Mode.APPEND, "main", "test", null, null),
          new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
          l -> {});
      graph.optimize("main", "test");
    }
  }

  @Test
  void show() {
    server.setLatency(Duration.ofMillis(20));
    for (String body :
        new String[] {
          "match { $p: Person { name: $name } } return { $p.name, $p.age, $p.city }",
          "match { $p: Person { name: $name } $p knows $f } return { $f.name, $f.age }",
          "match { $p: Person { name: $name } $p knows{2,2} $f } return { $f.name }",
          "match { $p: Person { name: $name } $p knows $f $f knows $g } return { $g.name }",
          "match { $p: Person $p.age > 60 } return { $p.name, $p.city } limit 10",
          "match { $p $k:knows $f } return { avg($k.since) as mean, count($k) as n }",
        }) {
      for (int i = 0; i < 2; i++) {
      try (Graph graph = Graph.open(storage())) {
        RequestLog log = server.log();
        log.reset();
        long at = System.nanoTime();
        QueryAnswer answer =
            graph.query(
                new QueryRequest(
                    "query q($name: String) {" + body + "}",
                    "q.gq",
                    null,
                    Map.of("name", "person-12345"),
                    ReadAt.main()));
        if (i == 0) continue;
        System.out.println(body + " rows " + answer.rows().size());
        System.out.println(
            "total %d sequential %d bytes %d ms %d"
                .formatted(
                    log.total(), log.sequential(), log.bytesOut(), (System.nanoTime() - at) / 1_000_000));
        long zero = log.entries().getFirst().startNanos();
        for (RequestLog.Entry e : log.entries()) {
          System.out.println(
              "  %4d-%4d %s %s %s %d %s"
                  .formatted(
                      (e.startNanos() - zero) / 1_000_000,
                      (e.endNanos() - zero) / 1_000_000,
                      e.operation(),
                      e.key(),
                      e.query(),
                      e.bytesOut(), e.status()));
        }
        answer.profile().steps().forEach(s -> System.out.println("   " + s));
      }
    }
    }
    assertThat(server).isNotNull();
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "counted")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }
}
