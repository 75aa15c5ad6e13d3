package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.GraphException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns as values mean, and how they are computed. */
@NullUnmarked
class BlocksTest {
  private final MemoryGraph graph = Friends.graph();
  private final MemoryQueries queries = new MemoryQueries(graph);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exists { $p knows $_ }                                              | ann bob cid dan
          not exists { $p knows $_ }                                          | eve
          not { $p knows $_ }                                                 | eve
          exists { $p knows $_ } and exists { $p worksAt $_ }                 | ann bob dan
          exists { $p worksAt $_ } or $p.age > 40                             | ann bob dan eve
          not (exists { $p worksAt $_ } or $p.age > 40)                       | cid
          count { $p knows $_ } > 1                                           | ann
          count { $p $k:knows $_ } > 2                                        | ann
          count { $p knows $_ } = 0                                           | eve
          not count { $p knows $_ } = 1                                       | ann eve
          count { $p knows $f  $f.age = $p.age } > 0                          | ann dan
          count { $p knows $f  count { $f knows $_ } > 1 } = 1                | cid
          count { $p knows{1,2} $_ } > count { $p knows $_ }                  | ann bob cid
          exists { $p knows $f  not { $f worksAt $_ } }                       | bob
          exists { $p worksAt $c  $q worksAt $c  $q.name != $p.name }         | ann bob
          exists { $q: Person  $q.age = $p.age  $q.name != $p.name }          | ann dan
          sum($k.since) { $p $k:knows $_ } > 6000                             | ann
          sum($k.since) { $p $k:knows $_ } is null                            | dan eve
          min($k.since) { $p $k:knows $_ } = 2001                             | ann
          max($f.name) { $p knows $f } = $p.name                              | dan
          count(distinct $f) { $p $k:knows $f } = 2                           | ann
          count(distinct $k) { $p $k:knows $f } = 3                           | ann
          count($k.since) { $p $k:knows $f } = 0                              | dan eve
          "bob" in collect($f.name) { $p knows $f }                           | ann
          count { $p knows $_ } > 0 and 60 / count { $p knows $_ } > 40       | bob cid dan
          """)
  void aPatternStandsInAnyCondition(String condition, String names) {
    assertThat(queries.rows("match { $p: Person  " + condition + " } return { $p.name }"))
        .extracting(row -> row.getFirst())
        .containsExactlyElementsOf(
            names == null ? List.of() : Arrays.<Object>asList(names.split(" ")));
  }

  @Test
  void degreesAreCountedByHowManyHaveThem() {
    assertThat(
            queries.rows(
                """
                match { $p: Person }
                return { count { $p knows $_ } as degree, count($p) as people }
                order { degree desc }
                """))
        .containsExactly(List.of(2L, 1L), List.of(1L, 3L), List.of(0L, 1L));
  }

  @Test
  void aPatternStandsInAnArgumentOfAnAggregateAndInHaving() {
    assertThat(
            queries.rows(
                """
                match { $p worksAt $c }
                return { $c.name, avg(count { $p $k:knows $_ }) as mean, max($p.name) as last }
                having { sum(count { $p knows $_ }) > 1 }
                """))
        .containsExactly(List.of("acme", 2.0, "bob"));
  }

  @Test
  void aPatternIsReturnedAndOrderedBy() {
    assertThat(
            queries.rows(
                """
                match { $p: Person }
                return {
                  $p.name
                  exists { $p worksAt $_ } as works
                  collect($f.name) { $p $k:knows $f } as friends
                  count(distinct $f.age) { $p knows $f } as ages
                }
                order { count { $_ knows $p } desc, $p.name desc }
                limit 3
                """))
        .containsExactly(
            List.of("dan", true, List.of("dan"), 1L),
            List.of("cid", false, List.of("ann"), 1L),
            List.of("bob", true, List.of("cid"), 1L));
  }

  /** Ties of a list are decided by ids: of nodes, then of edges. */
  @Test
  void aCollectedListHasTheOrderOfItsRows() {
    assertThat(
            queries.rows(
                """
                match { $p: Person { name: "ann" } }
                return { collect($k.since) { $p $k:knows $f } as all }
                """))
        .containsExactly(List.of(List.of(2001, 2006, 2004)));
  }

  @Test
  void aPatternCollectsEntities() {
    assertThat(
            queries.rows(
                """
                match { $p: Person  size(collect($f) { $p knows $f }) < 2 }
                return {
                  $p.name
                  collect($c) { $p worksAt $c } as at
                  collect(distinct $k) { $p $k:knows $f  $f knows $_ } as known
                }
                order { $p.name desc }
                limit 2
                """))
        .hasToString(
            "[[eve, [], []],"
                + " [dan, [{id=bits, name=bits, size=null}], [{id=k5, src=dan, dst=dan, since=null}]]]");
  }

  @Test
  void aPatternOverWhatIsNullFindsNothing() {
    assertThat(
            queries.rows(
                """
                match { $p: Person  optional { $p worksAt $c } }
                return {
                  $p.name
                  exists { $q worksAt $c } as any
                  count { $q worksAt $c } as colleagues
                  sum($q.age) { $q worksAt $c } as ages
                  collect($q.name) { $q worksAt $c } as names
                }
                order { $p.name desc }
                limit 2
                """))
        .containsExactly(
            Arrays.asList("eve", false, 0L, null, List.of()),
            Arrays.asList("dan", true, 1L, 30.0, List.of("dan")));
  }

  @Test
  void noRowsAndNoEdgesAreNothingToSumUp() {
    MemoryQueries none =
        new MemoryQueries(
            new MemoryGraph(MemoryQueries.schema(Friends.SCHEMA)).node("Person", "ann", "ann", 30));

    assertThat(
            queries.rows(
                "match { $p: Person { name: \"nobody\" } } return { count { $p knows $_ } as n }"))
        .isEmpty();
    assertThat(
            none.rows(
                "match { $p: Person } return { count { $p knows $_ } as n,"
                    + " max($f.name) { $p knows $f } as last }"))
        .containsExactly(Arrays.asList(0L, null));
  }

  @Test
  void aSumOutOfRangeSaysWhichPatternItIsOf() {
    MemoryGraph large =
        new MemoryGraph(
                MemoryQueries.schema(
                    "node A { name: String @key  x: F64 } edge To: A -> A { w: F64 }"))
            .node("A", "a", "a", 1.0)
            .edge("To", "e1", "a", "a", Double.MAX_VALUE)
            .edge("To", "e2", "a", "a", Double.MAX_VALUE);

    GraphException failure =
        catchThrowableOfType(
            GraphException.class,
            () ->
                new MemoryQueries(large)
                    .rows("match { $a: A } return { sum($e.w) { $a $e:to $_ } as total }"));

    assertThat(failure.code()).isEqualTo("number_overflow");
    assertThat(failure).hasMessageContaining("sum($e.w) { $a -[$e: To]-> $_ }");
  }

  /** Other conditions first, no edge followed that is only counted, and all rows at once. */
  @Test
  void aPlanShowsPatternsAsStepsOfTheirOwn() {
    assertThat(
            queries.explain(
                """
                match { $p: Person  count { $p knows $_ } > 1  $p.age > 20  exists { $p worksAt $_ } }
                return { $p.name, max($f.age) { $p knows $f } as oldest } limit 5
                """))
        .isEqualTo(
            """
            scan $p: Person where $p.age > 20 ~2
            per row count { $p -[Knows]-> $_ } ~2
              count $p Knows out $_ ~2
            filter count { $p -[Knows]-> $_ } > 1 ~0
            exists ~0
              count $p WorksAt out $_ ~0
            order, limit
            per row max($f.age) { $p -[Knows]-> $f } ~0
              expand $p Knows out $f ~0
              fetch $f [age] ~0
            """);
  }

  @Test
  void whatIsOnlyShownIsComputedForTheRowsThatAreLeft() {
    QueryAnswer answer =
        queries.run(
            """
            match { $p: Person }
            return { $p.name, count { $p knows $_ } as n } order { $p.age desc } limit 2
            """,
            Map.of());

    assertThat(answer.rows()).containsExactly(List.of("eve", 0L), List.of("ann", 2L));
    assertThat(answer.report().steps())
        .filteredOn(step -> step.operator().startsWith("per row"))
        .extracting(StepReport::rows)
        .containsExactly(2L);
  }
}
