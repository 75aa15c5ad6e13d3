package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/** What reading and writing a blob costs on a store: nothing for what is not asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlobCountsTest {
  private static final int SMALL = 20_000;
  private static final int LARGE = 20 << 20;
  private static final int DOCUMENTS = 100_000;
  private static final WriteOptions OPTIONS = WriteOptions.on(BranchName.MAIN, "test");
  private static final BlobPlace NEW = new BlobPlace("Document", "d500", "text");
  private static final BlobPlace KNOWN = new BlobPlace("Document", "d600", "text");
  private static final BlobPlace LARGE_TOO = new BlobPlace("Document", "d700", "text");

  private CountingS3 server;
  private S3Client client;
  private byte[] content = new byte[0];

  private record Cost(BlobAnswer answer, int requests, int inARow, long bytes) {
    @Override
    public String toString() {
      return "%d requests, %d in a row, %,d bytes".formatted(requests, inARow, bytes);
    }
  }

  @BeforeAll
  void load() {
    server = CountingS3.start("graphs");
    client = server.client();
    content = new byte[LARGE];
    new Random(1).nextBytes(content);
    String schema =
        "node Document { name: String @key  text: Blob? @content_type(kind)  kind: String? }";
    try (Graph graph = Graph.create(storage(), schema, "d.pg", "test")) {
      graph.load(
          new LoadRequest("d.jsonl", LoadMode.APPEND, OPTIONS, null),
          new ByteArrayInputStream(lines().getBytes(StandardCharsets.UTF_8)),
          lines -> {});
      graph.optimize(OPTIONS);
      graph.putBlob(new PutBlobRequest(NEW, content, "video/mp4", BlobCondition.NONE, OPTIONS));
    }
    server.setLatency(Duration.ofMillis(50));
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aRangeOfALargeBlobCostsItsBytesAndTheLookup() {
    Cost range = cold(NEW, new BlobPart.Span(10_000_000, 10_099_999));
    Cost nothing = cold(NEW, new BlobPart.Nothing());
    Cost start = cold(NEW, new BlobPart.Span(0, 49_999));

    System.out.printf(
        "of 20 MB, found in the newest fragment: 100 kB %s; the first 50 kB %s; nothing %s%n",
        range, start, nothing);
    assertThat(range.answer().bytes())
        .isEqualTo(Arrays.copyOfRange(content, 10_000_000, 10_100_000));
    assertThat(range.answer().contentType()).isEqualTo("video/mp4");
    assertThat(range.requests()).isEqualTo(nothing.requests() + 1);
    assertThat(start.requests()).isEqualTo(nothing.requests());
    assertThat(range.bytes()).isEqualTo(nothing.bytes() + 100_000);
    assertThat(start.bytes()).isEqualTo(nothing.bytes() + 50_000);
    assertThat(nothing.bytes()).isLessThan(1_000_000);
  }

  @Test
  void aBlobThatTheLookUpObjectKnowsIsFoundWithFewRequests() {
    Cost whole = cold(KNOWN, new BlobPart.Whole());

    System.out.printf("of 20 kB, found by the look-up object: %s%n", whole);
    assertThat(whole.answer().length()).isEqualTo(SMALL);
    assertThat(whole.inARow()).isLessThanOrEqualTo(9);
    assertThat(whole.bytes()).isLessThan(1_000_000);
  }

  @Test
  void writingABlobDoesNotReadTheOneThatIsThere() {
    byte[] other = new byte[1000];
    try (Graph graph = Graph.open(storage())) {
      graph.putBlob(new PutBlobRequest(LARGE_TOO, content, null, BlobCondition.NONE, OPTIONS));
    }
    try (Graph graph = Graph.open(storage())) {
      server.log().reset();
      graph.putBlob(new PutBlobRequest(LARGE_TOO, other, null, BlobCondition.NONE, OPTIONS));

      System.out.printf(
          "1 kB in place of 20 MB: %d requests, %d in a row, %,d bytes read%n",
          server.log().total(), server.log().sequential(), server.log().bytesOut());
      assertThat(server.log().bytesOut()).isLessThan(2_000_000);
    }
  }

  private Cost cold(BlobPlace place, BlobPart part) {
    List<Cost> costs =
        Samples.of(
            attempt -> {
              try (Graph graph = Graph.open(storage())) {
                server.log().reset();
                BlobAnswer answer = graph.blob(BlobRequest.whole(ReadAt.main(), place).of(part));
                return new Cost(
                    answer,
                    server.log().total(),
                    server.log().sequential(),
                    server.log().bytesOut());
              }
            },
            Cost::requests,
            Cost::inARow);
    return new Cost(
        costs.getFirst().answer(),
        Samples.least(costs, Cost::requests),
        Samples.least(costs, Cost::inARow),
        costs.stream().mapToLong(Cost::bytes).min().orElseThrow());
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "blobs")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }

  /** A thousand of the documents have a small blob. */
  private static String lines() {
    byte[] small = new byte[SMALL];
    new Random(2).nextBytes(small);
    String text = Base64.getEncoder().encodeToString(small);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < DOCUMENTS; i++) {
      lines.append("{\"type\":\"Document\",\"data\":{\"name\":\"d").append(i).append('"');
      if (i % 100 == 0) {
        lines.append(",\"text\":\"base64:").append(text).append("\",\"kind\":\"a/b\"");
      }
      lines.append("}}\n");
    }
    return lines.toString();
  }
}
