package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traversals along several edge types, and paths. */
@NullUnmarked
class WalksTest {
  private final MemoryGraph graph = Friends.graph();
  private final MemoryQueries queries = new MemoryQueries(graph);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~$p (knows|worksAt){1,2} $c  $c: Company~             | $c.name          | acme bits
          ~$p (knows|worksAt){1,2} $f  $f: Person~              | $f.name          | bob cid dan
          ~$p (knows|worksAt){2} $c  $c: Company~               | $c.name          | bits
          ~$p *{1,9} $f  $f: Person~                            | $f.name          | bob cid dan
          ~$p * $c  $c: Company~                                | $c.name          | acme
          ~$p <*>{1,2} $f  $f: Person~                          | $f.name          | bob cid dan
          ~$p <(worksAt|knows)>{2} $f  $f: Person~              | $f.name          |
          ~$p <*>{2} $c  $c: Company~                           | $c.name          | bits
          ~$f $w:knows{2} $p  $f: Person~                       | nodes($w)        | [bob, cid, ann]
          ~$p.age = 30~ | ~collect($w.id) { $p $w:(knows|worksAt) $_ }~ | [k1, k4, k6, w1]
          ~$p.age = 30~ | collect(type($w)) { $p $w:* $_ } | [Knows, Knows, Knows, WorksAt]
          ~$p.age = 30~ | collect(length($w)) { $p $w:knows{1,3} $_ } | [1, 2, 1]
          ~$p.age = 30~ | collect($f.name) { $p $w:knows{1,3} $_  $p knows $f } | [bob, bob, bob, dan, dan, dan]
          ~$p "knows" $f~                                       | $f.name          | bob dan
          ~$p (knows) $f~                                       | $f.name          | bob dan
          ~$p (knows|knows) $f~                                 | $f.name          | bob dan
          ~$p <(worksAt|knows)> $f  $f: Person~                 | $f.name          | bob cid dan
          ~exists { $p * $_ } $p knows $f~                      | $f.name          | bob dan
          ~$p knows $f  count { $f * $_ } = 2~                  | $f.name          | bob dan
          ~$p $e:* $_~                                          | type($e)         | Knows Knows Knows WorksAt
          ~$p $e:* $_~                                          | $e.id            | k1 k4 k6 w1
          ~$p $e:* $f  $f: Person~                              | $e.id            | k1 k6 k4
          ~$p $e:(knows|worksAt) $_  type($e) = "WorksAt"~      | $e.dst           | acme
          ~$p $w:knows{1,6} $f~                                 | length($w)       | 1 2 1
          ~$p $w:knows{1,6} $f  length($w) > 1~                 | nodes($w)        | [ann, bob, cid]
          ~$p $w:knows{1,6} $f  $f.name = "cid"~                | edges($w)        | [k1, k2]
          ~$f $w:knows{1,6} $p  $f: Person~                     | nodes($w)        | [bob, cid, ann] [cid, ann]
          ~$p $w:*{1,3} $c  $c: Company~                        | nodes($w)        | [ann, acme] [ann, dan, bits]
          ~$p $w:*{1,2} $_~                                     | nodes($w)        | [ann, acme] [ann, bob] [ann, bob, cid] [ann, dan] [ann, dan, bits]
          ~$d: Person { name: "dan" } $d $w:knows{1} $d~        | edges($w)        | [k5]
          ~$p $w:<knows>{1,3} $f  $f.name = "cid"~              | edges($w)        | [k3]
          """)
  void traversalsOfAnn(String match, String column, String values) {
    assertThat(
            queries.rows(
                "match { $p: Person { name: \"ann\" } "
                    + match
                    + " } return { "
                    + column
                    + " as x }"))
        .extracting(row -> String.valueOf(row.getFirst()))
        .satisfies(
            found -> assertThat(String.join(" ", found)).isEqualTo(values == null ? "" : values));
  }

  /**
   * From s over m1 or m2 and x1 or x2 to t, where m1 leads only to x2: the first node decides, so
   * it is s, m1, x2, t. Of the edges from s to m1 the one with the smallest id is on it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$s: Person { name: \"s\" } $s $w:knows{1,5} $t  $t.age = 7",
        "$t: Person { name: \"t\" } $s $w:knows{1,5} $t  $s.age = 1",
        "$s: Person { name: \"s\" } $t: Person { name: \"t\" } $s $w:knows{1,5} $t",
        "$s: Person { name: \"s\" } $t: Person { name: \"t\" } $s $w:(knows|worksAt){3} $t",
      })
  void ofTheShortestPathsTheOneWithTheSmallestIdsIsFound(String match) {
    MemoryGraph diamond = new MemoryGraph(MemoryQueries.schema(Friends.SCHEMA));
    for (String name : List.of("t", "x2", "m2", "x1", "m1", "s")) {
      int age = name.equals("s") ? 1 : name.equals("t") ? 7 : 3;
      diamond.node("Person", name, name, age, null, null);
    }
    diamond
        .edge("Knows", "k1", "s", "m2", new Object[] {null})
        .edge("Knows", "k9", "s", "m1", new Object[] {null})
        .edge("Knows", "k2", "s", "m1", new Object[] {null})
        .edge("Knows", "k3", "m2", "x1", new Object[] {null})
        .edge("Knows", "k4", "m2", "x2", new Object[] {null})
        .edge("Knows", "k8", "m1", "x2", new Object[] {null})
        .edge("Knows", "k5", "x1", "t", new Object[] {null})
        .edge("Knows", "k7", "x2", "t", new Object[] {null});

    assertThat(
            new MemoryQueries(diamond)
                .rows("match { " + match + " } return { nodes($w) as n, edges($w) as e }"))
        .containsExactly(List.of(List.of("s", "m1", "x2", "t"), List.of("k2", "k8", "k7")));
  }
}
