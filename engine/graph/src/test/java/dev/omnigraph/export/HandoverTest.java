package dev.omnigraph.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportError;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.HandoverAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3Retries;
import dev.omnigraph.store.S3Upload;
import dev.omnigraph.store.S3Uploads;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.EmbeddedS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.RequestLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

class HandoverTest {
  private static final String BUCKET = "exports";
  private static final String SCHEMA =
      """
      node Person { name: String @key  photo: Blob?  age: I32? }
      node Film { title: String @key }
      edge Likes: Person -> Film
      """;
  private static final String LINES =
      """
      {"type":"Person","data":{"name":"Ann","photo":"base64:AQI="}}
      {"type":"Person","data":{"name":"Bob","age":4}}
      {"type":"Film","data":{"title":"M"}}
      {"edge":"Likes","from":"Ann","to":"M"}
      """;

  @TempDir private Path folder;
  private Graph graph;
  private CommitId loaded;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "ann");
    loaded = load(LINES);
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @ParameterizedTest
  @EnumSource(EntityFormat.class)
  void whatALinkGivesIsWhatAnExportWrites(EntityFormat format) throws Exception {
    try (EmbeddedS3 server = EmbeddedS3.start(BUCKET);
        S3Client client = server.client()) {
      Handover handover = handover(client, Deadline.NONE);

      for (boolean packed : new boolean[] {false, true}) {
        HandoverAnswer answer = handOver(handover, format, packed);

        assertThat(answer.commitId()).isEqualTo(loaded);
        Map<String, byte[]> given = new TreeMap<>();
        for (HandoverAnswer.Item item : answer.objects()) {
          byte[] bytes = get(item.url());
          assertThat(item.bytes()).isEqualTo(bytes.length);
          assertThat(item.name()).endsWith(packed ? ".gz" : "." + format.text());
          given.put(
              item.type() == null ? ExportTarget.ALL : item.type(),
              packed ? unpacked(bytes) : bytes);
        }
        assertThat(given).containsExactlyInAnyOrderEntriesOf(written(format));
      }
    }
  }

  @Test
  void objectsAreNamedByGraphAndTypeAndSayHowManyRowsTheyHave() {
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client()) {
      Handover handover = handover(client, Deadline.NONE);

      assertThat(described(handOver(handover, EntityFormat.JSONL, false)))
          .containsExactly("town.jsonl of null: 4");
      assertThat(described(handOver(handover, EntityFormat.CSV, false)))
          .containsExactly(
              "town-Person.csv of Person: 2",
              "town-Film.csv of Film: 1",
              "town-Likes.csv of Likes: 1");
      assertThat(server.objects(BUCKET).keySet())
          .containsExactly(
              "root/__exports/1/town.jsonl",
              "root/__exports/2/town-Film.csv",
              "root/__exports/2/town-Likes.csv",
              "root/__exports/2/town-Person.csv");
    }
  }

  @ParameterizedTest
  @CsvSource({"JSONL, 1", "CSV, 3"})
  void anObjectTakesThreeRequestsAndAllAreCompletedAtTheSameTime(EntityFormat format, int objects) {
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client()) {
      S3Uploads uploads = uploads(client, Thread.ofVirtual()::start);
      CompletableFuture<Void> allArrived = new CompletableFuture<>();
      AtomicInteger arrived = new AtomicInteger();
      server.oppose(
          request -> {
            if (!request.method().equals("POST") || !request.query().containsKey("uploadId")) {
              return Optional.empty();
            }
            if (arrived.incrementAndGet() == objects) {
              allArrived.complete(null);
            }
            return Optional.of(new Fault.Park(allArrived));
          });

      handOver(new Handover(uploads, Deadline.NONE, () -> "1", Duration.ofHours(1)), format, false);

      assertThat(server.log().total()).isEqualTo(3 * objects);
      assertThat(uploads.io().requests()).isEqualTo(3 * objects);
    }
  }

  @Test
  void anExportOfManyPartsIsSentPartByPart() throws IOException {
    String text = "x".repeat(1 << 20);
    int rows = 3 * (S3Upload.PART >> 20);
    load(
        IntStream.range(0, rows)
            .mapToObj(n -> "{\"type\":\"Film\",\"data\":{\"title\":\"%d%s\"}}\n".formatted(n, text))
            .collect(Collectors.joining()));
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client()) {
      HandoverAnswer answer = handOver(handover(client, Deadline.NONE), EntityFormat.JSONL, false);

      RequestLog parts = server.log().only(entry -> entry.operation().equals("MULTIPART-PUT"));
      assertThat(parts.total()).isGreaterThan(3);
      assertThat(parts.sequential()).isEqualTo(parts.total());
      assertThat(server.object(BUCKET, "root/__exports/1/" + answer.objects().getFirst().name()))
          .hasValue(written(EntityFormat.JSONL).get(ExportTarget.ALL));
    }
  }

  /** CSV of three types: begun and sent, one after the other, then completed. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8", "9"})
  void aRequestThatFailsForGoodLeavesNoLinkAndNothingThatIsHalfDone(int request) {
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client()) {
      server.faultOnce(any -> true, request, Fault.accessDenied());

      StoreException failure =
          catchThrowableOfType(
              StoreException.class,
              () -> handOver(handover(client, Deadline.NONE), EntityFormat.CSV, false));

      assertThat(failure).isInstanceOf(StoreException.Configuration.class);
      assertThat(failure.nextStep()).contains("s3:PutObject", "root/__exports");
      assertThat(server.openUploads()).isZero();
      if (request <= 6) {
        assertThat(server.objects(BUCKET)).isEmpty();
      }
    }
  }

  @Test
  void anyContentIsHandedOverAsOneObject() throws Exception {
    try (EmbeddedS3 server = EmbeddedS3.start(BUCKET);
        S3Client client = server.client()) {
      Handover.Linked linked =
          handover(client, Deadline.NONE)
              .run(
                  "town",
                  "csv",
                  "text/csv",
                  true,
                  out -> {
                    out.write("n\n7\n".getBytes(StandardCharsets.UTF_8));
                    return 1;
                  });

      assertThat(linked.item().name()).isEqualTo("town.csv.gz");
      assertThat(linked.item().rows()).isEqualTo(1);
      assertThat(linked.expires()).isAfter(Instant.now());
      assertThat(unpacked(get(linked.item().url()))).asString().isEqualTo("n\n7\n");
    }
  }

  @Test
  void contentThatFailsLeavesNoObject() {
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client()) {
      Handover handover = handover(client, Deadline.NONE);

      assertThatThrownBy(
              () ->
                  handover.run(
                      "town",
                      "csv",
                      "text/csv",
                      false,
                      out -> {
                        out.write(new byte[2 * S3Upload.PART]);
                        throw new IllegalStateException("broken off");
                      }))
          .hasMessage("broken off");

      assertThat(server.openUploads()).isZero();
      assertThat(server.objects(BUCKET)).isEmpty();
    }
  }

  @Test
  void ofAGraphWithoutTypesThereAreNoTables() {
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client();
        Graph empty =
            Graph.create(GraphStorage.newFolder(folder.resolve("empty")), "", "g.pg", "ann");
        Export export =
            empty.export(new ExportRequest(ReadAt.main(), EntityFormat.CSV, List.of(), true))) {
      HandoverAnswer answer = handover(client, Deadline.NONE).run(export, "empty", false);

      assertThat(answer.objects()).isEmpty();
      assertThat(answer.expires()).isNull();
      assertThat(server.log().total()).isZero();
    }
  }

  /** At each look at the clock, from the first to the last. */
  @Test
  void anExportWhoseTimeRunsOutIsTakenBackAndSaysWhatToDo() {
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client()) {
      AtomicInteger looks = new AtomicInteger();
      handOver(handover(client, until(Integer.MAX_VALUE, looks)), EntityFormat.CSV, false);
      int all = looks.get();
      int made = server.objects(BUCKET).size();

      for (int last = 0; last < all; last++) {
        Deadline deadline = until(last, new AtomicInteger());
        GraphException failure =
            catchThrowableOfType(
                GraphException.class,
                () -> handOver(handover(client, deadline), EntityFormat.CSV, false));

        assertThat(failure.errorCode()).isEqualTo(ExportError.EXPORT_TOO_LONG);
        assertThat(failure.nextStep()).contains("single types", "blobs", "command line");
        assertThat(server.openUploads()).isZero();
        assertThat(server.objects(BUCKET)).hasSize(made);
      }
      assertThat(all).isGreaterThan(5);
    }
  }

  @Test
  void aStoreThatFailsBecauseTheTimeIsUpIsNotBlamed() {
    try (CountingS3 server = CountingS3.start(BUCKET);
        S3Client client = server.client()) {
      AtomicInteger left = new AtomicInteger(100);
      server.oppose(
          request -> {
            left.set(0);
            return Optional.of(Fault.accessDenied());
          });

      GraphException failure =
          catchThrowableOfType(
              GraphException.class,
              () ->
                  handOver(
                      handover(
                          client,
                          new Deadline(
                              () -> Optional.of(Duration.ofSeconds(left.get())),
                              Duration.ofSeconds(3))),
                      EntityFormat.JSONL,
                      false));

      assertThat(failure.errorCode()).isEqualTo(ExportError.EXPORT_TOO_LONG);
      assertThat(failure.getCause()).isInstanceOf(StoreException.class);
    }
  }

  private static Deadline until(int last, AtomicInteger looks) {
    return new Deadline(
        () -> Optional.of(Duration.ofSeconds(looks.incrementAndGet() > last ? 1 : 10)),
        Duration.ofSeconds(3));
  }

  private static Handover handover(S3Client client, Deadline deadline) {
    AtomicInteger ids = new AtomicInteger();
    Supplier<String> id = () -> Integer.toString(ids.incrementAndGet());
    return new Handover(uploads(client, Runnable::run), deadline, id, Duration.ofHours(1));
  }

  private static S3Uploads uploads(S3Client client, Executor executor) {
    return new S3Uploads(
        client,
        new S3Location(BUCKET, "root/__exports"),
        true,
        S3Retries.usual(),
        () -> Duration.ofSeconds(30),
        executor);
  }

  private HandoverAnswer handOver(Handover handover, EntityFormat format, boolean packed) {
    try (Export export = graph.export(new ExportRequest(ReadAt.main(), format, List.of(), true))) {
      return handover.run(export, "town", packed);
    }
  }

  private Map<String, byte[]> written(EntityFormat format) throws IOException {
    Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    try (Export export = graph.export(new ExportRequest(ReadAt.main(), format, List.of(), true))) {
      export.writeTo(name -> files.computeIfAbsent(name, absent -> new ByteArrayOutputStream()));
    }
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((name, file) -> bytes.put(name, file.toByteArray()));
    return bytes;
  }

  private static List<String> described(HandoverAnswer answer) {
    return answer.objects().stream()
        .map(item -> item.name() + " of " + item.type() + ": " + item.rows())
        .toList();
  }

  private static byte[] get(URI link) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
  }

  private CommitId load(String lines) {
    LoadRequest request =
        new LoadRequest("in", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "ann"), null);
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    return graph.load(request, new ByteArrayInputStream(bytes), n -> {}).commits().getLast();
  }
}
