package dev.omnigraph.function.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.store.IoStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchTest {
  private static final String SCHEMA = "node Person { name: String @key }";
  private static final String ADD = "query add($n: String) { insert Person { name: $n } }";

  @TempDir private Path folder;

  private final Watch watch = new Watch(Duration.ofSeconds(3));
  private final AtomicInteger left = new AtomicInteger(60_000);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Seam, Runnable> hooks = new ConcurrentHashMap<>();
  private Seam last = Seam.INIT_BRANCH;
  private Graph graph;

  @BeforeEach
  void open() {
    Graph.create(GraphStorage.folder(folder), SCHEMA, "schema.pg", "test").close();
    graph =
        Graph.open(
            GraphStorage.folder(folder),
            Environment.system(threads)
                .withListener(watch)
                .withDeadline(watch.deadline())
                .withSeams(this::pass));
  }

  private void pass(Seam seam, String subject) {
    if (seam == last) {
      left.set(2_999);
    }
    Runnable hook = hooks.remove(seam);
    if (hook != null) {
      hook.run();
    }
  }

  @AfterEach
  void close() {
    graph.close();
    threads.shutdown();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN_BRANCH", "STAGE", "STAGE_COMMIT"})
  void aWriteThatRunsOutOfTimeIsRefusedAndLeavesNothing(Seam moment) throws IOException {
    CommitId before = graph.snapshot(new ReadAt.Head(BranchName.MAIN)).commitId();
    begin();
    last = moment;

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> add("Ada"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("too_little_time"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE));

    watch.end();
    assertThat(graph.snapshot(new ReadAt.Head(BranchName.MAIN)).commitId()).isEqualTo(before);
    assertThat(sidecars()).isEmpty();
  }

  @Test
  void afterTheEventTheGraphTakesWritesAgain() {
    begin();
    last = Seam.STAGE_COMMIT;
    assertThatExceptionOfType(GraphException.class).isThrownBy(() -> add("Ada"));
    watch.end();
    last = Seam.INIT_BRANCH;
    left.set(60_000);
    begin();

    add("Ada");

    watch.end();
    assertThat(graph.commits(BranchName.MAIN, 1).getFirst().kind().name()).isEqualTo("MUTATE");
  }

  @Test
  void readingNeedsNoTime() {
    begin();
    left.set(0);

    assertThat(graph.snapshot(new ReadAt.Head(BranchName.MAIN)).commitId().text()).isNotBlank();
    watch.end();
  }

  @Test
  void aWriteIsToldOfWithItsBranchAndItsOperation() {
    Invocation invocation = begin();

    add("Ada");

    watch.end();
    assertThat(invocation.names()).containsOnlyKeys("branch", "operation_id");
    assertThat(invocation.names().get("branch")).containsExactly("main");
    assertThat(invocation.conflicts()).isZero();
    assertThat(invocation.coldStart()).isTrue();
    assertThat(begin().coldStart()).isFalse();
  }

  @Test
  void aLostRaceCountsOnceHoweverManyRivalsAreRead() {
    hooks.put(
        Seam.PUBLISH,
        () -> {
          try (Graph rival = Graph.open(GraphStorage.folder(folder))) {
            add(rival, "Bob");
            add(rival, "Eve");
          }
        });
    Invocation invocation = begin();

    add("Ada");

    assertThat(invocation.conflicts()).isEqualTo(1);
    watch.end();
  }

  private Invocation begin() {
    return watch.begin("mutate", "r1", left::get, IoStats.NONE);
  }

  private void add(String name) {
    add(graph, name);
  }

  private static void add(Graph to, String name) {
    to.mutate(
        new MutationRequest(
            ADD, "test.gq", null, Map.of("n", name), WriteOptions.on(BranchName.MAIN, "test")));
  }

  private List<Path> sidecars() throws IOException {
    Path below = folder.resolve("__recovery");
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }
}
