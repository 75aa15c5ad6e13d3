package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
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
        SimulatedProcess process = world.process(threads);
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
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys(expected);
    assertThat(world.stored.rows(PERSON)).containsEntry("root", "v" + WRITERS * (COMMITS / 2));
    assertThat(world.stored.sidecars()).isEmpty();
    assertThat(world.stored.audits()).isEmpty();
    assertThat(world.stored.log()).hasSize(2 + WRITERS * COMMITS);
    assertSound(world);
  }

  private static void write(SimulatedProcess process, int writer) {
    for (int i = 0; i < COMMITS; i++) {
      process.commit(
          i % 2 == 0
              ? Operations.insert(PERSON, writer + "-" + i)
              : Operations.increment(PERSON, "root"));
    }
  }
}
