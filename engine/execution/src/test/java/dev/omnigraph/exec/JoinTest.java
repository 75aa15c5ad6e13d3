package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.plan.EdgeAccess;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** How many pairs of rows equalities make a query look at. */
@NullUnmarked
class JoinTest {
  private static final String SCHEMA =
      """
      node S { k: I32  name: String }
      node C { k: I32 }
      edge Within: S -> C { note: String }
      """;

  @Test
  void twoSidesOfAnEqualityAreNotMultipliedBeforeTheyMeet() {
    QueryAnswer answer =
        run(
            things(5_000),
            """
            match { $a: S  $b: S  $a.name = $b.name  $a.k < $b.k  $a within $c  $b within $d }
            return { $a.k, $b.k as other, $c.k as c, $d.k as d }
            """);

    assertThat(answer.rows()).hasSize(500).contains(List.of(7, 4_507, 7, 7));
    assertThat(pairs(answer)).isEqualTo(6_000);
  }

  @Test
  void anEqualityLooksAtPairsOfEqualValuesAlone() {
    QueryAnswer answer =
        run(
            things(20_000),
            "match { $a: S  $b: S  $a.name = $b.name  $a.k < $b.k } return { count($a) as n }");

    assertThat(answer.rows()).containsExactly(List.of(2_000L));
    assertThat(pairs(answer)).isEqualTo(24_000);
  }

  @Test
  void blocksLookAtPairsOfEqualValuesAlone() {
    MemoryGraph graph = things(5_000);
    QueryAnswer without =
        run(
            graph,
            """
            match { $a: S  not { $b: S  $b.name = $a.name  $b.k != $a.k } }
            return { count($a) as n }
            """);
    QueryAnswer optional =
        run(
            graph,
            """
            match { $a: S  optional { $b: S  $b.name = $a.name  $b.k > $a.k } }
            return { count($a) as n, count($b) as greater }
            """);

    assertThat(without.rows()).containsExactly(List.of(4_000L));
    assertThat(pairs(without)).isEqualTo(6_000);
    assertThat(optional.rows()).containsExactly(List.of(5_000L, 500L));
    assertThat(pairs(optional)).isEqualTo(6_000);
  }

  /** Neither end of the edges has an equality, so they are matched before they are joined. */
  @Test
  void propertiesOfEdgesAreJoinedAsThoseOfNodesAre() {
    QueryAnswer answer =
        run(
            things(5_000),
            """
            match { $a $e:within $c  $b $f:within $d  $e.note = $f.note  $a.k < $b.k }
            return { count($a) as n }
            """);

    assertThat(answer.rows()).containsExactly(List.of(500L));
    assertThat(pairs(answer)).isEqualTo(6_000);
  }

  @Test
  void whatHasNoEqualityIsStillTriedInPairs() {
    QueryAnswer answer =
        run(things(60), "match { $a: S  $b: S  $a.k < $b.k } return { count($a) as n }");

    assertThat(answer.rows()).containsExactly(List.of(60L * 59 / 2));
    assertThat(pairs(answer)).isEqualTo(3_600);
  }

  @Test
  void numbersOfAllTypesAreJoinedByValueTextsWithEnumerationsAndNullsWithNothing() {
    MemoryGraph graph =
        new MemoryGraph(
            MemoryQueries.schema(
                """
                node A { i: I32?  u: U64?  e: enum(red, blue)? }
                node B { f: F64?  l: I64?  s: String? }
                """));
    graph.node("A", "a1", 2, java.math.BigInteger.valueOf(3), "red");
    graph.node("A", "a2", null, null, null);
    graph.node("B", "b1", 2.0, 3L, "red");
    graph.node("B", "b2", 2.5, -3L, "green");
    graph.node("B", "b3", null, null, null);
    MemoryQueries queries = new MemoryQueries(graph);

    for (String equality :
        List.of("$a.i = $b.f", "$b.f = $a.i", "$a.u = $b.l", "$a.i = $b.f  $a.u = $b.l")) {
      assertThat(
              queries.rows("match { $a: A  $b: B  " + equality + " } return { $a.id, $b.id as b }"))
          .as(equality)
          .containsExactly(List.of("a1", "b1"));
    }
    assertThat(
            queries.rows(
                """
                match { $a: A  optional { $b: B  $b.s = $a.e  $b.f = $a.i } }
                return { $a.id, $b.id as b }
                """))
        .containsExactly(List.of("a1", "b1"), Arrays.asList("a2", null));
  }

  @Test
  void whatTheTableOfAJoinTakesIsTheQuerys() {
    MemoryQueries queries =
        new MemoryQueries(things(20_000)).with(MemoryQueries.budget(1 << 20), EdgeAccess.AUTO);

    GraphException refused =
        catchThrowableOfType(
            GraphException.class,
            () ->
                queries.rows("match { $a: S  $b: S  $a.name = $b.name } return { $a.k, $b.name }"));

    assertThat(refused.code()).isEqualTo("query_memory_exceeded");
  }

  private static QueryAnswer run(MemoryGraph graph, String body) {
    return new MemoryQueries(graph)
        .with(MemoryQueries.budget(512L << 20), EdgeAccess.AUTO)
        .run(body, Map.of());
  }

  private static long pairs(QueryAnswer answer) {
    return answer.report().steps().stream()
        .map(StepReport::access)
        .filter(access -> access.endsWith(" pairs"))
        .mapToLong(access -> Long.parseLong(access.replaceAll("\\D", "")))
        .sum();
  }

  /** Of which a tenth have the name of another; each is within one of fifty. */
  private static MemoryGraph things(int count) {
    MemoryGraph graph = new MemoryGraph(MemoryQueries.schema(SCHEMA));
    for (int i = 0; i < 50; i++) {
      graph.node("C", "c" + i, i);
    }
    for (int i = 0; i < count; i++) {
      String name = "name " + i % (count / 10 * 9);
      graph.node("S", "s" + i, i, name);
      graph.edge("Within", "w" + i, "s" + i, "c" + i % 50, name);
    }
    return graph;
  }
}
