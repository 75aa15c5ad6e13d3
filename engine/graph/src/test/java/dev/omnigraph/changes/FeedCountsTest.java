package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.FeedRequest.Now;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.merge.MergeWorld;
import dev.omnigraph.store.IoStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed costs what follows, whatever the size of the table; all from cold. */
class FeedCountsTest {
  private static final String SCHEMA = "node Person { name: String @key  age: I32? }";

  @TempDir private Path folder;

  @Test
  void aCommitCostsAsMuchInManyRowsAsInFew() {
    IoStats small = reading(10_000);
    IoStats large = reading(Integer.getInteger("feed.rows", 200_000));

    System.out.println("feed: " + small + " in few rows, " + large + " in many");
    assertThat((double) large.requests()).isBetween(small.requests() / 1.2, small.requests() * 1.2);
    assertThat((double) large.bytesRead()).isLessThan(small.bytesRead() * 1.2);
    assertThat(small.requests()).isLessThanOrEqualTo(24);
  }

  @Test
  void whoIsCaughtUpAsksForTheBranchAndItsSchemaAndWhetherItIsNewest() {
    try (MergeWorld world = new MergeWorld(folder.resolve("g"), SCHEMA)) {
      world.load("main", person(1, 1));
      String cursor = world.graph.feed(FeedRequest.of(BranchName.MAIN, new Now())).cursor();

      assertThat(cold("g", cursor, 0).requests()).isEqualTo(3);
    }
  }

  private IoStats reading(int rows) {
    try (MergeWorld world = new MergeWorld(folder.resolve("g" + rows), SCHEMA)) {
      List<String> people = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        people.add(person(i, 1));
      }
      world.load("main", people.toArray(String[]::new));
      world.graph.optimize(MergeWorld.on("main"));
      String cursor = world.graph.feed(FeedRequest.of(BranchName.MAIN, new Now())).cursor();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        lines.add(person(i < 5 ? i * (rows / 10) : rows + i, 2));
      }
      world.load("main", lines.toArray(String[]::new));
      return cold("g" + rows, cursor, 8);
    }
  }

  private IoStats cold(String name, String cursor, int changes) {
    try (Graph graph = Graph.open(GraphStorage.folder(folder.resolve(name)))) {
      CallMeter meter = graph.meter();
      FeedAnswer answer = graph.feed(FeedRequest.of(BranchName.MAIN, new Now()).from(cursor));
      assertThat(answer.blocks().stream().mapToInt(block -> block.changes().size()).sum())
          .isEqualTo(changes);
      return meter.report().io();
    }
  }

  private static String person(int i, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"p%d\",\"age\":%d}}".formatted(i, age);
  }
}
