package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.exec.Explanation;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the first rows of an order cost on a store, where rows are wide: the columns to order by
 * whole, and of the rest no more than the rows answered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopRowsCountsTest {
  private static final int NOTES = 12_000;
  private static final int TEXT = 1_000;
  private static final String ALL =
      "match { $n: Note } return { $n.name, $n.rank, $n.text } order { $n.rank desc } ";

  private CountingS3 server;
  private S3Client client;

  /** An answer, and what the server gave for it. */
  private record Cold(QueryAnswer answer, int requests, long bytes) {}

  @BeforeAll
  void load() {
    server = CountingS3.start("graphs");
    client = server.client();
    String schema = "node Note { name: String @key  rank: I32?  text: String }";
    try (Graph graph = Graph.create(storage(), schema, "notes.pg", "test")) {
      graph.load(
          new LoadRequest(
              "notes.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null),
          new ByteArrayInputStream(notes().getBytes(StandardCharsets.UTF_8)),
          lines -> {});
      graph.optimize(WriteOptions.on(BranchName.MAIN, "test"));
    }
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void theFirstRowsOfAnOrderCostFewerBytesThanAll() {
    Cold all = cold(ALL);
    Cold ten = cold(ALL + "limit 10");

    System.out.printf(
        "all %,d rows: %d requests, %,d bytes; the first ten: %d requests, %,d bytes, %d in a"
            + " row%n",
        NOTES,
        all.requests(),
        all.bytes(),
        ten.requests(),
        ten.bytes(),
        ten.answer().report().sequential());
    assertThat(ten.answer().rows()).isEqualTo(all.answer().rows().subList(0, 10));
    assertThat(ten.bytes()).isLessThan(all.bytes() * 9 / 10);
    assertThat(ten.requests()).isLessThan(all.requests() + 10);
  }

  @Test
  void theExplanationShowsWhatTheTableWasAskedFor() {
    String text = Explanation.of(cold(ALL + "limit 10").answer(), IoStats.NONE);

    assertThat(text).contains("first by rank desc, id", "first 10 of scan", "row addresses");
  }

  private Cold cold(String body) {
    try (Graph graph = Graph.open(storage())) {
      server.log().reset();
      QueryAnswer answer =
          graph.query(
              new QueryRequest(
                  "query q() { " + body + " }", "q.gq", null, Map.of(), ReadAt.main()));
      return new Cold(answer, server.log().total(), server.log().bytesOut());
    }
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "notes")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }

  /** Ranks have ties and gaps; text does not compress. */
  private static String notes() {
    Random random = new Random(3);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < NOTES; i++) {
      lines
          .append("{\"type\":\"Note\",\"data\":{\"name\":\"note-")
          .append(i)
          .append("\",\"rank\":");
      lines
          .append(i % 7 == 0 ? "null" : String.valueOf(random.nextInt(900)))
          .append(",\"text\":\"");
      for (int letter = 0; letter < TEXT; letter++) {
        lines.append((char) ('a' + random.nextInt(26)));
      }
      lines.append("\"}}\n");
    }
    return lines.toString();
  }
}
