package dev.omnigraph.table;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.lookup.LookupColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When upkeep builds look-up objects, and of what. */
class LookupBuilderTest {
  private static final TableOptions.Lookups PLENTY =
      new TableOptions.Lookups(64L << 20, 256L << 20, 384L << 20);

  @TempDir Path folder;
  private PeopleTables graph;

  @BeforeEach
  void fill() {
    graph = new PeopleTables(folder, 500);
    graph.know("a", 1000).know("b", 1000).know("c", 1000);
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(graph.tables.allocator().getAllocatedMemory()).isZero();
    graph.close();
  }

  @Test
  void anObjectHasTheRowsOfItsTableAndNothingIsLeftToDo() {
    Pin people = graph.upkept(graph.people);
    Pin knows = graph.upkept(graph.knows);

    assertThat(people.lookups()).extracting(ref -> ref.by()).containsExactly(LookupColumn.ID);
    assertThat(knows.lookups())
        .extracting(ref -> ref.by())
        .containsExactly(LookupColumn.SRC, LookupColumn.DST);
    assertThat(knows.generation()).isEqualTo(graph.knows.generation() + 1);
    for (Pin pin : List.of(people, knows)) {
      assertThat(graph.tables.checkDerived(pin)).isEmpty();
      assertThat(graph.plan(pin).isEmpty()).isTrue();
      assertThat(graph.upkept(pin)).isEqualTo(pin);
    }
  }

  @Test
  void nodesAndTheEndsOfEdgesHaveOneSetOfIds() {
    Pin people = graph.upkept(graph.people);
    Pin knows = graph.upkept(graph.knows);

    try (LanceTable nodes = graph.tables.openTable(people);
        LanceTable edges = graph.tables.openTable(knows)) {
      var ids = Objects.requireNonNull(nodes.lookup(LookupColumn.ID)).keys();
      for (LookupColumn by : List.of(LookupColumn.SRC, LookupColumn.DST)) {
        var lookup = Objects.requireNonNull(edges.lookup(by));
        assertThat(lookup.keys()).isEqualTo(ids);
        assertThat(lookup.targets()).isEqualTo(ids);
        assertThat(lookup.covers(List.of("since", "note"))).isTrue();
      }
    }
  }

  @Test
  void severalPassesMakeTheSameObjectsAsOne() {
    Pin compacted = PeopleTables.upkept(graph.tables, graph.knows, List.of());
    List<String> inOne = bodies(graph.upkept(compacted));
    try (LanceTables tight = PeopleTables.open(folder, limited(700, PLENTY.mostBytes()))) {
      List<String> inMany = bodies(PeopleTables.upkept(tight, compacted, graph.specs(compacted)));

      assertThat(inOne).hasSize(2);
      assertThat(inMany).isEqualTo(inOne);
    }
  }

  @Test
  void aTableThatIsReadWholeHasNone() {
    try (LanceTables usual = PeopleTables.open(folder, TableOptions.DEFAULT)) {
      Pin upkept = PeopleTables.upkept(usual, graph.knows, graph.specs(graph.knows));

      assertThat(upkept.lookups()).isEmpty();
    }
  }

  @Test
  void aTableThatDoesNotFitTheMemoryHasNoneAndIsNotTriedAgain() {
    try (LanceTables tight = PeopleTables.open(folder, limited(700, 3000 * 16))) {
      Pin upkept = PeopleTables.upkept(tight, graph.knows, graph.specs(graph.knows));

      assertThat(upkept.lookups()).isEmpty();
      assertThat(PeopleTables.upkept(tight, upkept, graph.specs(upkept))).isEqualTo(upkept);
    }
  }

  @Test
  void ofATableWithManyRowsFewerColumnsAreCovered() {
    TableOptions narrow =
        PeopleTables.OPTIONS.withLookups(
            new TableOptions.Lookups(PLENTY.passBytes(), PLENTY.mostBytes(), 3000 * (8 + 7)));
    try (LanceTables tables = PeopleTables.open(folder, narrow)) {
      Pin upkept = PeopleTables.upkept(tables, graph.knows, graph.specs(graph.knows));

      try (LanceTable table = tables.openTable(upkept)) {
        var lookup = Objects.requireNonNull(table.lookup(LookupColumn.SRC));
        assertThat(lookup.covers(List.of("note"))).isTrue();
        assertThat(lookup.covers(List.of("since"))).isFalse();
      }
      assertThat(tables.checkDerived(upkept)).isEmpty();
    }
  }

