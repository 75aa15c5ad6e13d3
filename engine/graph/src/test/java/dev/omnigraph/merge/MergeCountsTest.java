package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.CallMeter;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.store.IoStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merge costs what is new in its source, whatever the size of the table. */
class MergeCountsTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? }
      edge Knows: Person -> Person { @key(src, dst)  mark: String }
      """;

  @TempDir private Path folder;

  @Test
  void aHundredChangesCostAsMuchInAMillionRowsAsInTenThousand() {
    IoStats small = merging(10_000);
    IoStats large = merging(Integer.getInteger("merge.rows", 1_000_000));

    assertThat((double) large.requests()).isBetween(small.requests() / 1.2, small.requests() * 1.2);
    assertThat((double) large.bytesRead() + large.bytesWritten())
        .isBetween(
            (small.bytesRead() + small.bytesWritten()) / 1.2,
            (small.bytesRead() + small.bytesWritten()) * 1.2);
  }

  /** Fifty updates, thirty inserts and twenty deletions, and others in the target. */
  private IoStats merging(int rows) {
    try (MergeWorld world = new MergeWorld(folder.resolve("g" + rows), SCHEMA)) {
      List<String> people = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        people.add(person(i, 1));
      }
      world.load("main", people.toArray(String[]::new));
      world.graph.optimize(MergeWorld.on("main"));
      world.fork("side", "main");
      change(world, "side", rows, 0);
      change(world, "main", rows, 1);

      CallMeter meter = world.graph.meter();
      MergeAnswer answer = world.merge("side", "main");
      IoStats io = meter.report().io();

      assertThat(answer.tables()).containsExactly(new MergeAnswer.Table("Person", 30, 50, 20));
      return io;
    }
  }

  private static void change(MergeWorld world, String branch, int rows, int side) {
    List<String> lines = new ArrayList<>();
    int apart = rows / 100;
    for (int i = 0; i < 50; i++) {
      lines.add(person(2 * i * apart + side, 2));
    }
    for (int i = 0; i < 30; i++) {
      lines.add(person(rows + 2 * i + side, 2));
    }
    world.load(branch, lines.toArray(String[]::new));
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      names.append(i == 0 ? "" : ", ").append("\"p%d\"".formatted((2 * i + 1) * apart + side));
    }
    world.mutate(branch, "delete Person where name in [" + names + "]");
  }

  private static String person(int i, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"p%d\",\"age\":%d}}".formatted(i, age);
  }
}
