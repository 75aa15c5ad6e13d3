package dev.omnigraph.commit;

import static dev.omnigraph.commit.World.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ContentionTest {
  private static final int WRITERS = 8;
  private static final int COMMITS = 25;

  @Test
  void writersThatRaceOnOneTableLoseNoCommitAndDoubleNone() {
    World world = World.withGraph();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        World.Process process = world.process(threads);
        writers.add(CompletableFuture.runAsync(() -> write(process, writer), threads));
      }
      writers.forEach(CompletableFuture::join);
    }

    TreeSet<String> expected = new TreeSet<>(List.of("root"));
    for (int w = 0; w < WRITERS; w++) {
      for (int i = 0; i < COMMITS; i += 2) {
        expected.add(w + "-" + i);
      }
    }
    assertThat(world.rows(PERSON)).containsOnlyKeys(expected);
    assertThat(world.rows(PERSON)).containsEntry("root", "v" + WRITERS * (COMMITS / 2));
    assertThat(world.sidecars()).isEmpty();
    assertThat(world.audits()).isEmpty();
    assertThat(world.log()).hasSize(2 + WRITERS * COMMITS);
    world.assertSound();
  }

  private static void write(World.Process process, int writer) {
    for (int i = 0; i < COMMITS; i++) {
      process.commit(
          i % 2 == 0
              ? Operations.insert(PERSON, writer + "-" + i)
              : Operations.increment(PERSON, "root"));
    }
  }
}
