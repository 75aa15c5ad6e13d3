package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.export.Export;
import dev.omnigraph.export.Handover;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.store.S3Retries;
import dev.omnigraph.store.S3Uploads;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.store.StoreProbe;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Clients;
import dev.omnigraph.testkit.S3Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The policies that the Terraform module gives to the functions and to the bucket: the engine does
 * all of its work under them, and what they are there to refuse is refused.
 */
class AccessPoliciesTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? @index }
      edge Knows: Person -> Person
      """;
  private static final String WIDER =
      """
      node Person { name: String @key  age: I32? @index  city: String? }
      edge Knows: Person -> Person
      """;
  private static final String QUERIES =
      """
      query all() { match { $p: Person } return { $p.name } }
      query add($name: String) { insert Person { name: $name, age: 1 } }
      query drop($name: String) { delete Person where name = $name }
      """;

  private static final String STORED =
      "query everyone() { match { $p: Person } return { $p.name } }";
  private static final String POLICY = "permit(principal, action, resource);";

  private final AccessPolicies policies = AccessPolicies.usual();
  private final AtomicReference<AccessPolicies> inForce = new AtomicReference<>(policies);
  private final ConcurrentLinkedQueue<String> denied = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final CountingS3 s3 = CountingS3.start(AccessPolicies.BUCKET);
  private final Map<String, S3Client> clients = new TreeMap<>();

  AccessPoliciesTest() {
    s3.setClock(now::get);
    s3.oppose(
        request -> {
          String role = request.accessKey().orElse("nobody");
          if (inForce.get().allow(role, request)) {
            return Optional.empty();
          }
          // The table library would tidy up after it has built an index, and goes on where it may
          // not:
          // cleanup takes what it leaves.
          if (!request.operation().equals("MULTI-DELETE")) {
            denied.add(role + " " + request.operation() + " " + request.key());
          }
          return Optional.of(Fault.accessDenied());
        });
  }

  @AfterEach
  void stop() {
    clients.values().forEach(S3Client::close);
    s3.close();
  }

  @Test
  void everyFunctionDoesItsWorkWithTheRightsThatItHas() {
    Environment environment = Environment.system(Runnable::run);
    new StoreProbe(storage("admin").objects(), environment.ulids(), Runnable::run, 2).run();
    Graph.create(storage("admin"), SCHEMA, "people.pg", "test").close();
    try (Graph http = opened("http")) {
      mutate(http, "add", "Ada");
      mutate(http, "add", "Bob");
      mutate(http, "drop", "Ada");
      http.applySchema(
          new SchemaRequest(
              WIDER, "people.pg", true, false, WriteOptions.on(BranchName.MAIN, "test")));
      load(http, new BranchName("draft/of/mine"), BranchName.MAIN);
      load(http, new BranchName("draft/of/mine"), null);
      assertThat(statusOf(handOver(http))).isEqualTo(200);
      store(http);
      http.retain(new HoldName("backup"), ReadAt.main(), "test");
      http.merge(
          MergeRequest.of(new ReadAt.Head(new BranchName("draft/of/mine")), onMain())
              .preferring(MergeRequest.Prefer.SOURCE));
      http.release(new HoldName("backup"));
      read(http);
    }
    try (Graph ingest = opened("ingest")) {
      load(ingest, BranchName.MAIN, null);
      load(ingest, new BranchName("later"), BranchName.MAIN);
    }
    die();
    passTime();
    try (Graph optimize = opened("optimize")) {
      optimize.optimize(WriteOptions.on(BranchName.MAIN, "test"));
    }
    die();
    passTime();
    try (Graph cleanup = opened("cleanup")) {
      assertThat(cleanup.cleanup(new CleanupRequest(Duration.ofHours(1), false)).total().objects())
          .isPositive();
    }
    try (Graph admin = opened("admin")) {
      assertThat(admin.repair(RepairRequest.APPLY).isClean()).isTrue();
    }

    assertThat(denied).isEmpty();
  }

  @Test
  void aReaderReadsAllThereIsAndWritesNothing() {
    Graph.create(storage("admin"), SCHEMA, "people.pg", "test").close();
    try (Graph http = opened("http")) {
      mutate(http, "add", "Ada");
      store(http);
      load(http, new BranchName("draft"), BranchName.MAIN);
    }

    try (Graph reader = opened("reader")) {
      read(reader);
      reader.planMerge(MergeRequest.of(new ReadAt.Head(new BranchName("draft")), onMain()));
      assertThat(denied).isEmpty();
      assertThatThrownBy(() -> mutate(reader, "add", "Bob"))
          .isInstanceOf(StoreException.Configuration.class);
    }

    assertThat(denied)
        .isNotEmpty()
        .allMatch(it -> it.startsWith("reader ") && it.contains("/__recovery/"));
  }

  @Test
  void whereGraphsAreMadeAndDeletedOverHttpItIsDone() {
    inForce.set(AccessPolicies.withGraphs());
    Graph.create(storage("http"), SCHEMA, "people.pg", "test").close();
    try (Graph http = opened("http")) {
      mutate(http, "add", "Ada");
    }

    long deleted = delete("http");

    assertThat(deleted).isPositive();
    assertThat(denied).isEmpty();
    Graph.create(storage("http"), SCHEMA, "people.pg", "test").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "admin"})
  void whoeverMayNotDeleteDataEndsNoGraph(String role) {
    Graph.create(storage("admin"), SCHEMA, "people.pg", "test").close();

    assertThatThrownBy(() -> delete(role)).isInstanceOf(StoreException.Configuration.class);

    try (Graph http = opened("http")) {
      mutate(http, "add", "Ada");
      read(http);
    }
  }

  @Test
  void whoeverMayNotMakeGraphsLeavesNothing() {
    assertThatThrownBy(() -> Graph.create(storage("http"), SCHEMA, "people.pg", "test"))
        .isInstanceOf(StoreException.Configuration.class);

    assertThat(storage("admin").objects().list("").entries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"http, true", "reader, false", "ingest, false", "optimize, false", "cleanup, false"})
  void onlyTheHttpFunctionHandsExportsOverAndNobodyButTheBucketDeletesThem(
      String role, boolean allowed) {
    String key = "graphs/__exports/01JZZZZZZZZZZZZZZZZZZZZZZZ/people.jsonl";
    Map<String, String> upload = Map.of("uploadId", "1");

    assertThat(policies.allow(role, request("POST", key, Map.of("uploads", ""), Map.of())))
        .isEqualTo(allowed);
    assertThat(policies.allow(role, request("POST", key, upload, Map.of()))).isEqualTo(allowed);
    assertThat(policies.allow(role, request("DELETE", key, upload, Map.of()))).isEqualTo(allowed);
    assertThat(policies.allow(role, request("GET", key, Map.of(), Map.of()))).isEqualTo(allowed);
    assertThat(policies.allow(role, request("DELETE", key, Map.of(), Map.of()))).isFalse();
  }

  private static final String RECORD =
      "__manifest/01JZZZZZZZZZZZZZZZZZZZZZZZ/00000000000000000042.json";

  @ParameterizedTest
  @CsvSource({
    "__graph.json",
    "__schema/0a1b.json",
    "__texts/0a1b.json",
    "__audit/01JZZZZZZZZZZZZZZZZZZZZZZZ.json",
    RECORD,
    "__manifest/01JZZZZZZZZZZZZZZZZZZZZZZZ/changes/01JZZZZZZZZZZZZZZZZZZZZZZZ/0.json"
  })
  void whatIsCreatedOnceIsNeverChanged(String key) {
    assertThat(policies.allow("admin", put(key, Map.of()))).isFalse();
    assertThat(policies.allow("admin", put(key, Map.of("If-Match", "\"etag\"")))).isFalse();
    assertThat(policies.allow("admin", put(key, Map.of("If-None-Match", "*")))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "__manifest/branches/main.json",
    // As long as the name of a record.
    "__manifest/branches/0123456789abcdefg/01234567890123456789.json",
    "__manifest/branches/a/changes/b.json",
    "__manifest/horizon.json",
    "__manifest/01JZZZZZZZZZZZZZZZZZZZZZZZ/keys/0a1b.json",
    "__schema/0a1b.pg",
    "__manifest/01JZZZZZZZZZZZZZZZZZZZZZZZ/checkpoints/00000000000000000064.json",
    "__recovery/01JZZZZZZZZZZZZZZZZZZZZZZZ/01JZZZZZZZZZZZZZZZZZZZZZZZ.json"
  })
  void whatChangesIsChangedFromWhatItsWriterHasSeen(String key) {
    assertThat(policies.allow("http", put(key, Map.of()))).isFalse();
    assertThat(policies.allow("http", put(key, Map.of("If-Match", "\"etag\"")))).isTrue();
    assertThat(policies.allow("http", put(key, Map.of("If-None-Match", "*")))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "nodes/Person-1/data/a.lance",
    "nodes/Person-1/__recovery/a.lance",
    "edges/Knows-1/__probe/a.lance",
    "__manifest/branches/main.json",
    RECORD,
    "__schema/0a1b.pg",
    "__texts/0a1b.json",
    "__graph.json"
  })
  void onlyCleanupDeletesAndOnlyData(String key) {
    for (String role : List.of("http", "reader", "ingest", "optimize", "admin")) {
      assertThat(policies.allow(role, request("DELETE", key, Map.of()))).as(role).isFalse();
    }
    assertThat(policies.allow("cleanup", request("DELETE", key, Map.of())))
        .isEqualTo(!key.startsWith("__"));
  }

  @ParameterizedTest
  @CsvSource({
    "http, __graph.json, false",
    "http, __schema/0a1b.pg, true",
    "http, __texts/0a1b.json, true",
    "ingest, __texts/0a1b.json, false",
    "ingest, __schema/0a1b.pg, false",
    "optimize, __schema/0a1b.pg, false",
    "cleanup, __schema/0a1b.pg, false",
    "optimize, nodes/Person-1/data/a.lance, true",
    "cleanup, nodes/Person-1/data/a.lance, false",
    "reader, nodes/Person-1/data/a.lance, false",
    "reader, __recovery/01JZZZZZZZZZZZZZZZZZZZZZZZ/01JZZZZZZZZZZZZZZZZZZZZZZZ.json, false",
    "cleanup, __recovery/01JZZZZZZZZZZZZZZZZZZZZZZZ/01JZZZZZZZZZZZZZZZZZZZZZZZ.json, false",
    "ingest, __recovery/01JZZZZZZZZZZZZZZZZZZZZZZZ/01JZZZZZZZZZZZZZZZZZZZZZZZ.json, true",
    "http, __manifest/known/0a1b.json, true",
    "ingest, __manifest/known/0a1b.json, false",
    "http, __manifest/horizon.json, true",
    "cleanup, __manifest/horizon.json, true",
    "ingest, __manifest/horizon.json, false",
    "optimize, __manifest/horizon.json, false"
  })
  void aFunctionCreatesWhatItsWorkNeeds(String role, String key, boolean allowed) {
    assertThat(policies.allow(role, put(key, Map.of("If-None-Match", "*")))).isEqualTo(allowed);
  }

  private static S3Request put(String key, Map<String, String> headers) {
    return request("PUT", key, headers);
  }

  private static S3Request request(String method, String key, Map<String, String> headers) {
    return request(method, "graphs/people/" + key, Map.of(), headers);
  }

  private static S3Request request(
      String method, String key, Map<String, String> query, Map<String, String> headers) {
    return new S3Request(method, AccessPolicies.BUCKET, key, query, headers, new byte[0]);
  }

  /** Where the function does it, see BucketGraphs. */
  private URI handOver(Graph graph) {
    S3Uploads uploads =
        new S3Uploads(
            client("http"),
            new S3Location(AccessPolicies.BUCKET, "graphs/__exports"),
            true,
            S3Retries.usual(),
            () -> Duration.ofSeconds(30),
            Runnable::run);
    ExportRequest request = new ExportRequest(ReadAt.main(), EntityFormat.JSONL, List.of(), true);
    try (Export export = graph.export(request)) {
      return new Handover(uploads, Deadline.NONE, () -> "01J", Duration.ofHours(1))
          .run(export, "people", false)
          .objects()
          .getFirst()
          .url();
    }
  }

  private static int statusOf(URI link) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private S3Client client(String role) {
    return clients.computeIfAbsent(role, key -> S3Clients.connect(s3.endpoint(), key, "secret"));
  }

  private GraphStorage storage(String role) {
    return GraphStorage.of(
        new S3ObjectStore(client(role), new S3Location(AccessPolicies.BUCKET, "graphs/people")),
        S3Clients.storageOptions(s3.endpoint(), role, "secret"),
        TableOptions.DEFAULT);
  }

  private long delete(String role) {
    return GraphDeletion.run(storage(role), Environment.system(Runnable::run), "test");
  }

  private static WriteOptions onMain() {
    return WriteOptions.on(BranchName.MAIN, "test");
  }

  /** Stored queries and policies. */
  private static void store(Graph graph) {
    graph.apply(
        ApplyRequest.ofQueries(new Texts(new TreeMap<>(Map.of("people.gq", STORED))), onMain()));
    graph.apply(
        ApplyRequest.ofPolicy(new Texts(new TreeMap<>(Map.of("all.cedar", POLICY))), onMain()));
  }

  /** In every way, at the newest state and at the first one. */
  private static void read(Graph graph) {
    List<Commit> commits = graph.commits(BranchName.MAIN, 100);
    CommitId newest = commits.getFirst().commitId();
    CommitId first = commits.getLast().commitId();
    ReadAt past = new ReadAt.Commit(BranchName.MAIN, first);
    graph.query(new QueryRequest(QUERIES, "q.gq", "all", Map.of(), ReadAt.main(), null));
    graph.snapshot(past);
    graph.schema(past);
    graph.planSchema(new PlanRequest(WIDER, "people.pg", true, ReadAt.main()));
    graph.policy();
    graph.queries(ReadAt.main());
    graph.diff(DiffRequest.of(past, ReadAt.main()));
    graph.commitChanges(CommitChangesRequest.of(BranchName.MAIN, newest));
    graph.feed(FeedRequest.of(BranchName.MAIN, new FeedRequest.Beginning()));
    graph.branches().forEach(branch -> graph.branch(branch.name()));
    graph.holds();
    graph.export(new ExportRequest(ReadAt.main(), EntityFormat.JSONL, List.of(), true)).close();
  }

  private static void mutate(Graph graph, String query, String name) {
    graph.mutate(
        new MutationRequest(
            QUERIES,
            "q.gq",
            query,
            Map.of("name", name),
            WriteOptions.on(BranchName.MAIN, "test")));
  }

  private static void load(Graph graph, BranchName branch, @Nullable BranchName createFrom) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      lines.append("{\"type\":\"Person\",\"data\":{\"name\":\"p" + i + "\",\"age\":" + i + "}}\n");
    }
    graph.load(
        new LoadRequest(
            "people.jsonl", LoadMode.OVERWRITE, WriteOptions.on(branch, "test"), createFrom),
        new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
        count -> {});
  }

  /** A writer that dies with everything staged, so that the next one has to settle it. */
  private void die() {
    Environment dies =
        Environment.system(Runnable::run)
            .withClock(now::get)
            .withSeams(
                (seam, subject) -> {
                  if (seam == Seam.PUBLISH) {
                    throw new Killed();
                  }
                });
    try (Graph writer = Graph.open(storage("http"), dies)) {
      assertThatThrownBy(() -> mutate(writer, "add", "Eve")).isInstanceOf(Killed.class);
    }
  }

  /** With the rights of a role, by a machine whose clock is the store's. */
  private Graph opened(String role) {
    return Graph.open(storage(role), Environment.system(Runnable::run).withClock(now::get));
  }

  private void passTime() {
    now.updateAndGet(instant -> instant.plus(Duration.ofHours(3)));
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }
}
