package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Look-up objects as upkeep builds them. */
class LookupBuilderTest {
  private static final Schema NODES =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("age", Scalar.I32, true),
              ArrowSchemas.field("name", Scalar.STRING, true)));
  private static final Schema EDGES =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("src", Scalar.STRING, false),
              ArrowSchemas.field("dst", Scalar.STRING, false),
              ArrowSchemas.field("since", Scalar.I64, true),
              ArrowSchemas.field("note", Scalar.STRING, true)));
  private static final UpkeepPolicy POLICY = UpkeepPolicy.DEFAULT;
  private static final TableOptions SMALL = TableOptions.DEFAULT.withSmallRows(0);

  @TempDir Path folder;
  private LanceTables tables;
  private Pin people;
  private Pin knows;

  private LanceTables open(TableOptions options) {
    return LanceTables.open(new FileObjectStore(folder, InstantSource.system()), Map.of(), options);
  }

  @BeforeEach
  void open() {
    tables = open(SMALL);
    people = tables.create(new TableId("nodes/person"), NODES);
    knows = tables.create(new TableId("edges/knows"), EDGES);
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(tables.allocator().getAllocatedMemory()).isZero();
    tables.close();
  }

  @Test
  void severalPassesMakeTheSameObjectsAsOne() {
    fill(500, 3000);
    knows = upkept(knows, List.of());
    List<String> inOne = bodies(upkept(knows));
    tables.close();
    tables = open(SMALL.withLookups(700, 256L << 20));

    List<String> inMany = bodies(upkept(knows));

    assertThat(inOne).hasSize(2);
    assertThat(inMany).isEqualTo(inOne);
  }

  private void fill(int nodes, int edges) {
    Random random = new Random(edges);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      rows.add(Arrays.asList(id(i), i % 7 == 0 ? null : i % 90, "name " + i % 50));
    }
    people = Rows.committed(tables, people, rows);
    for (int part = 0; part < 3; part++) {
      rows = new ArrayList<>();
      for (int i = 0; i < edges / 3; i++) {
        int from = random.nextInt(4) == 0 ? 3 : random.nextInt(nodes);
        rows.add(
            Arrays.asList(
                "e" + part + "-" + i,
                id(from),
                id(random.nextInt(nodes)),
                (long) random.nextInt(100),
                random.nextBoolean() ? null : "n" + random.nextInt(10)));
      }
      knows = Rows.committed(tables, knows, rows);
    }
  }

  private static String id(int i) {
    return i == 0 ? "" : i % 5 == 0 ? "é" + i : "p" + i;
  }

  private List<LookupSpec> specs(Pin pin) {
    return pin.path().startsWith("nodes/")
        ? List.of(new LookupSpec(LookupColumn.ID, null, null))
        : List.of(
            new LookupSpec(LookupColumn.SRC, people, people),
            new LookupSpec(LookupColumn.DST, people, people));
  }

  private Pin upkept(Pin pin) {
    return upkept(pin, specs(pin));
  }

  private Pin upkept(Pin pin, List<LookupSpec> specs) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(POLICY, List.of(), specs);
      return table.commit(table.stageUpkeep(plan, POLICY, new OperationId("upkeep"))).orElseThrow();
    }
  }

  /** What the version's objects are, without their names. */
  private List<String> bodies(Pin pin) {
    return pin.lookupKeys().stream()
        .map(key -> Sha256.hex(tables.objects().get(key).orElseThrow().body()))
        .toList();
  }
}
