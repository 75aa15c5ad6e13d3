package dev.omnigraph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.table.LookupCost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Map<String, Long> ROWS =
      Map.of(
          "Person",
          100_000L,
          "Company",
          50L,
          "Mail",
          10_000L,
          "Knows",
          1_000_000L,
          "WorksAt",
          100_000L);

  private final Catalog catalog = catalog();
  private Map<String, Long> values = Map.of();

  @Test
  void aKeyIsWhereTheQueryStartsWhereverItStands() {
    assertThat(
            explain(
                "match { $a: Person  $a knows $b  $b: Person { name: \"x\" } } return { $a.age }"))
        .startsWith(
            """
            scan $b: Person where $b.name = "x" ~1
            expand $b Knows in $a ~10
            """);
  }

  @Test
  void aComputedKeyIsLookedUpByTheExpressionThatItIs() {
    String body = "match { $m: Mail  %s = \"x\" } return { $m.address }";

    assertThat(explain(body.formatted("lower(trim($m.address))")))
        .startsWith(
            """
            scan $m: Mail where lower(trim($m.address)) = "x" [address] ~1
            """);
    assertThat(
            explain(
                "match { $m: Mail  lower(trim($m.address)) starts_with \"x\" } return { $m.id }"))
        .startsWith("scan $m: Mail where lower(trim($m.address)) starts_with \"x\" ");
    for (String other : List.of("lower($m.address)", "trim(lower($m.address))")) {
      assertThat(explain(body.formatted(other))).startsWith("scan $m: Mail [address] ~10000\n");
    }
  }

  @Test
  void conditionsOnOneVariableArePushedAndTheRestWaitForTheirVariables() {
    assertThat(
            explain(
                """
                match { $a: Person { name: "x" }  $a knows $b  $b.age > 3  $b.age != $a.age }
                return { $b.name }
                """))
        .isEqualTo(
            """
            scan $a: Person where $a.name = "x" [age] ~1
            expand $a Knows out $b ~3
            fetch $b where $b.age > 3 [age] ~3
            filter $b.age != $a.age ~3
            order
            """);
  }

  @Test
  void bothEndsThatAreKnownByKeyAreBoundBeforeTheWayBetweenThem() {
    assertThat(
            explain(
                """
                match { $a: Person { name: "x" }  $b: Person { name: "y" }  $a knows{1,4} $b }
                return { $b.name }
                """))
        .startsWith(
            """
            scan $a: Person where $a.name = "x" ~1
            join all pairs (1 × 1) ~1
              scan $b: Person where $b.name = "y" ~1
            connect $a Knows{1,4} out $b ~1
            """);
  }

  @Test
  void anEqualityIsAJoinByHashAndItsOtherConditionsAreAppliedToPairs() {
    assertThat(
            explain(
                """
                match { $a: Person  $b: Person { age: 3 }  $a.name = $b.bio  $a.age < $b.age }
                return { $a.name }
                """))
        .isEqualTo(
            """
            scan $b: Person where $b.age = 3 [bio, age] ~316
            join by hash on $a.name = $b.bio where $a.age < $b.age (316 × 100,000 / 100,000 values) ~95
              scan $a: Person [age] ~100000
            order
            """);
  }

  @Test
  void anEqualityIsWeighedLikeAnEdge() {
    assertThat(explain("match { $a knows $b  $a.name = $c.bio  $c: Person } return { $a.age }"))
        .as("a name is that of one person, who knows ten")
        .containsSubsequence("scan $a: Person", "join by hash on $c.bio", "expand $a Knows");
    assertThat(
            explain(
                """
                match { $a: Person { name: "x" }  $a knows $b  $a.age = $b.age } return { $b.name }
                """))
        .as("ten that one knows, and perhaps hundreds of one age")
        .containsSubsequence("expand $a Knows out $b", "filter $a.age = $b.age")
        .doesNotContain("join");
    assertThat(
            explain(
                """
                match { $a: Person { name: "x" }  $a knows $b  $a.bio = $b.name } return { $b.age }
                """))
        .as("one of a hundred thousand, all of which would be read")
        .containsSubsequence("expand $a Knows out $b", "filter $a.bio = $b.name")
        .doesNotContain("join");
  }

  @Test
  void howManyValuesWereCountedDecides() {
    String body = "match { $a: Person  $b: Person  $a.bio = $b.bio  $a worksAt $c } return { $a }";
    values = Map.of("bio", 99_000L);
    assertThat(explain(body))
        .containsSubsequence("join by hash on $b.bio = $a.bio (100,000 × 100,000 / 99,000 values)");
    values = Map.of("bio", 10L);
    assertThat(explain(body)).containsSubsequence("expand", "/ 10 values");

    assertThat(explain("match { $a: Person { bio: \"x\" } } return { $a.age }"))
        .startsWith("scan $a: Person where $a.bio = \"x\" [age] ~10000");
    values = Map.of("bio", 0L, "name", 1L);
    assertThat(explain("match { $a: Person { bio: \"x\" } } return { $a.age }"))
        .contains("~100000");
    assertThat(explain("match { $a: Person { name: \"x\" } } return { $a.age }")).contains("~1\n");
  }

  /** What cannot fail needs no guard, so {@code and} does not keep it from its place. */
  @Test
  void conditionsOfOneAndAreDecidedEachWhereItCanBe() {
    assertThat(
            explain(
                """
                match { $a: Person  $b: Person  $a.name < $b.name and $a.age + 1 = $b.age }
                return { $a.name }
                """))
        .contains("join by hash on", "$a.age + 1")
        .doesNotContain("all pairs");
    assertThat(
            explain(
                """
                match { $a: Person  $b: Person
                  $a.name < $b.name and coalesce($a.bio, "") = coalesce($b.bio, "") }
                return { $a.name }
                """))
        .contains("join by hash on coalesce(")
        .doesNotContain("all pairs");
  }

  @Test
  void everyNodeOfAChainOfEqualitiesIsJoinedByHash() {
    assertThat(
            explain(
                """
                match { $a: Person  $b: Person  $c: Company  $a.age = $b.age  $b.bio = $c.name }
                return { $a.name }
                """))
        .containsSubsequence(
            "scan $c: Company", "join by hash on $b.bio = $c.name", "join by hash on $a.age")
        .doesNotContain("all pairs");
  }

  @Test
  void whatOnlyAnEdgeHasAnEqualityWithIsMatchedByItselfAndJoined() {
    assertThat(
            explain(
                """
                match { $a $e:knows $b  $c: Company  $e.note = $c.name  $b.age > 3 }
                return { $a.name }
                """))
        .isEqualTo(
            """
            scan $c: Company ~50
            join by hash on $e.note = $c.name (50 × 300,000 / 1,000 values) ~15000
              scan $b: Person where $b.age > 3 ~30000
              expand $b $e:Knows in $a [note] ~300000
            order
            """);
  }

  @Test
  void equalitiesInBlocksAreJoinedByHashWithAllRowsAtOnce() {
    assertThat(
            explain(
                """
                match { $a: Person  not { $b: Person  $b.bio = $a.bio  $b.age > $a.age }
                  optional { $c: Company  $c.name = $a.bio } }
                return { $a.name, $c.name as company }
                """))
        .containsSubsequence(
            "not",
            "  join by hash on $b.bio = $a.bio where $b.age > $a.age",
            "    scan $b: Person",
            "optional",
            "  join by hash on $c.name = $a.bio",
            "    scan $c: Company");
  }

  @Test
  void theTraversalThatGivesFewerRowsIsFollowedFirst() {
    assertThat(
            explain(
                """
                match { $a: Person { name: "x" }  $a knows $b  $a worksAt $c }
                return { $b.name, $c.name }
                """))
        .containsSubsequence("expand $a WorksAt", "expand $a Knows");
  }

  @Test
  void whatIsOnlyShownIsFetchedAfterTheLimitWhenRowsAreMany() {
    String body = "match { $p: Person } return { $p.name, $p.bio } order { $p.age } ";

    assertThat(explain(body + "limit 3"))
        .isEqualTo(
            """
            scan $p: Person first by age, id [age] ~3
            order, limit
            fetch $p [bio]
            """);
    assertThat(explain(body)).startsWith("scan $p: Person [age, bio]");
  }

  @Test
  void aLimitGoesIntoTheScanWhereTheFirstRowsCanOnlyComeFromItsFirstNodes() {
    assertThat(explain("match { $p: Person  $p.age > 3 } return { $p.name } limit 5"))
        .startsWith("scan $p: Person where $p.age > 3 first by id");
    assertThat(
            explain(
                "match { $p: Person } return { $p.name } order { $p.age desc, 1, $p.bio } limit 5"))
        .as("what is the same in every row orders nothing")
        .startsWith("scan $p: Person first by age desc, bio, id");
    assertThat(
            explain(
                """
                match { $p: Person  optional { $p worksAt $c } }
                return { $p.name, $c.name } order { $p.age } limit 5
                """))
        .as("an optional part gives every node a row at least")
        .startsWith("scan $p: Person first by age, id");
  }

  @Test
  void aLimitStaysOutOfTheScanWhereOthersDecideWhichRowsAreFirst() {
    for (String body :
        List.of(
            "match { $p: Person  not { $p worksAt $_ } } return { $p.name } limit 5",
            "match { $p: Person  optional { $p worksAt $c } } return { $p.name }"
                + " order { $c.name } limit 5",
            "match { $p: Person } return distinct { $p.age } limit 5",
            "match { $p: Person } return { $p.age, count($p) as n } limit 5",
            "match { $p: Person  $c: Company } return { $p.age, $c.name } limit 5",
            "match { $p: Person { name: \"x\" } } return { $p.age } limit 5",
            "match { $p: Person } return { $p.age } order { $p.age }")) {
      assertThat(explain(body)).as(body).doesNotContain("first by");
    }
  }

  @Test
  void nodesThatNobodyAsksAboutAreNotRead() {
    assertThat(
            explain(
                "match { $p: Person { name: \"x\" }  $p knows{1,3} $f } return { count($f) as n }"))
        .isEqualTo(
            """
            scan $p: Person where $p.name = "x" ~1
            count $p Knows{1,3} out $f ~1
            aggregate
            order
            """);
  }

  @Test
  void whatIsOnlyCountedIsNotBoundAndTheQueryStartsFromTheOtherEnd() {
    assertThat(
            explain(
                "match { $p $k:knows $f } return { $f.name, count($k) as n, min($f.age) as age }"))
        .isEqualTo(
            """
            scan $f: Person [age] ~100000
            count $f $k:Knows in $p ~100000
            aggregate
            order
            """);
  }

  @Test
  void whatIsCountedAndAskedAboutIsBound() {
    for (String body :
        List.of(
            "match { $p knows $f } return { $f.name, count($p.age) as n }",
            "match { $p knows $f } return { $p.name, $f.name, count($f) as n }",
            "match { $p knows $f } return { $p.name, sum($p.age) as n }",
            "match { $p knows $f  $p.age != $f.age } return { $p.name, count($f) as n }",
            "match { $p knows $f  not { $f worksAt $_ } } return { $p.name, count($f) as n }",
            "match { $p knows $f } return distinct { $p.name }",
            "match { $p knows $f } return { $p.name }")) {
      assertThat(explain(body)).as(body).contains("expand ").doesNotContain("count ");
    }
  }

  @Test
  void theLogicalPlanIsTheQueryAsATree() {
    assertThat(
            Explain.logical(
                read(
                    """
                    match { $a: Person { name: "x" }  $a knows{1,3} $b
                      not { $b $w:worksAt $_ }
                      optional { $b worksAt $c  $c.name starts_with "A" or $c.name = "B" } }
                    return { $b.name, count($c) as n } order { n desc } limit 5
                    """)))
        .isEqualTo(
            """
            limit 5
              order by count($c) desc
                return $b.name, count($c)
                  match
                    $a: Person
                    where $a.name = "x"
                    $a -[Knows{1,3}]-> $b
                    not
                      match
                        $b -[$w: WorksAt]-> $_
                    optional
                      match
                        $b -[WorksAt]-> $c
                        where ($c.name starts_with "A" or $c.name = "B")
            """);
  }

  @Test
  void aLookupIsPreferredForFewIdsOfALargeTableAndAScanOtherwise() {
    assertThat(EdgeAccess.AUTO.prefersLookup(5, 10, 1_000_000, LookupCost.NEAR)).isTrue();
    assertThat(EdgeAccess.AUTO.prefersLookup(50_000, 10, 1_000_000, LookupCost.NEAR)).isFalse();
    assertThat(EdgeAccess.AUTO.prefersLookup(5, 10, 5_000, LookupCost.NEAR)).isFalse();
    assertThat(EdgeAccess.PROBE.prefersLookup(50_000, 10, 5_000, LookupCost.NEAR)).isTrue();
    assertThat(EdgeAccess.ADJACENCY.prefersLookup(1, 1, 1_000_000, LookupCost.NEAR)).isFalse();
  }

  private String explain(String body) {
    return Explain.text(
        Planner.plan(
            read(body),
            catalog,
            type -> new TableCounts(ROWS.getOrDefault(type.name(), 0L), values)));
  }

  private TypedQuery.Read read(String body) {
    return (TypedQuery.Read)
        QueryCompiler.compile("query q() {" + body + "}", "test.gq", catalog).getFirst();
  }

  private static Catalog catalog() {
    AtomicInteger next = new AtomicInteger();
    return SchemaCompiler.compile(
        """
        node Person { name: String @key  age: I32?  bio: String? }
        node Company { name: String @key }
        node Mail { address: String @key(lower(trim(address))) }
        edge Knows: Person -> Person { note: String? }
        edge WorksAt: Person -> Company
        """,
        "test.pg",
        Optional.empty(),
        () -> "T" + next.getAndIncrement());
  }
}
