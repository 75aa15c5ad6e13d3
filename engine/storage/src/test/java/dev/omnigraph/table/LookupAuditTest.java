package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lookup.LookupBlock;
import dev.omnigraph.lookup.LookupCheck;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupRef;
import dev.omnigraph.lookup.LookupWriter;
import dev.omnigraph.store.PutOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing which is wrong with a look-up object goes unnoticed when it is checked. */
class LookupAuditTest {
  @TempDir Path folder;
  private PeopleTables graph;
  private Pin knows;

  @BeforeEach
  void fill() {
    graph = new PeopleTables(folder, 40);
    knows = graph.upkept(graph.know("a", 300).knows);
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(graph.tables.allocator().getAllocatedMemory()).isZero();
    graph.close();
  }

  @Test
  void aFlippedBitAnywhereIsFound() {
    String key = knows.lookupKeys().getFirst();
    byte[] good = body(key);
    for (int at = 0; at < good.length; at += 1 + good.length / 150) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      overwrite(key, bad);

      assertThat(wrong(knows)).as("byte %d", at).containsExactly(key);
    }
    overwrite(key, good);
    assertThat(wrong(knows)).isEmpty();
  }

  @Test
  void anObjectThatIsCutEmptyOrGoneIsFound() {
    String key = knows.lookupKeys().getLast();
    byte[] good = body(key);
    for (int length : List.of(0, 1, good.length / 2, good.length - 1)) {
      overwrite(key, Arrays.copyOf(good, length));
      assertThat(wrong(knows)).as("%d bytes", length).containsExactly(key);
    }
    graph.tables.objects().delete(key);
    assertThat(wrong(knows)).containsExactly(key);
  }

  @Test
  void anObjectWithARowTooFewIsFoundThoughItsChecksumsAreRight() {
    Pin bad = rewritten((block, row) -> row == 7 && block.first() == 0 ? -1 : block.target(row), 0);

    assertThat(wrong(bad)).containsExactly(bad.lookupKeys().getFirst());
  }

  @Test
  void aCopyOfAColumnThatIsAnotherIsFound() {
    Pin bad = rewritten(LookupBlock::target, 1);

    assertThat(wrong(bad)).containsExactly(bad.lookupKeys().getFirst());
  }

  @Test
  void anEdgeThatLeadsElsewhereIsFoundByTheOtherDirection() {
    Pin bad = rewritten((block, row) -> mayLeadFarther(block, row) ? 39 : block.target(row), 0);

    assertThat(wrong(bad)).containsExactlyInAnyOrderElementsOf(bad.lookupKeys());
  }

  /** Whether a row is the last of the first key whose last one may lead farther. */
  private static boolean mayLeadFarther(LookupBlock block, int row) {
    for (int key = 0; key < block.size(); key++) {
      int last = block.end(key) - 1;
      if (last >= block.start(key) && block.target(last) < 39) {
        return last == row;
      }
    }
    throw new AssertionError("all edges lead to the last node");
  }

  /** Where a row leads; nowhere when it is left out. */
  private interface Targets {
    int of(LookupBlock block, int row);
  }

  /**
   * The version with the object by src written again.
   *
   * @param plus what is added to a column of the first row
   */
  private Pin rewritten(Targets targets, long plus) {
    LookupRef ref = knows.lookups().getFirst();
    LookupCheck.Checked good =
        LookupCheck.check(
            ref, LanceLookups.ranges(graph.tables, knows.path(), ref), graph.tables.allocator());
    try (LookupWriter writer =
        new LookupWriter(
            LookupColumn.SRC,
            good.keys(),
            good.targets(),
            good.columns(),
            good.files(),
            good.rows(),
            Long.MAX_VALUE,
            graph.tables.allocator())) {
      LookupCheck.check(
          ref,
          LanceLookups.ranges(graph.tables, knows.path(), ref),
          graph.tables.allocator(),
          block -> copy(block, writer, targets, plus));
      LookupWriter.Written written = writer.finish();
      List<LookupRef> refs = new ArrayList<>(knows.lookups());
      refs.set(0, written.ref());
      Pin bad = knows.withLookups(refs);
      assertThat(
              graph
                  .tables
                  .objects()
                  .create(bad.lookupKeys().getFirst(), DerivedObjects.stored(written.body())))
          .isInstanceOf(PutOutcome.Done.class);
      return bad;
    }
  }

  private static void copy(LookupBlock block, LookupWriter writer, Targets targets, long plus) {
    List<FieldVector> columns = block.columns().getFieldVectors();
    if (plus != 0) {
      BigIntVector since = (BigIntVector) block.columns().getVector("since");
      since.set(0, since.get(0) + plus);
    }
    for (int key = 0; key < block.size(); key++) {
      writer.key(block.id(key));
      for (int row = block.start(key); row < block.end(key); row++) {
        int target = targets.of(block, row);
        if (target >= 0) {
          // There is one file, so an address in it is a number over all.
          writer.row(target, block.address(row), columns, row);
        }
      }
    }
  }

  private List<String> wrong(Pin pin) {
    // Other tables, which have nothing of the object in memory.
    try (LanceTables fresh = PeopleTables.open(folder, PeopleTables.OPTIONS)) {
      return List.copyOf(fresh.checkDerived(pin).keySet());
    }
  }

  private byte[] body(String key) {
    return graph.tables.objects().get(key).orElseThrow().body();
  }

  private void overwrite(String key, byte[] body) {
    assertThat(
            graph
                .tables
                .objects()
                .replace(key, body, graph.tables.objects().get(key).orElseThrow().etag()))
        .isInstanceOf(PutOutcome.Done.class);
  }
}
