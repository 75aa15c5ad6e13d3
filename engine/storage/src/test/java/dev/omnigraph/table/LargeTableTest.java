package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of more fragments than a pin carries, here three. */
class LargeTableTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("order", Scalar.I64, true)));
  private static final OperationId OPERATION = new OperationId("op");

  @TempDir Path folder;
  private LanceTables tables;
  private Pin empty;

  @BeforeEach
  void create() {
    tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT, 3);
    empty = tables.create(new TableId("nodes/t"), SCHEMA);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void onlyAVersionOfMoreFragmentsThanAPinCarriesIsMadeByTheLibrary() {
    Pin three = of(3);
    Pin four = Rows.committed(tables, three, Rows.numbered(3, 4));
    Pin five = Rows.committed(tables, four, Rows.numbered(4, 5));

    assertThat(three.version()).isEqualTo(empty.version());
    assertThat(three.manifest()).isNotNull();
    assertThat(four.version()).isNegative();
    assertThat(four.manifest()).isNull();
    assertThat(five.version()).isNegative().isNotEqualTo(four.version());
    assertThat(five.manifest()).isNull();
    assertThat(five.generation()).isEqualTo(5);
    assertThat(three.stepTo(four)).isEqualTo(new NewBase(four));
    assertThat(four.stepTo(five)).isEqualTo(new NewBase(five));
    assertThat(ids(three)).containsExactly("k0", "k1", "k2");
    assertThat(ids(five)).containsExactly("k0", "k1", "k2", "k3", "k4");
  }

  @Test
  void aLargeTableIsSmallAgainOnceItsFragmentsAreMerged() {
    Pin large = of(6);

    Pin merged = merged(large);
    Pin next = Rows.committed(tables, merged, Rows.numbered(6, 7));

    assertThat(merged.manifest()).isNotNull();
    assertThat(next.version()).isEqualTo(merged.version());
    assertThat(next.manifest()).isNotNull();
    assertThat(ids(next)).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6");
  }

  @Test
  void aLargeTableIsSmallAgainOnceItsFragmentsAreDropped() {
    Pin large = of(4);

    Pin three = commit(large, delete(large, "k0")).orElseThrow();
    Pin two = commit(three, delete(three, "k1")).orElseThrow();

    assertThat(three.manifest()).isNotNull();
    assertThat(two.version()).isEqualTo(three.version());
    assertThat(ids(two)).containsExactly("k2", "k3");
  }

  @Test
  void workMovesBetweenSmallAndLargeVersionsWhereItFits() {
    Pin small = of(3);
    StagedChange drop = delete(small, "k0");
    StagedChange sameDrop = delete(small, "k0");
    Pin large = Rows.committed(tables, small, Rows.numbered(3, 4));
    StagedChange dropOfLarge = delete(large, "k1");

    Pin onLarge = commit(large, drop).orElseThrow();
    assertThat(ids(onLarge)).containsExactly("k1", "k2", "k3");
    assertThat(commit(onLarge, sameDrop)).isEmpty();
    assertThat(onLarge.manifest()).isNotNull();
    Pin onSmall = commit(onLarge, dropOfLarge).orElseThrow();
    assertThat(onSmall.version()).isEqualTo(onLarge.version());
    assertThat(ids(onSmall)).containsExactly("k2", "k3");
    assertThat(commit(merged(large), dropOfLarge)).isEmpty();
  }

  private Pin of(int fragments) {
    return IntStream.range(0, fragments)
        .boxed()
        .reduce(
            empty,
            (pin, i) -> Rows.committed(tables, pin, Rows.numbered(i, i + 1)),
            (one, other) -> other);
  }

  private StagedChange delete(Pin pin, String id) {
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(OPERATION)) {
      Rows.addresses(table, new Predicate.In("id", List.of(id))).values().forEach(staging::delete);
      return staging.finish();
    }
  }

  private Optional<Pin> commit(Pin pin, StagedChange change) {
    try (WritableTable table = tables.open(pin)) {
      return table.commit(change);
    }
  }

  private Pin merged(Pin pin) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, List.of(), List.of());
      return table.commit(table.stageUpkeep(plan, UpkeepPolicy.DEFAULT, OPERATION)).orElseThrow();
    }
  }

  private List<String> ids(Pin pin) {
    try (Table table = tables.open(pin)) {
      return Rows.ids(table, null);
    }
  }
}
