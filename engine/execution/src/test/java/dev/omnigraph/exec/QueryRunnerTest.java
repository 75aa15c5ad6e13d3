package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.exec.memory.QueryTime;
import dev.omnigraph.plan.EdgeAccess;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries mean, one rule at a time. */
@NullUnmarked
class QueryRunnerTest {
  private final MemoryGraph graph = Friends.graph();
  private final MemoryQueries queries = new MemoryQueries(graph);

  @Test
  void aTraversalGivesEachDestinationOncePerSourceThoughEdgesAreDouble() {
    assertThat(
            queries.rows("match { $p: Person { name: \"ann\" } $p knows $f } return { $f.name }"))
        .containsExactly(row("bob"), row("dan"));
  }

  @Test
  void anEdgeVariableGivesARowPerEdge() {
    assertThat(
            queries.rows(
                """
                match { $p: Person { name: "ann" } $p $w:knows $f $w.since > 2001 }
                return { $f.name, $w.since }
                """))
        .containsExactly(row("bob", 2006), row("dan", 2004));
  }

  @Test
  void hopsCountTheShortestWalkAndNoCycleLeadsBackToItsStart() {
    assertThat(
            queries.rows(
                "match { $p: Person { name: \"ann\" } $p knows{1,3} $f } return { $f.name }"))
        .containsExactly(row("bob"), row("cid"), row("dan"));
    assertThat(
            queries.rows(
                "match { $p: Person { name: \"ann\" } $p knows{2,2} $f } return { $f.name }"))
        .as("dan is one hop away, so not two, though he knows himself")
        .containsExactly(row("cid"));
    assertThat(
            queries.rows(
                "match { $p: Person { name: \"ann\" } $p knows{3,9} $f } return { $f.name }"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $p: Place { name: "a" } $p road{1,2} $q           | b c
          $p: Place { name: "a" } $p road{2,2} $q           |
          $p: Place { name: "c" } $p <road>{1,2} $q         | a b
          $p: Place { name: "d" } $p road{1,3} $q           | d
          $p: Place { name: "d" } $p road{2,3} $q           |
          $q: Place not { $q road{2,2} $q }                 | a b c d
          $q: Place $q road{1,3} $q                         | d
          $q: Place $p: Place { name: "a" } not { $p road{1,2} $q } | a d
          $q: Place not { $p: Place $p road{2} $q }         | a b c d
          """)
  void theStartOfATraversalCountsAsVisited(String match, String names) {
    MemoryGraph roads =
        new MemoryGraph(
            MemoryQueries.schema("node Place { name: String @key } edge Road: Place -> Place"));
    for (String place : List.of("a", "b", "c", "d")) {
      roads.node("Place", place, place);
    }
    for (String road : List.of("ab", "ba", "ac", "bc", "dd")) {
      roads.edge("Road", road, road.substring(0, 1), road.substring(1));
    }

    assertThat(new MemoryQueries(roads).rows("match { %s } return { $q.name }".formatted(match)))
        .extracting(r -> r.getFirst())
        .isEqualTo(names == null ? List.of() : List.of((Object[]) names.split(" ")));
  }

  @Test
  void whatHasNoValueIsFoundAsWhatDoesNotEqualItself() {
    assertThat(queries.rows("match { $p: Person not { $p.tags = $p.tags } } return { $p.name }"))
        .containsExactly(row("cid"), row("eve"));
    assertThat(queries.rows("match { $p: Person $p.tags = $p.tags } return { $p.name }"))
        .containsExactly(row("ann"), row("bob"), row("dan"));
  }

  @Test
  void aListOfLiteralsIsAColumn() {
    assertThat(
            queries.rows(
                """
                match { $p: Person { name: "eve" } } return { ["x", "y"] as l, [1, 2.5] as n }
                """))
        .containsExactly(row(List.of("x", "y"), List.of(1.0, 2.5)));
    assertThat(
            queries.rows(
                "match { $p: Person } return distinct { [date(\"2024-02-29\")] as l } limit 9"))
        .containsExactly(row(List.of(LocalDate.of(2024, 2, 29))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $p.age = 30.0             | ann dan
          $p.age != 3e1             | cid eve
          $p.age > 29.5             | ann dan eve
          29.999999999999999999999999999 < $p.age | ann dan eve
          $p.age <= 30.00000000000000000000000001 | ann cid dan
          $p.age = 30.5             |
          $p.age != 30.5            | ann cid dan eve
          """)
  void anIntegerIsComparedWithADecimalByItsExactValue(String condition, String names) {
    for (String match : List.of(condition, condition + " $c: Company { name: \"acme\" }")) {
      assertThat(queries.rows("match { $p: Person %s } return { $p.name }".formatted(match)))
          .extracting(r -> r.getFirst())
          .isEqualTo(names == null ? List.of() : List.of((Object[]) names.split(" ")));
    }
  }

  @Test
  void anAverageNeverOverflowsAndASumThatLeavesTheNumbersIsAnError() {
    MemoryGraph graph =
        new MemoryGraph(MemoryQueries.schema("node N { k: String @key  x: F64  y: F32 }"))
            .node("N", "a", "a", 1.7e308, Float.MAX_VALUE)
            .node("N", "b", "b", 1.7e308, Float.MAX_VALUE);
    MemoryQueries large = new MemoryQueries(graph);

    assertThat(large.rows("match { $n: N } return { avg($n.x), avg($n.y), sum($n.y) }"))
        .containsExactly(row(1.7e308, (double) Float.MAX_VALUE, 2.0 * Float.MAX_VALUE));
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> large.rows("match { $n: N } return { sum($n.x) as total }"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("number_overflow"))
        .withMessage("The result of `total` is outside the finite numbers, the range of F64.");

    graph.node("N", "c", "c", -1.7e308, 1f).node("N", "d", "d", -1.7e308, -1f);

    assertThat(large.rows("match { $n: N } return { sum($n.x), avg($n.x) }"))
        .containsExactly(row(0.0, 0.0));
  }

  @Test
  void aSelfLoopYieldsItsNodeOnceInEveryDirection() {
    assertThat(
            queries.rows(
                "match { $p: Person { name: \"dan\" } $p knows{1,4} $f } return { $f.name }"))
        .containsExactly(row("dan"));
    assertThat(
            queries.rows("match { $p: Person { name: \"dan\" } $p <knows> $f } return { $f.name }"))
        .containsExactly(row("ann"), row("dan"));
    assertThat(
            queries.rows(
                "match { $p: Person { name: \"dan\" } $p $w:<knows> $f } return { $w.since, $f.name"
                    + " }"))
        .containsExactly(row(2004, "ann"), row(null, "dan"));
  }

  @Test
  void aTraversalBetweenBoundVariablesIsAFilter() {
    assertThat(
            queries.rows(
                """
                match { $a knows $b  $b knows $c  $c knows $a }
                return { $a.name, $b.name, $c.name }
                """))
        .containsExactly(
            row("ann", "bob", "cid"),
            row("bob", "cid", "ann"),
            row("cid", "ann", "bob"),
            row("dan", "dan", "dan"));
    assertThat(queries.rows("match { $a: Person  $a knows $a } return { $a.name }"))
        .containsExactly(row("dan"));
  }

  @Test
  void patternsThatAreNotConnectedMakeAProduct() {
    assertThat(
            queries.rows(
                """
                match { $p: Person  $c: Company  $p.age < 40  $c.size != $p.age }
                return { $p.name, $c.name }
                """))
        .containsExactly(row("ann", "acme"), row("cid", "acme"), row("dan", "acme"));
  }

  @Test
  void notKeepsWhatHasNoMatchAndMayNestAndUseOuterVariables() {
    assertThat(queries.rows("match { $p: Person  not { $p worksAt $_ } } return { $p.name }"))
        .containsExactly(row("cid"), row("eve"));
    assertThat(
            queries.rows(
                """
                match { $p: Person  not { $p knows $f  not { $f worksAt $_ } } }
                return { $p.name }
                """))
        .as("everybody whom they know works somewhere")
        .containsExactly(row("ann"), row("cid"), row("dan"), row("eve"));
    assertThat(
            queries.rows(
                """
                match { $p: Person  not { $o: Person  $o.age > $p.age } $p.age > 0 }
                return { $p.name }
                """))
        .as("nobody is older")
        .containsExactly(row("eve"));
  }

  @Test
  void optionalKeepsRowsWithoutAMatchAndCountsOnlyMatches() {
    assertThat(
            queries.rows(
                """
                match { $p: Person  optional { $p worksAt $c  $c.size > 1 } }
                return { $p.name, $c.name }
                """))
        .containsExactly(
            row("ann", "acme"),
            row("bob", "acme"),
            row("cid", null),
            row("dan", null),
            row("eve", null));
    assertThat(
            queries.rows(
                """
                match { $p: Person  optional { $p knows $f } }
                return { $p.name, count($f) as friends }
                order { friends desc }  limit 3
                """))
        .containsExactly(row("ann", 2L), row("bob", 1L), row("cid", 1L));
  }

  @Test
  void nullsComeFirstAscendingAndLastDescendingAndIdsBreakTies() {
    assertThat(queries.rows("match { $p: Person } return { $p.name } order { $p.age }"))
        .containsExactly(row("bob"), row("cid"), row("ann"), row("dan"), row("eve"));
    assertThat(queries.rows("match { $p: Person } return { $p.name } order { $p.age desc }"))
        .containsExactly(row("eve"), row("ann"), row("dan"), row("cid"), row("bob"));
    assertThat(
            queries.rows("match { $p: Person } return { $p.name } order { $p.age desc } limit 3"))
        .containsExactly(row("eve"), row("ann"), row("dan"));
  }

  @Test
  void aggregatesSkipNullsAndGroupByTheRest() {
    assertThat(
            queries.rows(
                """
                match { $p: Person }
                return { $p.age, count($p) as n, sum($p.score) as s, avg($p.score) as m,
                         min($p.name) as lo, max($p.name) as hi }
                """))
        .containsExactly(
            row(null, 1L, 0.2, 0.2, "bob", "bob"),
            row(20, 1L, 0.3, 0.3, "cid", "cid"),
            row(30, 2L, 0.1, 0.1, "ann", "dan"),
            row(50, 1L, null, null, "eve", "eve"));
  }

  @Test
  void withoutAGroupKeyNothingGivesOneRow() {
    assertThat(
            queries.rows(
                """
                match { $p: Person { name: "nobody" } }
                return { count($p) as n, sum($p.age) as s, avg($p.age) as a, min($p.age) as m }
                """))
        .containsExactly(row(0L, null, null, null));
    assertThat(
            queries.rows(
                "match { $p: Person { name: \"nobody\" } } return { $p.name, count($p) as n }"))
        .isEmpty();
  }

  @Test
  void distinctKeepsTheFirstOfEqualRowsBeforeTheLimit() {
    assertThat(
            queries.rows(
                "match { $p: Person } return distinct { $p.age } order { $p.age desc } limit 3"))
        .containsExactly(row(50), row(30), row(20));
  }

  @Test
  void aWholeEntityIsAnObjectOfItsIdEndpointsAndProperties() {
    List<List<Object>> rows =
        queries.rows("match { $p: Person { name: \"bob\" } $p $w:knows $f } return { $p, $w }");

    assertThat(rows.getFirst().getFirst().toString())
        .isEqualTo("{id=bob, name=bob, age=null, score=0.2, tags=[]}");
    assertThat(rows.getFirst().getLast().toString())
        .isEqualTo("{id=k2, src=bob, dst=cid, since=2002}");
  }

  @Test
  void conditionsAreExactAndNullMatchesNothing() {
    assertThat(queries.rows("match { $p: Person  $p.age != 30 } return { $p.name }"))
        .containsExactly(row("cid"), row("eve"));
    assertThat(queries.rows("match { $p: Person  $p.tags contains \"y\" } return { $p.name }"))
        .containsExactly(row("ann"), row("dan"));
    assertThat(
            queries.rows(
                "match { $p: Person  ($p.name starts_with \"a\" or $p.age = 50) } return { $p.name"
                    + " }"))
        .containsExactly(row("ann"), row("eve"));
  }

  @Test
  void aLimitMayBeAParameterOrZeroAndNotNegative() {
    var query =
        queries.read("query q($n: I32) { match { $p: Person } return { $p.name } limit $n }");

    assertThat(queries.run(query, Map.of("n", 2)).rows()).containsExactly(row("ann"), row("bob"));
    assertThat(queries.run(query, Map.of("n", 0)).rows()).isEmpty();
    assertThatThrownBy(() -> queries.run(query, Map.of("n", -1)))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("invalid_limit"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          return { $p.age, count($p) as n } having { n > 1 }                     | [[30, 2]]
          return { $p.age } having { count($p) > 1 }                             | [[30]]
          return { $p.age } order { count($p) desc, $p.age desc }                | [[30], [50], [20], [null]]
          return { count(distinct $p.age) as ages, count($p.age) as of }         | [[3, 4]]
          return { sum(distinct $p.age) as s, avg(distinct $p.age) as a }        | [[100.0, 33.333333333333336]]
          return { count($p) as n } having { n > 5 }                             | []
          return { $p.name, avg($p.score) as s } having { s > 0.15 }             | [[bob, 0.2], [cid, 0.3]]
          return { collect($p.name) as all }                                     | [[[ann, bob, cid, dan, eve]]]
          return { collect($p.age) as ages, collect(distinct $p.age) as once }   | [[[30, 20, 30, 50], [30, 20, 50]]]
          return { $p.age, collect($p.name) as all } order { size(all) desc } limit 1 | [[30, [ann, dan]]]
          return { $p.age, collect($p.name) as all } having { all contains "eve" } | [[50, [eve]]]
          return { $p.age, collect($p.score) as s } having { size(s) = 0 }       | [[50, []]]
          return { $p.age as a, count($p) * a + 1 as x } having { x is not null } order { x } | [[20, 21], [50, 51], [30, 61]]
          return { $p.age as a, $p.age / 10 as d, max($p.name) as m } order { m desc } limit 2 offset 1 | [[30, 3.0, dan], [20, 2.0, cid]]
          return { count($p) - count($p.score) as without }                      | [[2]]
          return { $p.name } order { $p.name desc } limit 2 offset 1             | [[dan], [cid]]
          return { $p.name } limit 7 offset 3                                    | [[dan], [eve]]
          return { $p.name } limit 9 offset 9                                    | []
          return distinct { $p.age } order { $p.age desc } limit 2 offset 1      | [[30], [20]]
          return { $p.name } order { $p desc } limit 1                           | [[eve]]
          return { $p.name } limit 9223372036854775807 offset 9223372036854775807 | []
          """)
  void groupsAreFilteredComputedWithCollectedAndPassedOver(String body, String rows) {
    assertThat(queries.rows("match { $p: Person } " + body)).hasToString(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          match { $p knows $f } return { $p.name, collect($f.name) as all }      | [[ann, [bob, dan]], [bob, [cid]], [cid, [ann]], [dan, [dan]]]
          match { $p $k:knows $f } return { $p.name, collect($k.since) as all } having { count($k) > 1 } | [[ann, [2001, 2006, 2004]]]
          match { $p $k:knows $f } return { count($k) as n, size(collect($f.name)) as all } | [[6, 6]]
          match { $p $k:knows $f } return { count(distinct $f) as f, count(distinct $k) as k, count($f) as n } | [[4, 6, 6]]
          match { $p knows $f } return { count(distinct $p) as p, count(distinct $f) as f } | [[4, 4]]
          match { $p: Person optional { $p worksAt $c } } return { $p.name, collect($c.name) as c } having { count($c) = 0 } | [[cid, []], [eve, []]]
          match { $p: Person { name: "nobody" } } return { collect($p.name) as all } | [[[]]]
          match { $p: Person { name: "nobody" } } return { collect($p) as all, size(collect($p)) as n, collect($p) is null as no } | [[[], 0, false]]
          match { $p worksAt $c } return { $c.name, collect($p) as all } limit 1 | [[acme, [{id=ann, name=ann, age=30, score=0.1, tags=[x, y]}, {id=bob, name=bob, age=null, score=0.2, tags=[]}]]]
          match { $p: Person optional { $p worksAt $c } } return { collect(distinct $c) as all, size(collect($c)) as n } | [[[{id=acme, name=acme, size=5}, {id=bits, name=bits, size=null}], 3]]
          match { $p $k:knows $f } return { $p.name, collect($k) as all, collect(distinct $f) as f } having { size(all) > size(f) } | [[ann, [{id=k1, src=ann, dst=bob, since=2001}, {id=k6, src=ann, dst=bob, since=2006}, {id=k4, src=ann, dst=dan, since=2004}], [{id=bob, name=bob, age=null, score=0.2, tags=[]}, {id=dan, name=dan, age=30, score=null, tags=[y]}]]]
          match { $p worksAt $c } return { $c.name, collect($p) as all } order { size(all) } | [[bits, [{id=dan, name=dan, age=30, score=null, tags=[y]}]], [acme, [{id=ann, name=ann, age=30, score=0.1, tags=[x, y]}, {id=bob, name=bob, age=null, score=0.2, tags=[]}]]]
          match { $p: Person { name: "nobody" } } return { $p.age, collect($p.name) as all } | []
          match { $p: Person { name: "nobody" } } return { count($p) as n } having { n > 0 } | []
          """)
  void aListHasTheValuesInTheOrderOfRows(String query, String rows) {
    assertThat(queries.rows(query)).hasToString(rows);
  }

  @Test
  void anOffsetMayBeAParameterAndNotNegativeOrNull() {
    var query =
        queries.read(
            "query q($n: I64) { match { $p: Person } return { $p.name } limit 9 offset $n }");

    assertThat(queries.run(query, Map.of("n", 4)).rows()).containsExactly(row("eve"));
    for (Map<String, Object> wrong :
        List.of(Map.<String, Object>of("n", -1L), Map.<String, Object>of())) {
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(() -> queries.run(query, wrong))
          .withMessage("The offset of q is %s.", wrong.get("n"))
          .satisfies(e -> assertThat(e.code()).isEqualTo("invalid_limit"));
    }
  }

  @Test
  void aGroupThatIsDroppedIsNotComputedWith() {
    assertThat(
            queries.rows(
                """
                match { $p: Person optional { $p worksAt $c } }
                return { $p.name, 1 / count($c) as share } having { count($c) > 0 }
                order { 2 / count($c), $p.name desc } limit 1
                """))
        .containsExactly(row("dan", 1.0));
  }

  @Test
  void aCollectedColumnHasTheTypeOfAList() {
    QueryAnswer answer =
        queries.run("match { $p: Person } return { collect($p.age) as ages }", Map.of());

    assertThat(answer.columns())
        .singleElement()
        .satisfies(c -> assertThat(c.type().toString()).contains("ListOf"));
  }

  @Test
  void aQueryThatNeedsMoreThanItsMemoryFailsClearlyAndFreesAll() {
    for (int i = 0; i < 3_000; i++) {
      graph.node("Person", "p" + i, "p" + i, i, null, null);
    }
    MemoryQueries small = queries.with(MemoryQueries.budget(4L << 20), EdgeAccess.AUTO);

    assertThatThrownBy(
            () -> small.rows("match { $a: Person  $b: Person } return { $a.name, count($b) as n }"))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.code()).isEqualTo("query_memory_exceeded");
              assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE);
            });
  }

  @Test
  void anAnswerThatIsKeptAsAWholeHasALimitOfItsOwnAndAStreamHasNone() {
    MemoryQueries few =
        queries.with(
            new MemoryBudget(24L << 20, 1_500, Duration.ZERO, QueryTime.NONE, () -> {}),
            EdgeAccess.AUTO);
    String everyPair = "match { $a: Person  $b: Person } return { $a.name, $b.name }";

    assertThat(catchThrowableOfType(GraphException.class, () -> few.rows(everyPair)))
        .satisfies(e -> assertThat(e.code()).isEqualTo("query_memory_exceeded"))
        .hasMessageContaining("answer");
    List<List<Object>> streamed = new ArrayList<>();
    QueryAnswer answer = few.run(everyPair, row -> streamed.add(row));
    assertThat(streamed).hasSize(25).startsWith(row("ann", "ann"), row("ann", "bob"));
    assertThat(answer.rows()).isEmpty();
    assertThat(answer.rowCount()).isEqualTo(25);
  }

  @Test
  void everyStepReportsHowItReachedItsRows() {
    QueryAnswer answer =
        queries
            .with(MemoryQueries.budget(16L << 20), EdgeAccess.PROBE)
            .run(
                """
                match { $p: Person { name: "ann" } $p knows $f  $f.age = 30 }
                return { $f.name } order { $f.name } limit 5
                """,
                Map.of());

    assertThat(
            answer.report().steps().stream()
                .map(s -> s.operator() + ": " + s.access() + ", " + s.rows()))
        .containsExactly(
            "scan $p: Person where $p.name = \"ann\": index id, 1",
            "expand $p Knows out $f: index src, 2",
            "fetch $f where $f.age = 30: index id, age, 1",
            "order, limit: memory, 1");
    assertThat(answer.report().peakBytes()).isPositive();
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }
}