  @Test
  void textsThatAreLongerThanSomeSayAreNotCovered() {
    List<List<Object>> edges = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      String note =
          random
              .ints(i < 500 ? 0 : 2000, ' ', '~')
              .mapToObj(Character::toString)
              .collect(joining());
      edges.add(Arrays.asList("d" + i, "p1", "p2", 1L, note));
    }
    Pin knows = Rows.committed(graph.tables, graph.knows, edges);
    for (TableOptions.Lookups limits :
        List.of(
            new TableOptions.Lookups(PLENTY.passBytes(), PLENTY.mostBytes(), 600_000),
            new TableOptions.Lookups(100_000, PLENTY.mostBytes(), PLENTY.objectBytes()))) {
      try (LanceTables tables =
              PeopleTables.open(folder, PeopleTables.OPTIONS.withLookups(limits));
          LanceTable table =
              tables.openTable(PeopleTables.upkept(tables, knows, graph.specs(knows)))) {
        var lookup = Objects.requireNonNull(table.lookup(LookupColumn.SRC));
        assertThat(lookup.covers(List.of("since"))).isTrue();
        assertThat(lookup.covers(List.of("note"))).isFalse();
        assertThat(tables.checkDerived(table.pin())).isEmpty();
      }
    }
  }

  @Test
  void anEdgeThatLeadsNowhereLeavesItsTableWithoutObjects() {
    Pin knows = Rows.committed(graph.tables, graph.knows, List.of(edge("x", "p1", "nobody")));

    assertThat(graph.upkept(knows).lookups()).isEmpty();
  }

  @Test
  void rowsThatWereDeletedBeforeAreLeftOutAndThoseDeletedAfterAreNotFound() {
    Pin knows = PeopleTables.upkept(graph.tables, graph.knows, List.of());
    knows = graph.upkept(graph.without(knows, "a1", "b2"));
    assertThat(graph.tables.checkDerived(knows)).isEmpty();

    Pin later = graph.without(knows, "a3", "c4");

    assertThat(later.lookups()).isEqualTo(knows.lookups());
    assertThat(graph.tables.checkDerived(later)).isEmpty();
    assertThat(graph.plan(later).isEmpty()).isTrue();
  }

  @Test
  void objectsAreBuiltAgainWhenATenthOfTheRowsIsAnother() {
    Pin knows = graph.upkept(graph.knows);
    Pin few = Rows.committed(graph.tables, knows, List.of(edge("x", "p1", "p2")));

    assertThat(few.lookups()).isEqualTo(knows.lookups());
    assertThat(graph.plan(few).lookups()).as("compaction rewrites what it knows").hasSize(2);
    Pin again = graph.upkept(few);
    assertThat(again.lookups()).hasSize(2).doesNotContainAnyElementsOf(knows.lookups());
    assertThat(graph.tables.checkDerived(again)).isEmpty();
  }

  @Test
  void onAnotherVersionThanItWasStagedOnTheObjectsAreTheSame() {
    Pin knows = PeopleTables.upkept(graph.tables, graph.knows, List.of());
    Pin rival = Rows.committed(graph.tables, knows, List.of(edge("x", "p1", "p2")));
    try (WritableTable table = graph.tables.open(knows);
        WritableTable moved = graph.tables.open(rival)) {
      StagedChange staged =
          table.stageUpkeep(graph.plan(knows), PeopleTables.POLICY, new OperationId("upkeep"));

      Pin on = moved.commit(staged).orElseThrow();

      assertThat(on.lookups()).hasSize(2).isEqualTo(staged.lookups());
      assertThat(on.manifest()).isEqualTo(rival.manifest());
      assertThat(on.generation()).isEqualTo(rival.generation() + 1);
      assertThat(graph.tables.checkDerived(on)).isEmpty();
    }
  }

  @Test
  void otherColumnsHaveNoObjectsUntilTheNextUpkeep() {
    Pin knows = graph.upkept(graph.knows);
    try (LanceTable table = graph.tables.openTable(knows)) {
      List<Field> fields = table.schema().getFields().subList(0, 4);
      Map<String, String> origins =
          fields.stream().collect(Collectors.toMap(Field::getName, Field::getName));
      ColumnChange change =
          new ColumnChange(new Schema(fields), origins, Map.of(), Map.of(), false);

      Pin changed =
          table
              .commit(table.stageColumns(change, new OperationId("columns"), () -> {}))
              .orElseThrow();

      assertThat(changed.lookups()).isEmpty();
      assertThat(graph.upkept(changed).lookups()).hasSize(2);
    }
  }

  @Test
  void anObjectThatIsGoneOrEmptyIsBuiltAgainThoughItIsInMemory() {
    Pin knows = graph.upkept(graph.knows);
    try (LanceTable table = graph.tables.openTable(knows)) {
      assertThat(Objects.requireNonNull(table.lookup(LookupColumn.SRC)).blocks()).isPositive();
    }
    graph.tables.objects().delete(knows.lookupKeys().getFirst());

    Pin again = graph.upkept(knows);

    assertThat(again.lookups()).hasSize(2).doesNotContainAnyElementsOf(knows.lookups());
    String key = again.lookupKeys().getLast();
    graph
        .tables
        .objects()
        .replace(key, new byte[0], graph.tables.objects().get(key).orElseThrow().etag());
    assertThat(graph.upkept(again).lookups()).doesNotContainAnyElementsOf(again.lookups());
  }

  private static List<Object> edge(String id, String src, String dst) {
    return Arrays.asList(id, src, dst, 1L, null);
  }

  private static TableOptions limited(long passBytes, long mostBytes) {
    return PeopleTables.OPTIONS.withLookups(
        new TableOptions.Lookups(passBytes, mostBytes, PLENTY.objectBytes()));
  }

  /** What the version's objects are, without their names. */
  private List<String> bodies(Pin pin) {
    return pin.lookupKeys().stream()
        .map(key -> Sha256.hex(graph.tables.objects().get(key).orElseThrow().body()))
        .toList();
  }
}
