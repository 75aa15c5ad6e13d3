package dev.omnigraph.table;

import static dev.omnigraph.table.TableStateCheck.Wrong.COUNT;
import static dev.omnigraph.table.TableStateCheck.Wrong.LOOKUP;
import static dev.omnigraph.table.TableStateCheck.Wrong.RANGE;
import static dev.omnigraph.table.TableStateCheck.Wrong.ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link TableStateCheck} finds in versions that must never be made. */
class VersionsCheckTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("i", Scalar.I64, true)));
  private static final OperationId OPERATION = new OperationId("op");

  @TempDir Path folder;
  private LanceTables tables;
  private Pin base;

  /** Twenty rows in two fragments, all of them in the indexes. */
  @BeforeEach
  void fill() {
    tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT);
    Pin pin = Rows.committed(tables, tables.create(new TableId("nodes/t"), SCHEMA), rows(0, 10));
    base = indexed(Rows.committed(tables, pin, rows(10, 20)));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void nothingIsFoundInTheTableItself() {
    assertThat(found(base, model(0, 20))).isEmpty();
    assertThat(found(Rows.committed(tables, base, rows(20, 30)), model(0, 30))).isEmpty();
  }

  @Test
  void workOnAVersionWhoseFragmentsItDoesNotFitIsFound() {
    RowDelta first = deletion("k3");
    RowDelta second = deletion("k4");
    Pin winner = base.after(first).orElseThrow();
    assertThat(winner.after(second)).isEmpty();
    RowDelta.Touched touched = second.touched().getFirst();
    String nowThere = FakeVersions.manifest(winner).fragments().getFirst().digest();

    Pin forced =
        winner
            .after(
                new RowDelta(
                    List.of(), List.of(new RowDelta.Touched(touched.id(), nowThere, touched.is()))))
            .orElseThrow();

    SortedMap<String, Map<String, Object>> model = model(0, 20);
    model.keySet().removeAll(Set.of("k3", "k4"));
    assertThat(found(forced, model)).contains(ROWS, COUNT);
  }

  @Test
  void anIdThatIsGivenOutTwiceIsFound() {
    Pin dropped = base.after(new RowDelta(List.of(), List.of(drop(base, 1)))).orElseThrow();
    UnknownFieldSet.Builder message = message(dropped);
    Protobuf.present(message, 11, 0);

    Pin forced = Rows.committed(tables, with(dropped, message), rows(20, 30));

    SortedMap<String, Map<String, Object>> model = model(0, 10);
    model.putAll(model(20, 30));
    assertThat(found(Rows.committed(tables, dropped, rows(20, 30)), model)).isEmpty();
    assertThat(found(forced, model)).contains(LOOKUP, RANGE).doesNotContain(ROWS);
  }

  @Test
  void indexesOfAnotherBranchAreFound() {
    Pin ours = Rows.committed(tables, base, rows(20, 30));
    Pin theirs = indexed(Rows.committed(tables, base, rows(40, 50)));
    UnknownFieldSet.Builder message = message(ours);
    UnknownFieldSet.Builder other = message(theirs);
    Protobuf.number(message, 3, theirs.version());
    Protobuf.present(message, 6, Protobuf.number(other.build(), 6));

    Pin forced = with(ours, message);

    assertThat(found(ours, model(0, 30))).isEmpty();
    assertThat(found(forced, model(0, 30))).contains(LOOKUP, RANGE).doesNotContain(ROWS);
  }

  private Set<TableStateCheck.Wrong> found(Pin pin, SortedMap<String, Map<String, Object>> model) {
    TableState state =
        new TableState(pin, pin, FakeVersions.manifest(pin), SCHEMA.getFields(), model);
    TableStateCheck check = new TableStateCheck(tables, new Random(1));
    Set<TableStateCheck.Wrong> found = new TreeSet<>();
    // Each time it looks for other ids.
    for (int i = 0; i < 20; i++) {
      found.addAll(check.of(state));
    }
    return found;
  }

  private RowDelta deletion(String id) {
    try (LanceTable table = tables.openTable(base);
        Staging staging = table.stage(OPERATION)) {
      Rows.addresses(table, new Predicate.In("id", List.of(id))).values().forEach(staging::delete);
      return (RowDelta) base.stepTo(table.commit(staging.finish()).orElseThrow());
    }
  }

  private static RowDelta.Touched drop(Pin pin, int fragment) {
    return RowDelta.Touched.of(FakeVersions.manifest(pin).fragments().get(fragment), null);
  }

  private Pin indexed(Pin pin) {
    UpkeepPolicy policy = new UpkeepPolicy(1, 1, 0, 0, 1, 2.0);
    List<IndexSpec> indexes =
        List.of(
            new IndexSpec("id", IndexSpec.Kind.BTREE), new IndexSpec("i", IndexSpec.Kind.BTREE));
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(policy, indexes, List.of());
      return table.commit(table.stageUpkeep(plan, policy, OPERATION)).orElseThrow();
    }
  }

  private static UnknownFieldSet.Builder message(Pin pin) {
    return Protobuf.parsed(ByteString.copyFrom(FakeVersions.manifest(pin).message())).toBuilder();
  }

  private static Pin with(Pin pin, UnknownFieldSet.Builder message) {
    VersionManifest manifest = VersionManifest.parse(message.build().toByteArray());
    return new Pin(
        pin.path(),
        Protobuf.number(message.build(), 3),
        pin.transaction(),
        manifest.rows(),
        pin.generation(),
        manifest,
        pin.lookups(),
        pin.values());
  }

  private static List<List<Object>> rows(long from, long to) {
    return Rows.numbered(from, to);
  }

  private static SortedMap<String, Map<String, Object>> model(long from, long to) {
    SortedMap<String, Map<String, Object>> model = new TreeMap<>();
    LongStream.range(from, to).forEach(i -> model.put("k" + i, Map.of("id", "k" + i, "i", i)));
    return model;
  }
}
