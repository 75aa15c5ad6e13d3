package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.lang.ForeignWords.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written as in another query language is one mistake, and answered with what to write. */
class ForeignWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '\u0001',
      textBlock =
          """
          match { $p: Person $p.email IS NULL } return { $p } ¦ 1:50 bad_operator `IS` is not an operator. Write `$p.email is null`, in small letters.
          match { $p: Person $p.email IS NOT NULL } return { $p } ¦ 1:50 bad_operator `IS` is not an operator. Write `$p.email is not null`, in small letters.
          match { $p: Person $p.email is "x" } return { $p } ¦ 1:50 bad_operator `is` is not an operator. Equality is written `=`.
          match { $p: Person $p.name IN ["a"] } return { $p } ¦ 1:49 bad_operator `IN` is not an operator. Write `in`, in small letters.
          match { $p: Person $p.name in ("a", "b") } return { $p } ¦ 1:52 syntax Expected a list after `in`, found `(`. A list stands in brackets, as in `[1, 2]`.
          match { $p: Person $p.name not in ["a"] } return { $p } ¦ 1:49 bad_operator `not` is not an operator. `not` stands before the whole condition, as in `not $p.name in …`.
          match { $p: Person 1 < $p.age < 9 } return { $p } ¦ 1:52 chained_comparison `<` stands behind a comparison. Join two comparisons with `and`, as in `1 < $p.age and $p.age < …`.
          match { $p: Person not $p knows $f } return { $p } ¦ 1:45 syntax Expected a condition, found `$p`. `not` before a traversal takes braces, as in `not { $p knows $f }`.
          match { $p: Person tolower($p.name) = "a" } return { $p } ¦ 1:41 unknown_function There is no function `tolower`. Write `lower(…)`.
          match { $p: Person } return { length($p.tags) } ¦ 1:52 call_arguments `length` takes a path; this is [String]. The characters of a text and the elements of a list are counted by `size(…)`.
          match { $p: Person } return { ifnull($p.email, "x") } ¦ 1:52 unknown_function There is no function `ifnull`. Write `coalesce(…, …)`.
          match { $p: Person $p.seen > now() - interval("P7D") } return { $p } ¦ 1:59 unknown_function There is no function `interval`. Write `duration("P7D")`.
          match { $p: Person $p.seen > now() - "7d" } return { $p } ¦ 1:51 arithmetic_types `-` computes with numbers; these are DateTime and String. A time is moved by a duration, as in `now() - duration("P7D")`.
          match { $p: Person } return { mod($p.age, 2) } ¦ 1:52 unknown_function There is no function `mod`. Write `%` between two numbers.
          match { $p: Person $p.name between "a" and "b" } return { $p } ¦ 1:49 bad_operator `between` is not an operator. Write `$p.name >= … and $p.name <= …`.
          match { $p: Person $p.name ends_with "1" } return { $p } ¦ 1:49 bad_operator `ends_with` is not an operator. Text is found by `contains` and `starts_with`; there is no operator for its end.
          match { $p: Person $p.name like "a%" } return { $p } ¦ 1:49 bad_operator `like` is not an operator. Write `contains` or `starts_with`.
          match { $p: Person $p.name =~ "a.*" } return { $p } ¦ 1:49 bad_operator `=~` is not an operator. There are no regular expressions: filter with `contains` or `starts_with`.
          match { $p: Person $p.name matches "a" } return { $p } ¦ 1:49 bad_operator `matches` is not an operator. There are no regular expressions: filter with `contains` or `starts_with`.
          match { $p: Person $p.name = "a" || $p.age = 1 } return { $p } ¦ 1:55 bad_operator `||` is not an operator. Write `or`.
          match { $p: Person $p.active | $p.active } return { $p } ¦ 1:51 bad_operator `|` is not an operator. Write `or`.
          match { $p knows $f or $p rated $m } return { $p } ¦ 1:42 syntax Expected a part of the pattern, found `or`. `or` joins conditions, not traversals: write a query for each of the two.
          match { $p.age = 1 or $p knows $f } return { $p } ¦ 1:44 syntax Expected a condition, found `$p`. `or` joins conditions, not traversals: write a query for each of the two.
          match { $p knows $f and $p rated $m } return { $p } ¦ 1:42 syntax Expected a part of the pattern, found `and`. Patterns hold together as they stand: leave `and` out between them.
          match { $p: Person and $p.age = 1 } return { $p } ¦ 1:41 syntax Expected a part of the pattern, found `and`. Patterns hold together as they stand: leave `and` out between them.
          match { $p.age = 1 and $p knows $f } return { $p } ¦ 1:45 syntax Expected a condition, found `$p`. Patterns hold together as they stand: leave `and` out between them.
          match { $p knows|rated $f } return { $p } ¦ 1:38 syntax Expected a variable or bounds after the name of the edge, found `|`. Several stand in parentheses, as in `(knows|rated)`.
          match { $p: Person (knows|rated) $f } return { $p } ¦ 1:41 syntax Expected a part of the pattern, found `(`. Several edge types stand between two variables, as in `$p (knows|likes) $f`.
          match { $p (knows|rated)* $f } return { $p } ¦ 1:46 syntax Expected a variable or bounds after the name of the edge, found `*`. A traversal is always bounded: write the bounds, as in `(knows|rated){1,5}`.
          match { $p knows* $f } return { $p } ¦ 1:38 syntax Expected a variable or bounds after the name of the edge, found `*`. A traversal is always bounded: write the bounds, as in `knows{1,5}`.
          match { $p $e:knows*1..3 $f } return { $p } ¦ 1:41 syntax Expected a variable or bounds after the name of the edge, found `*`. A traversal is always bounded: write the bounds, as in `knows{1,5}`.
          match { $p knows{1..3} $f } return { $p } ¦ 1:40 syntax Expected `}` after the bounds, found `..`. Bounds are written `{1,3}`.
          match { $p knows{,3} $f } return { $p } ¦ 1:39 syntax Expected a number of hops, found `,`. Bounds are written `{1,3}`.
          match { $p knows {confidence: "low"} $f } return { $p } ¦ 1:39 syntax Expected a variable or bounds after the name of the edge, found `{`. Bind the edge and filter on it, as in `$e:knows` and then `$e.confidence = …`.
          match { $p: Person any { $p knows $f } } return { $p } ¦ 1:41 syntax Expected a part of the pattern, found `any`. Write `exists { … }`.
          match { $p: Person exists($p.email) } return { $p } ¦ 1:41 unknown_function There is no function `exists`. A pattern stands in braces, as in `exists { $p knows $f }`; a property is asked with `is not null`.
          match { $p: Person where $p.age = 1 } return { $p } ¦ 1:41 syntax Expected a part of the pattern, found `where`. Filters stand here without `where`.
          match { $p: Person != 1 } return { $p } ¦ 1:41 syntax Expected a value, found `!=`.
          match { $p: Person } return { * } ¦ 1:52 syntax Expected a value, found `*`. Name what is meant, as in `count($p)` and `$p.name`.
          match { $p: Person } return { count(*) } ¦ 1:58 syntax Expected a value, found `*`. Name what is meant, as in `count($p)` and `$p.name`.
          match { $p: Person } return { $p.name } skip 5 ¦ 1:62 syntax Expected `}` after the body of the query, found `skip`. Write `limit … offset …`, in this order.
          match { $p: Person } return { $p.name } offset 5 limit 5 ¦ 1:62 syntax Expected `}` after the body of the query, found `offset`. Write `limit … offset …`, in this order.
          match { $p: Person } return { array_agg($p.name) } ¦ 1:52 unknown_function There is no function `array_agg`. Write `collect(…)`.
          match { $p: Person having { count($p) > 1 } } return { $p } ¦ 1:41 syntax Expected a part of the pattern, found `having`. Groups are filtered behind what is returned: close the `match`.
          match { $p: Person } return { $p.kind count($p) } group by { $p.kind } ¦ 1:72 syntax Expected `}` after the body of the query, found `group`. Rows are grouped by the columns that are not aggregates: leave `group` out.
          match { $p: Person } return { $p.name } union match { $c: Company } return { $c.name } ¦ 1:62 syntax Expected `}` after the body of the query, found `union`. Write a query for each, and put their answers together.
          match { $p: Person } where { $p.age = 1 } return { $p } ¦ 1:43 syntax Expected `return { … }` after the match, found `where`. Filters stand in the `match`.
          match { $p: Person } with $p return { $p } ¦ 1:43 syntax Expected `return { … }` after the match, found `with`. A query has one `match` and one `return`: leave out what stands between them.
          match { $p: Person } return { $p } limit -1 ¦ 1:63 syntax Expected a number or a parameter after `limit`, found `-`. A limit is zero or more; without one, all rows are given.
          match { $p: Person } return { $p } limit { 5 } ¦ 1:63 syntax Expected a number or a parameter after `limit`, found `{`. Write the number without braces, as in `limit 5`.
          insert Company { name: "A" } return { 1 } ¦ 1:51 syntax Expected `insert`, `update` or `delete`, found `return`. A write returns nothing: ask in a query of its own, with a `match`.
          insert Company { name: "A" } match { $p: Person } ¦ 1:51 syntax Expected `insert`, `update` or `delete`, found `match`. A query reads or writes: a write finds its entities with `where`, without `match`.
          merge Company { name: "A" } ¦ 1:22 syntax Expected `insert`, `update` or `delete`, found `merge`. Write `insert`: where the type has a key, it replaces the entity with the same key.
          detach delete Company where name = "A" ¦ 1:22 syntax Expected `insert`, `update` or `delete`, found `detach`. Write `delete Type where …`.
          """)
  void aWordOfAnotherLanguageIsAnsweredWithWhatToWrite(String body, String expected) {
    String source = "query q($l: String) {" + body + "}";

    assertThat(Queries.mistakes(source)).as(source).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          MATCH (p:Person) RETURN p
          match { $p: Person } return { $p }
          SELECT name FROM Person
          """)
  void aSourceThatIsNotOfQueriesIsAnsweredWithOne(String source) {
    assertThat(Queries.mistakes(source))
        .containsExactly(
            "1:1 syntax Expected `query`, found `%s`. A source is a list of queries, as in `query adults { match { $p: Person  $p.age > 17 } return { $p.name } }`."
                .formatted(source.substring(0, source.indexOf(' '))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          match { $p: Person $p.age > -1, -1 < $p.age } return { $p.age -1 as one }
          match { $p: Person not $p.active not ($p.age > 1 and $p.active) not not $p.active } return { $p }
          match { $p: Person $p.email is null $p.photo is not null not $p.tags is null } return { $p.age is null as unknown }
          match { $p: Person $p.name in ["a", "b"] or "x" in $p.tags } return { $p.age > 3 as old, -$p.age, 1 - -1 as two }
          match { $p: Person $p.tags = $p.tags $p.embedding = $p.embedding $p.photo = $p.photo } return { $p }
          match { $p: Person not { $p.tags = $p.tags } } return { ["x"] as l, [1, 2.5] as n, [date("2024-02-29")] as d }
          match { $p: Person } return { $p.kind, count(distinct $p.age) as n, collect($p.name) } having { n > 3, not $p.kind = "guest" } order { n * 2 desc } limit 5 offset 5
          match { $p: Person $p knows $f } return { $p, sum($f.age) / count($f) + size($p.name) as x, $p.name } order { $p, count(distinct $f) desc }
          match { $p: Person exists { $p knows $f not { $f worksAt $_ } } $p.active not exists { $p worksAt $_ } count { $p knows $_ } > 3 } return { $p, sum($e.stars) { $p $e:rated $n } as stars } order { count(distinct $n) { $p rated $n } }
          match { $p: Person } return { count { $p knows $_ } as degree, count($p) as people } order { degree desc }
          match { $p: Person $p.age in [30.0, 31] 2.0 in [1, 2] } return { $p }
          match { $p: Person not -$p.age > 0 $p.seen < datetime(date("2024-02-29")) } return { $p }
          match { $p: Person { age: 2.0 } $p.age < 2.5 2e0 = $p.big ["a"] contains "a" } return { $p } order { $p.age }
          """)
  void whatLooksLikeItIsStillRead(String body) {
    assertThat(Queries.mistakes("query q {" + body + "}")).as(body).isEmpty();
  }

  @Test
  void everyExampleOfTheTableIsOneSentenceAndCompletesItsGaps() {
    for (Place place : Place.values()) {
      for (String word : ForeignWords.words(place)) {
        String help = ForeignWords.help(place, word, "A", "B");

        assertThat(help).as(place + " " + word).endsWith(".").doesNotContain("%1", "%2");
        assertThat(ForeignWords.help(place, word)).as(place + " " + word).doesNotContain("null}");
      }
    }
  }
}
