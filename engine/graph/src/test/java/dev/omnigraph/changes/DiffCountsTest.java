package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.CallMeter;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.merge.MergeWorld;
import dev.omnigraph.store.IoStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A diff costs what differs, whatever the size of the table. */
class DiffCountsTest {
  private static final String SCHEMA = "node Person { name: String @key  age: I32? }";

  @TempDir private Path folder;

  @Test
  void tenChangesCostAsMuchInManyRowsAsInFew() {
    IoStats small = comparing(10_000);
    IoStats large = comparing(Integer.getInteger("diff.rows", 200_000));

    assertThat((double) large.requests()).isBetween(small.requests() / 1.2, small.requests() * 1.2);
    assertThat((double) large.bytesRead()).isLessThan(small.bytesRead() * 1.2);
  }

  /** Five updates, three inserts and two deletions on one of two branches. */
  private IoStats comparing(int rows) {
    try (MergeWorld world = new MergeWorld(folder.resolve("g" + rows), SCHEMA)) {
      List<String> people = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        people.add(person(i, 1));
      }
      world.load("main", people.toArray(String[]::new));
      world.graph.optimize(MergeWorld.on("main"));
      world.fork("side", "main");
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        lines.add(person(i < 5 ? i * (rows / 10) : rows + i, 2));
      }
      world.load("side", lines.toArray(String[]::new));
      world.mutate("side", "delete Person where name in [\"p1\", \"p2\"]");

      CallMeter meter = world.graph.meter();
      DiffAnswer answer =
          world.graph.diff(DiffRequest.of(MergeWorld.head("main"), MergeWorld.head("side")));
      IoStats io = meter.report().io();

      assertThat(answer.changes()).hasSize(10);
      return io;
    }
  }

  private static String person(int i, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"p%d\",\"age\":%d}}".formatted(i, age);
  }
}
