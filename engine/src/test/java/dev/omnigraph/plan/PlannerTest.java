package dev.omnigraph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Map<String, Long> ROWS =
      Map.of("Person", 100_000L, "Company", 50L, "Knows", 1_000_000L, "WorksAt", 100_000L);

  private final Catalog catalog = catalog();

  @Test
  void aKeyIsWhereTheQueryStartsWhereverItStands() {
    assertThat(
            explain(
                "match { $a: Person  $a knows $b  $b: Person { name: \"x\" } } return { $a.age }"))
        .startsWith(
            """
            scan $b: Person, 1 pushed ~1
            expand $b Knows{1,1} in $a ~10
            """);
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
            scan $a: Person, 1 pushed [age] ~1
            expand $a Knows{1,1} out $b ~3
            fetch $b, 1 pushed [age, name]
            filter, 1 ~3
            order
            """);
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
            scan $p: Person [age] ~100000
            order, limit
            fetch $p [name, bio]
            """);
    assertThat(explain(body)).startsWith("scan $p: Person [age, name, bio]");
  }

  @Test
  void nodesThatNobodyAsksAboutAreNotRead() {
    assertThat(
            explain(
                "match { $p: Person { name: \"x\" }  $p knows{1,3} $f } return { count($f) as n }"))
        .isEqualTo(
            """
            scan $p: Person, 1 pushed ~1
            expand $p Knows{1,3} out $f ~1110
            aggregate
            order
            """);
  }

  @Test
  void aLookupIsPreferredForFewIdsOfALargeTableAndAScanOtherwise() {
    assertThat(Costs.prefersLookup(EdgeAccess.AUTO, 5, 10, 1_000_000, 8_000)).isTrue();
    assertThat(Costs.prefersLookup(EdgeAccess.AUTO, 50_000, 10, 1_000_000, 8_000)).isFalse();
    assertThat(Costs.prefersLookup(EdgeAccess.AUTO, 5, 10, 5_000, 8_000)).isFalse();
    assertThat(Costs.prefersLookup(EdgeAccess.PROBE, 50_000, 10, 5_000, 8_000)).isTrue();
    assertThat(Costs.prefersLookup(EdgeAccess.ADJACENCY, 1, 1, 1_000_000, 8_000)).isFalse();
  }

  private String explain(String body) {
    TypedQuery.Read query =
        (TypedQuery.Read)
            QueryCompiler.compile("query q() {" + body + "}", "test.gq", catalog).getFirst();
    return Explain.text(Planner.plan(query, catalog, type -> ROWS.getOrDefault(type.name(), 0L)));
  }

  private static Catalog catalog() {
    AtomicInteger next = new AtomicInteger();
    return SchemaCompiler.compile(
        """
        node Person { name: String @key  age: I32?  bio: String? }
        node Company { name: String @key }
        edge Knows: Person -> Person
        edge WorksAt: Person -> Company
        """,
        "test.pg",
        Optional.empty(),
        () -> "T" + next.getAndIncrement());
  }
}
