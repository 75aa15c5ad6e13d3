package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Lexer;
import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.lang.Syntax.Query;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {

  @Test
  void everyFormOfAMatchIsRead() {
    Query query =
        parse(
                """
                query all($q: String, $vq: Vector(4), $min: I32?) @description("everything") {
                  match {
                    $p: Person { kind: "employee", age: $min, since: now() }
                    $p $w:knows $f
                    $p knows{1,3} $g
                    $p knows{2} $h
                    $a <knows> $b
                    $a <knows>{1,2} $c
                    $w.confidence = "high"   $f.age >= $min   $f.tags contains "x"
                    ($f.name starts_with "A" or $f.age < -3 and $f.age != 1.5e3)
                    not { $p worksAt $_ not { $p knows $_ } }
                    optional { $p worksAt $company }
                    search($p.bio, $q)
                  }
                  return distinct { $p.name, count($f) as friends, bm25($p.bio, $q) as score }
                  order { rrf(nearest($p.embedding, $vq), bm25($p.bio, $q), 60) desc, friends asc }
                  limit 20
                }
                """)
            .getFirst();

    assertThat(query.name().text()).isEqualTo("all");
    assertThat(query.description()).isEqualTo("everything");
    assertThat(query.parameters())
        .extracting(p -> p.name().text() + (p.nullable() ? "?" : ""))
        .containsExactly("q", "vq", "min?");
    Syntax.Read read = (Syntax.Read) query.body();
    assertThat(read.match())
        .extracting(c -> c.getClass().getSimpleName())
        .containsExactly(
            "Bind",
            "Traverse",
            "Traverse",
            "Traverse",
            "Traverse",
            "Traverse",
            "Filter",
            "Filter",
            "Filter",
            "Filter",
            "Not",
            "Optionally",
            "Filter");
    Syntax.Traverse named = (Syntax.Traverse) read.match().get(1);
    assertThat(named.along()).isNotNull();
    Syntax.Traverse bounded = (Syntax.Traverse) read.match().get(2);
    assertThat(bounded.bounds()).extracting("min", "max").containsExactly(1, 3);
    Syntax.Traverse undirected = (Syntax.Traverse) read.match().get(5);
    assertThat(undirected.undirected()).isTrue();
    assertThat(undirected.bounds()).extracting("min", "max").containsExactly(1, 2);
    Syntax.Either either = (Syntax.Either) ((Syntax.Filter) read.match().get(9)).condition();
    assertThat(either.terms().get(1)).isInstanceOf(Syntax.Both.class);
    assertThat(read.distinct()).isTrue();
    assertThat(read.columns()).hasSize(3);
    assertThat(read.order()).extracting(Syntax.Order::descending).containsExactly(true, false);
    assertThat(read.limit()).isInstanceOf(Syntax.NumberText.class);
  }

  @Test
  void everyStatementIsRead() {
    List<Query> queries =
        parse(
            """
            query write($n: String) {
              insert Person { name: $n, kind: "guest", bio: "" }
              insert Knows { from: $n, to: "Bob", since: date("2024-01-01") }
              update Person set { age: 31, tags: ["a", "b"] } where name = $n and age < 31
            }
            query purge($n: String) { delete Person where name = $n }
            """);

    assertThat(((Syntax.Write) queries.get(0).body()).statements())
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("Insert", "Insert", "Update");
    assertThat(((Syntax.Write) queries.get(1).body()).statements())
        .singleElement()
        .isInstanceOf(Syntax.Delete.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          query q() { match { $p: } return { $p } }              | 1:25 | the name of a node type
          query q() { match { $p knows } return { $p } }         | 1:30 | a variable at the end of the traversal
          query q() { match { $p knows{1,} $f } return { $p } }  | 1:29 | always bounded
          query q() { match { $p: Person }                       | 1:33 | `return
          query q() { match { $p.a == 1 } return { $p } }        | 1:26 | `==` is not an operator
          query q() { match { $p: P { a: } } return { $p } }     | 1:32 | a value
          query q() { delete Person }                            | 1:27 | `where` and a condition
          query q($n String) { return { $n } }                   | 1:12 | between a parameter and its type
          select 1                                               | 1:1  | Expected `query`
          query q() { upsert Person { } }                        | 1:13 | `insert`, `update` or `delete`
          query q() @slow { return { now() } }                   | 1:12 | no annotation `@slow`
          """)
  void aMistakeIsNamedWhereItIs(String source, String position, String message) {
    assertThatThrownBy(() -> parse(source))
        .isInstanceOf(LanguageException.class)
        .hasMessageStartingWith("q.gq:" + position + ": ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          qery q { match { $p: P } return { $p } }                     | 1:1  | Did you mean `query`?
          query q { mach { $p: P } return { $p } }                     | 1:11 | Did you mean `match`?
          query q { match { $p: P } retrun { $p } }                    | 1:27 | Did you mean `return`?
          query q { match { $p: P } return distnct { $p } }            | 1:34 | Did you mean `distinct`?
          query q { match { $p: P } return { $p } oder { $p.a } }      | 1:41 | Did you mean `order`?
          query q { match { $p: P } return { $p } order { $p.a } limt 5 } | 1:56 | Did you mean `limit`?
          query q { match { $p: P } return { $p } limit 5 order { $p.a } } | 1:49 | `order` stands before `limit`.
          query q { match { $p: P } return { $p } order by { $p.a } }  | 1:47 | Write `order { … }`.
          query q { match { $p: P } return $p }                        | 1:34 | Write `return { … }`.
          query q { match { $p: P } where { $p.a = 1 } return { $p } } | 1:27 | Filters stand in the `match`.
          query q { match { $p: P } delete P where a = 1 }             | 1:27 | statements that write have a `where`, and no `match`
          query q { match { $p: P  return { $p } }                     | 1:26 | Close the `match` before it.
          query q { match { $p: P optinal { $p knows $f } } return { $p } } | 1:25 | Did you mean `optional`?
          query q { match { $p: P nto { $p knows $f } } return { $p } } | 1:25 | Did you mean `not`?
          query q { match { $p: P $p.a = 1 adn $p.b = 1 } return { $p } } | 1:34 | Did you mean `and`?
          query q { match { $p: P $p.a = 1 OR $p.b = 1 } return { $p } } | 1:34 | Did you mean `or`?
          query q { match { $p: P $p.a containz "x" } return { $p } }  | 1:30 | Did you mean `contains`?
          query q { match { $p: P $p.a STARTS_WITH "x" } return { $p } } | 1:30 | Did you mean `starts_with`?
          query q { match { $p: P $p.a <> 1 } return { $p } }          | 1:30 | Unequal is written `!=`.
          query q { match { $p: P $p.a like "x%" } return { $p } }     | 1:30 | Write `contains` or `starts_with`.
          query q { match { $p: P $p -[knows]-> $f } return { $p } }   | 1:28 | without arrows
          query q { match { $p: P $p -> $f } return { $p } }           | 1:28 | without arrows
          query q { match { (p:Person) } return { $p } }               | 1:19 | A node is bound as in `$p: Person`.
          query q { match { p: Person } return { $p } }                | 1:19 | Variables start with `$`
          query q { match { $p: P { a = 1 } } return { $p } }          | 1:29 | Write `:`.
          query q { match { $p: P { a > 1 } } return { $p } }          | 1:29 | Only equalities stand here
          query q { match { $p: P } return { count(*) } }              | 1:42 | `count($p)`
          query q(a: I32) { match { $p: P } return { $p } }            | 1:9  | Write `$a`.
          query q { match { $p: P } return { $p } } }                  | 1:43 | This `}` closes nothing.
          query q { insrt P { a: 1 } }                                 | 1:11 | Did you mean `insert`?
          query q { insert P (a: 1) }                                  | 1:20 | Write `{ name: … }`.
          query q { update P { a: 1 } where b = 1 }                    | 1:20 | Write `update P set { … } where …`.
          query q { update P set a = 1 where b = 1 }                   | 1:24 | Write `set { name: … }`.
          query q { delete P whre a = 1 }                              | 1:20 | Did you mean `where`?
          """)
  void whatIsMisspeltOrOfAnotherLanguageIsAnsweredWithWhatToWrite(
      String source, String position, String help) {
    assertThatThrownBy(() -> parse(source))
        .isInstanceOf(LanguageException.class)
        .hasMessageStartingWith("q.gq:" + position + ": ")
        .hasMessageContaining(help);
  }

  @Test
  void aMistakeInOneQueryHidesNoneOfTheNext() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    query a() { match { $p } return }
                    query b() { delete X }
                    """))
        .isInstanceOfSatisfying(
            LanguageException.class,
            e ->
                assertThat(e.diagnostics()).extracting(d -> d.span().line()).containsExactly(1, 2));
  }

  private static List<Query> parse(String text) {
    Source source = new Source("q.gq", text);
    Diagnostics diagnostics = new Diagnostics(source);
    List<Query> queries =
        new QueryParser(
                new TokenStream(Lexer.tokens(source, diagnostics), diagnostics), diagnostics)
            .queries();
    diagnostics.throwIfAny();
    return queries;
  }
}
