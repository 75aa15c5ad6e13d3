package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.TableId;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.testkit.CountingS3;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Versions that this engine makes of the library's are what the library itself would have made,
 * whatever happened before: in random chains of changes by two branches, whose versions have the
 * same numbers and fragment ids and other rows. One session of the library serves all. More chains:
 * {@code -Dchains.runs=1000}; one of them again: {@code -Dchains.seed=… -Dchains.runs=1}.
 */
class VersionsChainsTest {
  private static final int RUNS = Integer.getInteger("chains.runs", 8);
  private static final int FIRST = Integer.getInteger("chains.seed", 1);
  private static final int STEPS = 16;

  /** All filters use the indexes, also on S3. */
  private static final TableOptions OPTIONS = TableOptions.DEFAULT.withScanBytes(0);

  @TempDir Path folder;

  @Test
  void everyVersionIsWhatTheLibraryWouldHaveMade() {
    try (LanceTables tables = LanceTables.open(objects(), Map.of(), OPTIONS)) {
      live(tables, RUNS);
    }
  }

  /** Tables that grow beyond what a pin carries, and come back by compactions. */
  @Test
  void everyVersionOfALargeTableIsWhatTheLibraryWouldHaveMade() {
    try (LanceTables tables = LanceTables.open(objects(), Map.of(), OPTIONS, 4)) {
      live(tables, Math.ceilDiv(RUNS, 2));
    }
  }

  /** Nothing stays in memory between two uses. */
  @Test
  void everyVersionIsWhatTheLibraryWouldHaveMadeAlsoWithoutCaches() {
    TableOptions small = OPTIONS.withCaches(1 << 10, 1 << 10).withOpenTables(0);
    try (LanceTables tables = LanceTables.open(objects(), Map.of(), small)) {
      live(tables, Math.ceilDiv(RUNS, 4));
    }
  }

  @Test
  void everyVersionIsWhatTheLibraryWouldHaveMadeOnS3() {
    try (CountingS3 s3 = CountingS3.start("bucket");
        LanceTables tables =
            LanceTables.open(
                new S3ObjectStore(s3.client(), new S3Location("bucket", "graph")),
                s3.storageOptions(),
                OPTIONS)) {
      live(tables, Math.ceilDiv(RUNS, 8));
    }
  }

  private FileObjectStore objects() {
    return new FileObjectStore(folder, InstantSource.system());
  }

  private static void live(LanceTables tables, int runs) {
    int states = 0;
    int both = 0;
    int one = 0;
    int lookups = 0;
    for (int seed = FIRST; seed < FIRST + runs; seed++) {
      Random random = new Random(seed);
      TableChain chain = new TableChain(tables, random, new TableId("nodes/s" + seed));
      TableStateCheck check = new TableStateCheck(tables, random);
      List<TableState> all = new ArrayList<>();
      try {
        for (int step = 0; step < STEPS; step++) {
          all.add(chain.step());
          assertThat(check.of(all.getLast())).isEmpty();
        }
        Collections.shuffle(all, random);
        for (TableState state : all) {
          assertThat(check.of(state)).as("again").isEmpty();
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", after " + chain.story(), e);
      }
      states += all.size();
      both += chain.moved();
      one += chain.refused();
      lookups += check.lookups();
    }
    assertThat(tables.allocator().getAllocatedMemory()).isZero();
    System.out.printf(
        Locale.ROOT,
        "%d chains: %d versions, each checked twice, %d lookups; of races %d both, %d one%n",
        runs,
        states,
        lookups,
        both,
        one);
  }
}
