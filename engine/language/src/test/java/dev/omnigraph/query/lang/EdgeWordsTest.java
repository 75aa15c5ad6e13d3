package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edges and properties may be called as the language's own words are. */
class EdgeWordsTest {
  private static final String SCHEMA =
      """
      node Match { order: String @key  contains: String?  not: Bool?  limit: I32?  and: I32?
        desc: I32?  count: I32?  date: Date?  now: DateTime?  return: String? }
      edge Contains: Match -> Match { limit: I32? }
      edge Not: Match -> Match
      edge Order: Match -> Match
      edge In: Match -> Match
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$a: Match $a contains $b",
        "$a contains{1,2} $b",
        "$a <contains> $b",
        "$a $e:contains $b",
        "$a not $b",
        "$a in $b",
        "$a: Match not { $a contains $b }",
        "$a: Match optional { $a order $b }",
        "$a order $b $a.contains contains $b.order",
      })
  void anEdgeNamedAsAnOperatorIsTraversed(String match) {
    assertThat(read(match).match())
        .anyMatch(
            clause ->
                switch (clause) {
                  case Clause.Traverse t -> true;
                  case Clause.Not(var inner, var span) -> isTraversal(inner);
                  case Clause.Optionally(var inner, var span) -> isTraversal(inner);
                  default -> false;
                });
  }

  @Test
  void aParameterBesideContainsIsSearchedIn() {
    String query =
        "query q($names: [String], $flag: Bool) { match { $a: Match $names contains $a.order"
            + " $flag not { $a contains $_ } } return { $a } }";

    TypedQuery.Read read =
        (TypedQuery.Read) QueryCompiler.compile(query, "q.gq", catalog()).getFirst();

    assertThat(read.match())
        .extracting(clause -> clause.getClass().getSimpleName())
        .containsExactly("Bind", "Where", "Where", "Not");
  }

  @Test
  void wordsOfTheLanguageAreNamesOfPropertiesEverywhere() {
    String source =
        """
        query r { match { $a: Match { limit: 1, and: 2, not: true } $a.desc = 3 $a.not }
          return { $a.order, $a.limit as desc, count($a) as limit } order { desc desc, limit } limit 3 }
        query w { update Match set { limit: 1, desc: 2, contains: "x" }
          where contains contains "y" and limit = 1 or (not and and = 2 and count = 3)
            and date = date("2024-01-01") and now < now() }
        query match { delete Match where order = "x" }
        query return { delete Contains where limit = 1 }
        """;

    assertThat(QueryCompiler.compile(source, "q.gq", catalog())).hasSize(4);
  }

  private static boolean isTraversal(List<Clause> clauses) {
    return clauses.stream().allMatch(Clause.Traverse.class::isInstance);
  }

  private static TypedQuery.Read read(String match) {
    String source = "query q { match { " + match + " } return { $a.order } }";
    return (TypedQuery.Read) QueryCompiler.compile(source, "q.gq", catalog()).getFirst();
  }

  private static Catalog catalog() {
    AtomicInteger next = new AtomicInteger();
    return SchemaCompiler.compile(
        SCHEMA, "test.pg", Optional.empty(), () -> "T" + next.incrementAndGet());
  }
}
