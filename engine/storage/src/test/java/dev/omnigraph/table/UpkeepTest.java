package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lance.index.Index;

class UpkeepTest extends FolderTables {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("n", Scalar.I64, true),
              ArrowSchemas.field("photo", new PropertyType.Blob(), true)));
  private static final List<IndexSpec> INDEXES =
      List.of(new IndexSpec("id", IndexSpec.Kind.BTREE), new IndexSpec("n", IndexSpec.Kind.BTREE));
  private static final UpkeepPolicy POLICY = UpkeepPolicy.DEFAULT;

  /** Never merges: only builds indexes. */
  private static final UpkeepPolicy NO_MERGING = new UpkeepPolicy(1, 1, 0, 0, 1, 2.0);

  @Test
  void upkeepMergesFragmentsCoversEveryRowAndKeepsTheRows() {
    Pin pin = filled(6, 50);
    pin = Rows.without(tables, pin, "k3", "k70", "k299");
    Map<String, List<Object>> before = contents(pin);
    assertThat(layout(pin)).isEqualTo(new Layout(6, 0, 0));
    assertThat(before)
        .containsEntry("k6", Arrays.asList(6L, null))
        .hasEntrySatisfying("k4", k4 -> assertThat(k4.get(1)).isEqualTo(new byte[0]))
        .hasEntrySatisfying("k5", k5 -> assertThat(k5.get(1)).isEqualTo(new byte[] {5, 1}));

    Pin kept = upkeep(pin, POLICY);

    assertThat(layout(kept)).isEqualTo(new Layout(1, 2, 0));
    assertThat(contents(kept)).usingRecursiveComparison().isEqualTo(before);
    assertThat(kept.rows()).isEqualTo(297);
    assertThat(kept.generation()).isEqualTo(pin.generation() + 1);
    assertLookups(kept, before);
  }

  @Test
  void theSecondRunFindsNothingToDoAndCommitsNothing() {
    Pin kept = upkeep(filled(3, 20), POLICY);
    try (WritableTable table = tables.open(kept)) {
      UpkeepPlan plan = table.planUpkeep(POLICY, INDEXES, List.of());

      assertThat(plan.isEmpty()).isTrue();
      assertThat(table.commit(table.stageUpkeep(plan, POLICY, new OperationId("again"))))
          .contains(kept);
    }
  }

  @Test
  void upkeepCountsValuesAndLaterVersionsKeepWhatItCounted() {
    Pin kept = upkeep(filled(3, 20), POLICY);
    Pin appended = Rows.committed(tables, kept, rows(200, 205));

    assertThat(kept.values()).isEqualTo(Map.of("id", 60L, "n", 60L));
    assertThat(appended.values()).isEqualTo(kept.values());
    assertThat(upkeep(appended, POLICY).values()).isEqualTo(Map.of("id", 65L, "n", 65L));
  }

  @Test
  void textsThatAreTooLongAreTakenForDifferent() {
    Schema texts =
        new Schema(
            List.of(
                ArrowSchemas.field("id", Scalar.STRING, false),
                ArrowSchemas.field("body", Scalar.STRING, true),
                ArrowSchemas.field("word", Scalar.STRING, true)));
    Pin pin = tables.create(new TableId("nodes/t"), texts);
    for (int from = 0; from < 30; from += 10) {
      List<List<Object>> rows = new ArrayList<>();
      for (int i = from; i < from + 10; i++) {
        rows.add(List.of("k" + i, ("b" + i).repeat(600), "w" + i % 7));
      }
      pin = Rows.committed(tables, pin, rows);
    }
    try (LanceTable table = tables.openTable(pin)) {
      Map<String, Long> counted = Map.of("id", 30L, "body", 30L, "word", 7L);
      assertThat(ValueCounts.of(table, Set.of())).isEqualTo(counted);
      assertThat(ValueCounts.of(table, Set.of(), 10_000)).isEqualTo(counted);
      assertThat(ValueCounts.of(table, Set.of(), 10)).containsEntry("body", 30L);
      assertThat(ValueCounts.of(table, Set.of("body"))).isEqualTo(Map.of("id", 30L, "word", 7L));
    }
  }

  @Test
  void theSampleIsSpreadOverAFragment() {
    Pin pin = tables.create(new TableId("nodes/t"), SCHEMA);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      rows.add(Arrays.asList("k" + i, i / 200L, null));
    }

    Pin kept = upkeep(Rows.committed(tables, pin, rows), NO_MERGING);

    // The first 65,536 rows have 328 of the thousand.
    assertThat(kept.values().get("n")).isBetween(500L, 2_000L);
  }

  @Test
  void valuesAreCountedWhereTheyAreNotKnownThoughNothingElseIsToDo() {
    Pin kept = upkeep(filled(3, 20), POLICY);
    Pin unknown = kept.withValues(new TreeMap<>());

    Pin again = upkeep(unknown, POLICY);

    assertThat(again.values()).isEqualTo(kept.values());
    assertThat(again.version()).isEqualTo(kept.version());
    assertThat(again.generation()).isEqualTo(kept.generation() + 1);
    assertThat(upkeep(again, POLICY)).isEqualTo(again);
  }

  @Test
  void valuesOfALargeTableAreEstimatedFromASampleOfItsFragments() {
    Pin pin = tables.create(new TableId("nodes/t"), SCHEMA);
    for (int from = 0; from < 100_000; from += 25_000) {
      List<List<Object>> rows = new ArrayList<>();
      for (int i = from; i < from + 25_000; i++) {
        // Each fragment has as many values of its own, and each value is there five times.
        rows.add(Arrays.asList("k" + i, i / 5L, null));
      }
      pin = Rows.committed(tables, pin, rows);
    }

    assertThat(upkeep(pin, NO_MERGING).values().get("n")).isBetween(12_000L, 24_000L);
  }

  @Test
  void anEmptyTableNeedsNoUpkeep() {
    Pin pin = tables.create(new TableId("nodes/t"), SCHEMA);
    try (Table table = tables.open(pin)) {
      assertThat(table.planUpkeep(POLICY, INDEXES, List.of()).isEmpty()).isTrue();
    }
    Pin emptied = Rows.without(tables, upkeep(filled(1, 2), POLICY), "k0", "k1");
    assertThat(contents(upkeep(emptied, POLICY))).isEmpty();
  }

  @Test
  void rowsAppendedAfterAnIndexAreFoundBeforeAndAfterItIsExtended() {
    Pin pin = upkeep(filled(2, 20), NO_MERGING);
    pin = Rows.committed(tables, pin, rows(100, 110));
    assertThat(layout(pin).uncovered()).isEqualTo(1);
    assertLookups(pin, contents(pin));

    Pin kept = upkeep(pin, NO_MERGING);

    assertThat(layout(kept).uncovered()).isZero();
    assertThat(layout(kept).fragments()).isEqualTo(3);
    assertLookups(kept, contents(kept));
  }

  @Test
  void anUpdatedRowIsFoundByItsNewValueAndNotByItsOldOne() {
    Pin pin = upkeep(filled(2, 20), POLICY);
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, equal("id", "k7")).values().forEach(staging::delete);
      Rows.append(tables, table, staging, List.of(Arrays.asList("k7", 777L, null)));
      pin = table.commit(staging.finish()).orElseThrow();
    }

    for (Pin version : List.of(pin, upkeep(pin, POLICY))) {
      try (Table table = tables.open(version)) {
        assertThat(Rows.ids(table, equal("n", 777L))).containsExactly("k7");
        assertThat(Rows.ids(table, equal("n", 7L))).isEmpty();
        assertThat(Rows.ids(table, equal("id", "k7"))).containsExactly("k7");
      }
    }
  }

  /** An index would take a new fragment for covered if it got the id of one that is gone. */
  @Test
  void aFragmentNeverGetsTheIdOfOneThatIsGone() {
    Pin pin = upkeep(filled(2, 5), NO_MERGING);
    pin = Rows.without(tables, pin, "k5", "k6", "k7", "k8", "k9");
    pin = Rows.committed(tables, pin, rows(50, 55));
    assertLookups(pin, contents(pin));

    pin = Rows.without(tables, pin, contents(pin).keySet().toArray(String[]::new));
    pin = Rows.committed(tables, pin, rows(70, 72));
    assertThat(layout(pin).uncovered()).isEqualTo(1);
    assertLookups(pin, contents(pin));
    assertLookups(upkeep(pin, NO_MERGING), contents(pin));
  }

  @Test
  void upkeepFitsAVersionThatOnlyAppendedAndCoversItsRowsToo() {
    Pin base = filled(3, 20);
    try (WritableTable table = tables.open(base)) {
      StagedChange change =
          table.stageUpkeep(
              table.planUpkeep(POLICY, INDEXES, List.of()), POLICY, new OperationId("optimize"));
      Pin raced = Rows.committed(tables, base, rows(200, 205));
      try (WritableTable newer = tables.open(raced)) {
        Pin kept = newer.commit(change).orElseThrow();

        assertThat(layout(kept)).isEqualTo(new Layout(2, 2, 0));
        assertThat(kept.generation()).isEqualTo(raced.generation() + 1);
        assertLookups(kept, contents(raced));
      }
    }
  }

  @Test
  void upkeepDoesNotFitAVersionThatDeletedFromItsFragments() {
    Pin base = filled(3, 20);
    try (WritableTable table = tables.open(base)) {
      StagedChange change =
          table.stageUpkeep(
              table.planUpkeep(POLICY, INDEXES, List.of()), POLICY, new OperationId("optimize"));
      try (WritableTable newer = tables.open(Rows.without(tables, base, "k30"))) {
        assertThat(newer.commit(change)).isEmpty();
      }
    }
  }

  @Test
  void anIndexStagedBeforeARaceIsBuiltAnewForTheFragmentsThatAreThere() {
    Pin base = filled(1, 20);
    Pin left = Rows.committed(tables, base, rows(100, 120));
    Pin right = Rows.committed(tables, base, rows(300, 320));
    try (WritableTable table = tables.open(left);
        WritableTable other = tables.open(right)) {
      StagedChange change =
          table.stageUpkeep(
              table.planUpkeep(NO_MERGING, INDEXES, List.of()),
              NO_MERGING,
              new OperationId("optimize"));

      Pin kept = other.commit(change).orElseThrow();

      assertLookups(kept, contents(right));
    }
  }

  @Test
  void aStagedDeletionDoesNotFitACompactedTable() {
    Pin base = filled(3, 20);
    try (WritableTable table = tables.open(base);
        Staging staging = table.stage(new OperationId("op"))) {
      Rows.addresses(table, equal("id", "k7")).values().forEach(staging::delete);
      StagedChange change = staging.finish();
      try (WritableTable compacted = tables.open(upkeep(base, POLICY))) {
        assertThat(compacted.commit(change)).isEmpty();
      }
    }
  }

  @Test
  void randomHistoriesWithUpkeepInBetweenLoseNothing() {
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      Pin pin = tables.create(new TableId("nodes/r" + seed), SCHEMA);
      NavigableMap<String, Long> model = new TreeMap<>();
      int next = 0;
      for (int step = 0; step < 25; step++) {
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            int count = 1 + random.nextInt(8);
            pin = Rows.committed(tables, pin, rows(next, next + count));
            for (int i = 0; i < count; i++, next++) {
              model.put("k" + next, (long) next);
            }
          }
          case 2 -> {
            List<String> victims =
                model.keySet().stream().filter(k -> random.nextInt(5) == 0).toList();
            pin = Rows.without(tables, pin, victims.toArray(String[]::new));
            victims.forEach(model::remove);
          }
          default -> pin = upkeep(pin, random.nextBoolean() ? POLICY : NO_MERGING);
        }
        try (Table table = tables.open(pin)) {
          assertThat(Rows.ids(table, null)).containsExactlyElementsOf(model.keySet());
          for (int i = 0; i < 5 && next > 0; i++) {
            long n = random.nextInt(next);
            List<String> there = model.containsKey("k" + n) ? List.of("k" + n) : List.of();
            assertThat(Rows.ids(table, equal("n", n))).isEqualTo(there);
            assertThat(Rows.ids(table, equal("id", "k" + n))).isEqualTo(there);
          }
        }
      }
    }
  }

  /** Fragments; segments of indexes; fragments that some index does not cover. */
  private record Layout(int fragments, int segments, int uncovered) {}

  private Layout layout(Pin pin) {
    try (LanceTable table = tables.openTable(pin)) {
      List<Integer> fragments = table.parts().stream().map(UpkeepPlanner.Part::id).toList();
      List<Index> indexes = table.dataset().getIndexes();
      long uncovered =
          indexes.isEmpty()
              ? 0
              : fragments.stream()
                  .filter(
                      id ->
                          indexes.stream()
                                  .filter(i -> i.fragments().orElse(List.of()).contains(id))
                                  .count()
                              != INDEXES.size())
                  .count();
      return new Layout(fragments.size(), indexes.size(), (int) uncovered);
    }
  }

  private Pin filled(int fragments, int rowsEach) {
    Pin pin = tables.create(new TableId("nodes/f" + fragments + "-" + rowsEach), SCHEMA);
    for (int i = 0; i < fragments; i++) {
      pin = Rows.committed(tables, pin, rows(i * rowsEach, (i + 1) * rowsEach));
    }
    return pin;
  }

  private static List<List<Object>> rows(int from, int to) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(Arrays.asList("k" + i, (long) i, photo(i)));
    }
    return rows;
  }

  private Pin upkeep(Pin pin, UpkeepPolicy policy) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(policy, INDEXES, List.of());
      return table
          .commit(table.stageUpkeep(plan, policy, new OperationId("optimize")))
          .orElseThrow();
    }
  }

  /** Null, empty or neither. */
  private static byte @Nullable [] photo(int i) {
    return switch (i % 3) {
      case 0 -> null;
      case 1 -> new byte[0];
      default -> new byte[] {(byte) i, 1};
    };
  }

  private Map<String, List<Object>> contents(Pin pin) {
    Map<String, List<Object>> contents = new TreeMap<>();
    try (Table table = tables.open(pin)) {
      for (var row : Rows.read(table, ScanRequest.of(List.of("id", "n", "photo")))) {
        contents.put(String.valueOf(row.get("id")), Arrays.asList(row.get("n"), row.get("photo")));
      }
    }
    return contents;
  }

  private void assertLookups(Pin pin, Map<String, List<Object>> contents) {
    try (Table table = tables.open(pin)) {
      contents.forEach(
          (id, values) -> {
            assertThat(Rows.ids(table, equal("id", id))).containsExactly(id);
            assertThat(Rows.ids(table, equal("n", values.getFirst()))).containsExactly(id);
          });
      assertThat(Rows.ids(table, equal("id", "absent"))).isEmpty();
    }
  }

  private static Predicate equal(String column, Object value) {
    return new Predicate.Compare(column, Predicate.Compare.Operator.EQ, value);
  }
}
