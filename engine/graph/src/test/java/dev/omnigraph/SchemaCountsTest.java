package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    assertThat(
            server.log().only(e -> e.method().equals("PUT") && e.key().contains("/data/")).total())
        .isEqualTo(2);
    assertThat(requests()).isEqualTo(17);
  }

  @Test
  void aWiderColumnIsReadAndWrittenOnce() {
    apply(SCHEMA.replace("age: I32?", "age: I64?"));

    assertThat(
            server.log().only(e -> e.method().equals("PUT") && e.key().contains("/data/")).total())
        .isEqualTo(2);
    assertThat(requests()).isEqualTo(22);
  }

  private void plan(String schema) {
    graph.planSchema(new PlanRequest(schema, "p.pg", false, ReadAt.main()));
  }

  private void apply(String schema) {
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
