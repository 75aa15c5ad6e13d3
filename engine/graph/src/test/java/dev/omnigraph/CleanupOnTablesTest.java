package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Cleanup of real tables, with indexes, deletions and compaction, in a folder and on S3. */
class CleanupOnTablesTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? @index  bio: String? }
      edge Knows: Person -> Person
      """;
  private static final String QUERIES =
      """
      query all() {
        match { $p: Person }
        return { $p.name, $p.age }
        order { $p.name asc }
      }
      query aged($age: I32) {
        match { $p: Person { age: $age } }
        return { $p.name }
        order { $p.name asc }
      }
      query friends() {
        match { $p: Person  $p knows $q }
        return { $p.name, $q.name }
        order { $p.name asc, $q.name asc }
      }
      query set($name: String, $age: I32) { update Person set { age: $age } where name = $name }
      query drop($name: String) { delete Person where name = $name }
      query add($name: String) { insert Person { name: $name, age: 1 } }
      """;
  private static final BranchName SIDE = new BranchName("side");
  private static final Duration RETENTION = Duration.ofHours(2);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;

  @Test
  void retainedCommitsReadTheSameFromAFolder(@TempDir Path folder) {
    // Files of tables have the machine's time, so that of the store only runs ahead of it.
    retainedCommitsReadTheSame(() -> GraphStorage.newFolder(folder), folderAt(folder));
  }

  @Test
  void retainedCommitsReadTheSameFromS3() {
    try (CountingS3 s3 = CountingS3.start("graphs");
        S3Client client = s3.client()) {
      s3.setClock(clock);
      Supplier<GraphStorage> storage = () -> on(s3, client);
      retainedCommitsReadTheSame(storage, storage);
    }
  }

  @Test
  void aBranchIsMergedThoughItsForkIsOlderThanTheRetention() {
    try (CountingS3 s3 = CountingS3.start("graphs");
        S3Client client = s3.client()) {
      s3.setClock(clock);
      Graph.create(on(s3, client), SCHEMA, "people.pg", "test").close();
      try (Graph graph = opened(on(s3, client))) {
        mutate(graph, "add", Map.of("name", "Ada"));
        mutate(graph, "add", Map.of("name", "Bob"));
        graph.createBranch(new BranchRequest(SIDE, new ReadAt.Head(BranchName.MAIN), "test"));
        mutate(graph, SIDE, "set", Map.of("name", "Ada", "age", 7));
        mutate(graph, SIDE, "add", Map.of("name", "Cid"));
        mutate(graph, "set", Map.of("name", "Bob", "age", 8));
        mutate(graph, "set", Map.of("name", "Ada", "age", 1));
        pass(Duration.ofHours(5));
        mutate(graph, "add", Map.of("name", "Dan"));
        mutate(graph, SIDE, "add", Map.of("name", "Eve"));
        pass(Duration.ofHours(5));
        cleanup(graph);

        MergeAnswer answer =
            graph.merge(
                MergeRequest.of(new ReadAt.Head(SIDE), WriteOptions.on(BranchName.MAIN, "test")));

        assertThat(answer.outcome()).isEqualTo(MergeAnswer.Outcome.MERGED);
        assertThat(rows(graph, "all", new ReadAt.Head(BranchName.MAIN)))
            .containsExactly("[Ada, 7]", "[Bob, 8]", "[Cid, 1]", "[Dan, 1]", "[Eve, 1]");
      }
    }
  }

  @Test
  void aMergeWhoseBaseWasCleanedUpSaysSo() {
    try (CountingS3 s3 = CountingS3.start("graphs");
        S3Client client = s3.client()) {
      s3.setClock(clock);
      Graph.create(on(s3, client), SCHEMA, "people.pg", "test").close();
      try (Graph graph = opened(on(s3, client))) {
        mutate(graph, "add", Map.of("name", "Ada"));
        graph.createBranch(new BranchRequest(SIDE, new ReadAt.Head(BranchName.MAIN), "test"));
        for (BranchName branch : List.of(SIDE, BranchName.MAIN)) {
          mutate(graph, branch, "set", Map.of("name", "Ada", "age", branch.text().length()));
          mutate(graph, branch, "add", Map.of("name", "Bob"));
          mutate(graph, branch, "add", Map.of("name", "Cid"));
          mutate(graph, branch, "add", Map.of("name", "Dan"));
          mutate(graph, branch, "add", Map.of("name", "Eve"));
          graph.optimize(WriteOptions.on(branch, "test"));
        }
        pass(Duration.ofHours(5));
        mutate(graph, "add", Map.of("name", "Fay"));
        mutate(graph, SIDE, "add", Map.of("name", "Gus"));
        pass(Duration.ofHours(5));
        cleanup(graph);

        GraphException e =
            catchThrowableOfType(
                GraphException.class,
                () ->
                    graph.merge(
                        MergeRequest.of(
                            new ReadAt.Head(SIDE), WriteOptions.on(BranchName.MAIN, "test"))));

        assertThat(e.code()).isEqualTo("data_gone");
      }
    }
  }

  @Test
  void whatAWriterOnS3HasStagedStaysUntilItIsDeadAndThenGoes() {
    try (CountingS3 s3 = CountingS3.start("graphs");
        S3Client client = s3.client();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      s3.setClock(clock);
      Graph.create(on(s3, client), SCHEMA, "people.pg", "test").close();
      Environment system = Environment.system(threads);
      Environment parked =
          system
              .withClock(clock)
              .withSeams(
                  (seam, subject) -> {
                    if (seam == Seam.PUBLISH) {
                      pass(Duration.ofMinutes(5));
                      try (Graph other = opened(on(s3, client))) {
                        assertThat(cleanup(other).total().objects()).isZero();
                      }
                    }
                  });
      try (Graph writer = Graph.open(on(s3, client), parked)) {
        mutate(writer, "add", Map.of("name", "Ada"));
      }
      Environment dies =
          system
              .withClock(clock)
              .withSeams(
                  (seam, subject) -> {
                    if (seam == Seam.PUBLISH) {
                      throw new Killed();
                    }
                  });
      try (Graph writer = Graph.open(on(s3, client), dies)) {
        assertThatThrownBy(() -> mutate(writer, "add", Map.of("name", "Bob")))
            .isInstanceOf(Killed.class);
      }
      pass(Duration.ofHours(1));

      try (Graph other = opened(on(s3, client))) {
        CleanupAnswer report = cleanup(other);

        assertThat(report.tables()).hasSize(1);
        assertThat(report.total().objects()).as("its data file").isEqualTo(1);
        assertThat(rows(other, "all", ReadAt.main())).isEqualTo(List.of("[Ada, 1]"));
        assertThat(cleanup(other).total().objects()).isZero();
      }
    }
  }

  private void retainedCommitsReadTheSame(
      Supplier<GraphStorage> first, Supplier<GraphStorage> storage) {
    Graph.create(first.get(), SCHEMA, "people.pg", "test").close();
    Map<CommitId, Map<String, List<String>>> states = new LinkedHashMap<>();
    List<CommitId> commits = new ArrayList<>();
    try (Graph graph = opened(storage.get())) {
      load(graph);
      Random random = new Random(11);
      for (int i = 0; i < 18; i++) {
        pass(Duration.ofMinutes(15));
        change(graph, i, "n" + random.nextInt(40));
        CommitId commit = graph.snapshot(ReadAt.main()).commitId();
        states.put(commit, answers(graph, ReadAt.main()));
        commits.add(commit);
      }
    }
    // No commit is as old as the retention to the second: the one newest then is 125 minutes old.
    pass(Duration.ofMinutes(20));
    CommitId oldest = commits.get(10);
    long before = objects(storage);

    CleanupAnswer report;
    try (Graph graph = opened(storage.get())) {
      CleanupAnswer dry = graph.cleanup(new CleanupRequest(RETENTION, true));
      report = cleanup(graph);
      assertThat(report.tables()).isEqualTo(dry.tables());
      assertThat(cleanup(graph).total().objects()).isZero();
    }

    assertThat(objects(storage)).isEqualTo(before - report.total().objects());
    List<CommitId> gone = new ArrayList<>();
    try (Graph graph = opened(storage.get())) {
      states.forEach(
          (commit, expected) -> {
            try {
              assertThat(answers(graph, new ReadAt.Commit(BranchName.MAIN, commit)))
                  .isEqualTo(expected);
            } catch (GraphException e) {
              assertThat(e.code()).isEqualTo("data_gone");
              gone.add(commit);
            }
          });
      assertThat(gone)
          .hasSizeGreaterThan(5)
          .isEqualTo(states.keySet().stream().takeWhile(at -> !at.equals(oldest)).toList());
      assertThat(report.tables()).as("nothing of the edges was ever replaced").hasSize(1);
      mutate(graph, "add", Map.of("name", "afterwards"));
      assertThat(rows(graph, "all", ReadAt.main())).contains("[afterwards, 1]");
    }
  }

  private static void change(Graph graph, int step, String name) {
    switch (step % 6) {
      case 0, 1 -> mutate(graph, "set", Map.of("name", name, "age", step));
      case 2 -> mutate(graph, "drop", Map.of("name", name));
      case 3, 4 -> mutate(graph, "add", Map.of("name", "new" + step));
      default -> graph.optimize(WriteOptions.on(BranchName.MAIN, "test"));
    }
  }

  private static void load(Graph graph) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append(
          "{\"type\":\"Person\",\"data\":{\"name\":\"n%d\",\"age\":%d}}\n".formatted(i, i));
    }
    for (int i = 1; i < 40; i++) {
      lines.append("{\"edge\":\"Knows\",\"from\":\"n0\",\"to\":\"n%d\"}\n".formatted(i));
    }
    graph.load(
        new LoadRequest(
            "people.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "test"), null),
        new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }

  private static Map<String, List<String>> answers(Graph graph, ReadAt at) {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    Stream.of("all", "friends").forEach(query -> answers.put(query, rows(graph, query, at)));
    answers.put("aged", rows(graph, "aged", Map.of("age", 7), at));
    return answers;
  }

  private static List<String> rows(Graph graph, String query, ReadAt at) {
    return rows(graph, query, Map.of(), at);
  }

  private static List<String> rows(Graph graph, String query, Map<String, ?> arguments, ReadAt at) {
    return graph.query(new QueryRequest(QUERIES, "q.gq", query, arguments, at)).rows().stream()
        .map(String::valueOf)
        .toList();
  }

  private static void mutate(Graph graph, String query, Map<String, ?> arguments) {
    mutate(graph, BranchName.MAIN, query, arguments);
  }

  private static void mutate(
      Graph graph, BranchName branch, String query, Map<String, ?> arguments) {
    MutationAnswer answer =
        graph.mutate(
            new MutationRequest(
                QUERIES, "q.gq", query, arguments, WriteOptions.on(branch, "test")));
    assertThat(answer.commitId()).isNotEqualTo(CommitId.NONE);
  }

  private static CleanupAnswer cleanup(Graph graph) {
    return graph.cleanup(new CleanupRequest(RETENTION, false));
  }

  /** By a machine whose clock is the store's. */
  private Graph opened(GraphStorage storage) {
    return Graph.open(storage, Environment.system(Runnable::run).withClock(clock));
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private static long objects(Supplier<GraphStorage> storage) {
    GraphStorage opened = storage.get();
    try (ObjectStore objects = opened.objects();
        var tables = opened.tables()) {
      assertThat(tables).isNotNull();
      return Stream.of("nodes/", "edges/", "__manifest/", "__audit/")
          .flatMap(folder -> objects.list(folder).entries().stream())
          .count();
    }
  }

  private Supplier<GraphStorage> folderAt(Path folder) {
    return () ->
        GraphStorage.of(new FileObjectStore(folder, clock), Map.of(), TableOptions.DEFAULT);
  }

  private static GraphStorage on(CountingS3 s3, S3Client client) {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "people")),
        s3.storageOptions(),
        TableOptions.DEFAULT);
  }

  /** A process that was killed. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
