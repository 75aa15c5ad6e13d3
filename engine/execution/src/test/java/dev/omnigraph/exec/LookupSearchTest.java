package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowSchemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Searches over edges that are known by rank, between nodes that are known by id. */
@NullUnmarked
class LookupSearchTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key }
      edge Knows: Person -> Person
      """;

  private static final List<String> NAMES = List.of("a", "m", "p", "q", "x", "y", "z");

  private final MemoryGraph graph = new MemoryGraph(MemoryQueries.schema(SCHEMA));
  private final List<MemoryLookup> lookups = new ArrayList<>();

  /** Edges that no look-up object knows. */
  private Set<String> tail = Set.of();

  LookupSearchTest() {
    NAMES.forEach(name -> graph.node("Person", name, name));
    graph.edge("Knows", "k1", "a", "m");
    graph.edge("Knows", "k2", "m", "x");
    graph.edge("Knows", "k3", "x", "y");
  }

  @Test
  void aNodeThatIsKnownByItsIdAndIsMetByItsRankIsSearchedFurther() {
    assertThat(
            rows(
                """
                match { $m: Person { name: "m" }  $a: Person { name: "a" }  $a knows{3,3} $y }
                return { $y.name }
                """))
        .containsExactly(List.of("y"));
  }

  /** It is found by each of its ends. */
  @Test
  void anEdgeThatIsFollowedBothWaysIsOneEdge() {
    String from = "match { $a: Person  $a $k:%s $b%s } return { count(distinct $k), count($k) }";

    assertThat(rows(from.formatted("<knows>", ""))).containsExactly(List.of(3L, 6L));
    assertThat(rows(from.formatted("<*>", "  $b: Person"))).containsExactly(List.of(3L, 6L));
  }

  @Test
  void aPathBetweenTwoNodesIsFoundFromBothEnds() {
    graph.edge("Knows", "k4", "a", "p");
    graph.edge("Knows", "k5", "p", "x");
    tail = Set.of("k4");

    assertThat(
            rows(
                """
                match { $a: Person { name: "a" }  $b: Person { name: "y" }  $a $w:knows{1,9} $b }
                return { nodes($w), edges($w), length($w) }
                """))
        .containsExactly(List.of(List.of("a", "m", "x", "y"), List.of("k1", "k2", "k3"), 3L));
    assertThat(
            rows(
                """
                match { $a: Person { name: "y" }  $b: Person { name: "a" }  $a $w:<*>{1,9} $b }
                return { nodes($w) }
                """))
        .containsExactly(List.of(List.of("y", "x", "m", "a")));
  }

  @Test
  void aSearchFromBothEndsFindsTheLengthOfTheShortestWalk() {
    String pair =
        "match { $a: Person { name: \"a\" }  $b: Person { name: \"%s\" }  $a knows{%s} $b }";
    String back = " return { $b.name }";

    assertThat(rows(pair.formatted("y", "1,3") + back)).containsExactly(List.of("y"));
    assertThat(rows(pair.formatted("y", "1,2") + back)).isEmpty();
    assertThat(rows(pair.formatted("y", "3,9") + back)).containsExactly(List.of("y"));
    assertThat(rows(pair.formatted("x", "3,9") + back)).isEmpty();
    assertThat(rows(pair.formatted("x", "2,2") + back)).containsExactly(List.of("x"));
  }

  @Test
  void searchesFromBothEndsMeetInANodeThatOneKnowsByItsIdAndTheOtherByItsRank() {
    tail = Set.of("k1");

    assertThat(
            rows(
                """
                match { $a: Person { name: "a" }  $b: Person { name: "x" }  $a knows{1,9} $b }
                return { $b.name }
                """))
        .containsExactly(List.of("x"));
  }

  @Test
  void aNodeWithTwoNumbersDoesNotMakeAWalkLongEnough() {
    tail = Set.of("k1");
    graph.edge("Knows", "k4", "a", "p");
    graph.edge("Knows", "k5", "p", "q");
    graph.edge("Knows", "k6", "q", "z");
    graph.edge("Knows", "k7", "z", "x");

    assertThat(
            rows(
                """
                match { $a: Person { name: "a" }  $b: Person { name: "x" }  $a knows{4,4} $b }
                return { $b.name }
                """))
        .isEmpty();
  }

  @Test
  void aSearchFromBothEndsStopsWhereNothingIsLeftToSearch() {
    assertThat(
            rows(
                """
                match { $a: Person { name: "a" }  $b: Person { name: "z" }  $a knows{1,9999} $b }
                return { $b.name }
                """))
        .isEmpty();

    assertThat(lookups.stream().mapToInt(MemoryLookup::reads).sum()).isLessThan(12);
  }

  private List<List<Object>> rows(String body) {
    return new MemoryQueries(graph).with(this::table).rows(body);
  }

  /** Edges have look-up objects, nodes have none. */
  private MemoryTable table(
      BufferAllocator allocator, EntityType type, List<Map<String, Object>> rows) {
    MemoryTable table = new MemoryTable(allocator, type, rows).of(rows.size());
    return type instanceof EdgeType
        ? table.with(
            Map.of(
                LookupColumn.SRC, lookup(LookupColumn.SRC, type, rows),
                LookupColumn.DST, lookup(LookupColumn.DST, type, rows)))
        : table;
  }

  private MemoryLookup lookup(LookupColumn by, EntityType type, List<Map<String, Object>> rows) {
    List<MemoryLookup.Row> known = new ArrayList<>();
    Set<Integer> uncovered = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      if (tail.contains((String) rows.get(i).get(ArrowSchemas.ID))) {
        uncovered.add(i);
      } else {
        known.add(new MemoryLookup.Row(i, rows.get(i)));
      }
    }
    MemoryLookup lookup =
        new MemoryLookup(by, ArrowSchemas.of(type), List.of(), NAMES, NAMES, uncovered, known);
    lookups.add(lookup);
    return lookup;
  }
}
