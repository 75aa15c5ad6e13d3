package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges of more than one may hold: of a mebibyte here, which 4,194 ids fill. */
class MergeMemoryTest {
  private static final MergeRequest REQUEST =
      MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"));

  @TempDir private Path folder;
  private MergeWorld world;
  private ExecutorService executor;
  private Graph graph;

  @BeforeEach
  void make() {
    world =
        new MergeWorld(
            folder.resolve("g"), "node Person { name: String @key  age: I32?  story: String? }");
    executor = Executors.newCachedThreadPool();
    graph =
        Graph.open(
            GraphStorage.folder(folder.resolve("g")),
            Environment.system(executor),
            new MemoryBudget(3 << 20),
            null);
  }

  @AfterEach
  void close() {
    graph.close();
    executor.shutdown();
    world.close();
  }

  @Test
  void aMergeOfMoreThanFitsEndsByNameAndGoesOnInSteps() {
    world.fork("side", "main");
    load("side", 0, 3_000, 1, "");
    CommitId first = world.newest("side");
    load("side", 3_000, 3_000, 1, "");

    GraphException e = catchThrowableOfType(GraphException.class, () -> graph.merge(REQUEST));

    assertThat(e.code()).isEqualTo("merge_too_large");
    assertThat(e.details())
        .containsEntry("entities", 6_000L)
        .containsEntry("limit_bytes", 1L << 20);
    assertThat(world.state("main")).isEmpty();

    graph.merge(
        MergeRequest.of(new ReadAt.Commit(new BranchName("side"), first), MergeWorld.on("main")));
    MergeAnswer rest = graph.merge(REQUEST);

    assertThat(rest.tables()).containsExactly(new MergeAnswer.Table("Person", 3_000, 0, 0));
    assertThat(world.state("main")).hasSize(6_000);
  }

  @Test
  void wideRowsThatBothSidesChangedCountByWhatTheyHold() {
    String story = "s".repeat(2_000);
    load("main", 0, 300, 1, story);
    world.fork("side", "main");
    load("side", 0, 300, 2, story);
    load("main", 0, 300, 3, story);

    GraphException e = catchThrowableOfType(GraphException.class, () -> graph.merge(REQUEST));

    assertThat(e.code()).isEqualTo("merge_too_large");
  }

  @Test
  void aRevertAndARestoreAreHeldToItToo() {
    CommitId before = world.newest("main");
    load("main", 0, 5_000, 1, "");
    CommitId load = world.newest("main");

    GraphException reverted =
        catchThrowableOfType(
            GraphException.class,
            () -> graph.pick(PickRequest.revert(load, MergeWorld.on("main"))));
    GraphException restored =
        catchThrowableOfType(
            GraphException.class,
            () -> graph.restore(new RestoreRequest(before, MergeWorld.on("main"))));

    assertThat(reverted.code()).isEqualTo("merge_too_large");
    assertThat(restored.code()).isEqualTo("merge_too_large");
  }

  private void load(String branch, int from, int count, int age, String story) {
    world.load(
        branch,
        IntStream.range(from, from + count)
            .mapToObj(
                i ->
                    "{\"type\":\"Person\",\"data\":{\"name\":\"p%05d\",\"age\":%d,\"story\":\"%s\"}}"
                        .formatted(i, age, story))
            .toArray(String[]::new));
  }
}
