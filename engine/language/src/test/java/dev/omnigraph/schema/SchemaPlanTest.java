package dev.omnigraph.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.schema.SchemaPlan.Refusal;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaPlanTest {
  private final AtomicInteger ids = new AtomicInteger();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          node A {}                         | node A {} node B { x: I32 }            | add the node type B
          node A {}                         | node A {} edge E: A -> A               | add the edge type E
          node A {}                         | node A {} node B {} edge E: B -> A @card(1..1) | add the node type B; add the edge type E
          node A {} node B {}               | node A {}                              | drop the node type B with its data
          node A { x: I32 }                 | node B @rename_from("A") { x: I32 }    | rename the node type A to B
          node A {} edge E: A -> A          | node B @rename_from("A") {} edge F: B -> B @rename_from("E") | rename the node type A to B; rename the edge type E to F
          node A { x: I32 }                 | node A { x: I32 y: [String]? }         | add A.y: [String]?
          node A { x: I32 y: I32? }         | node A { x: I32 }                      | drop A.y with its values
          node A { x: I32 }                 | node A { y: I32 @rename_from("x") }    | rename A.x to y
          node A { x: enum(a) }             | node A { x: enum(b, a) }               | change A.x from enum(a) to enum(b, a)
          node A { x: [enum(a)]? }          | node A { x: [enum(a, b)]? }            | change A.x from [enum(a)] to [enum(a, b)]
          node A { x: enum(a, b) }          | node A { x: enum(c @rename_from("a"), b) } | rename the value "a" of A.x to "c"
          node A { x: [enum(a)]? }          | node A { y: [enum(b, c @rename_from("a"))]? @rename_from("x") } | rename A.x to y; rename the value "a" of A.y to "c"; change A.y from [enum(c)] to [enum(b, c)]
          node A { x: enum(a, b) }          | node A { x: enum(b @rename_from("a"), a @rename_from("b")) } | rename the value "a" of A.x to "b"; rename the value "b" of A.x to "a"
          node A { x: enum(a, b) }          | node A { x: enum(b @rename_from("a"), c @rename_from("b")) } | rename the value "a" of A.x to "b"; rename the value "b" of A.x to "c"
          node A { x: enum(a)? @index @unique } | node A { x: [enum(b @rename_from("a"))]? @unique } | rename the value "a" of A.x to "b"; change A.x from enum(b) to [enum(b)]; drop the index of A.x
          node A { x: enum(a) @default(a) } | node A { x: enum(b @rename_from("a")) @default(b) } | rename the value "a" of A.x to "b"; change the annotations of A.x
          node A { x: I32 }                 | node A { x: I32? }                     | make A.x nullable
          node A { x: I32 }                 | node A { x: I64 }                      | change A.x from I32 to I64
          node A { x: I32 }                 | node A { x: F64 }                      | change A.x from I32 to F64
          node A { x: U32? }                | node A { x: U64? }                     | change A.x from U32 to U64
          node A { x: U32 }                 | node A { x: I64 }                      | change A.x from U32 to I64
          node A { x: F32 }                 | node A { x: F64 }                      | change A.x from F32 to F64
          node A { x: I32 @key }            | node A { x: I64 @key }                 | change A.x from I32 to I64
          node A { x: String y: Date @key(lower(x), year(y)) } | node A { y: Date z: String @rename_from("x") @key(year(y), lower(z)) } | rename A.x to z
          node A { x: String @key(lower(x)) } | node A { x: String @unique @key(lower(x)) } | add @unique(x) to A
          node A { x: I32 @range(0..9) @unique } | node A { x: I64 @range(0..9) @unique } | change A.x from I32 to I64
          node A { x: String }              | node A { x: [String] }                 | change A.x from String to [String]
          node A { x: I32 }                 | node A { x: [I64] }                    | change A.x from I32 to [I64]
          node A { x: enum(a)? }            | node A { x: [enum(a, b)]? }            | change A.x from enum(a) to [enum(a, b)]
          node A {}                         | node A { x: I32 @default(-1) }         | add A.x: I32 @default(-1)
          node A {}                         | node A { x: String? @default("a b") }  | add A.x: String? @default("a b")
          node A {}                         | node A { x: enum(a, b) @default(b) }   | add A.x: enum(a, b) @default("b")
          node A { x: I32 }                 | node A { x: I32 @default(1) }          | change the annotations of A.x
          node A { x: I32 }                 | node A { x: I32 @index }               | add an index to A.x
          node A { x: I32 @index }          | node A { x: I32 }                      | drop the index of A.x
          node A { x: String @index }       | node A { x: String @index(language="german") } | change the index of A.x from @index to @index(language="german")
          node A { x: String @index(stem=false, fold=true) } | node A { y: String @rename_from("x") @index(analyzer="ngram") } | rename A.x to y; change the index of A.y from @index(stem=false, fold=true) to @index(analyzer="ngram")
          node A { x: Vector(2) @index(metric="l2") } | node A { x: Vector(2) @index }   | change the index of A.x from @index(metric="l2") to @index
          node A { x: String }              | node A { x: String @index(fold=false) } | add an index to A.x: @index(fold=false)
          node A { x: String @index(fold=false) } | node A { x: String }               | drop the index of A.x
          node A { x: String @index(fold=false) } | node A { x: [String] }             | change A.x from String to [String]; drop the index of A.x
          node A { s: String v: Vector(2)? @embed(s, model="l") } | node A { s: String v: Vector(2)? @embed("s", model="m") } | change the embedding of A.v from @embed("s", model="l") to @embed("s", model="m")
          node A { s: String t: String v: Vector(2)? @embed(s, model="m") } | node A { s: String t: String v: Vector(2)? @embed(t, model="m") } | change the embedding of A.v from @embed("s", model="m") to @embed("t", model="m")
          node A { s: String v: Vector(2)? } | node A { s: String v: Vector(2)? @embed(s, model="m") } | change the embedding of A.v from none to @embed("s", model="m")
          node A { s: String v: Vector(2)? @embed(s, model="m") } | node A { s: String v: Vector(2)? } | change the embedding of A.v from @embed("s", model="m") to none
          node A { s: String v: Vector(2)? @embed(s, model="m") } | node A { t: String @rename_from("s") v: Vector(2)? @embed(t, model="m") } | rename A.s to t
          node A { x: I32 @unique }         | node A { x: I32 }                      | drop @unique(x) from A
          node A { x: I32 @unique y: I32? } | node A { y: I32? }                     | drop A.x with its values; drop @unique(x) from A
          node A { x: I32 @range(0..5) }    | node A { x: I32 @range(0..9) }         | drop @range(x, 0..5) from A; add @range(x, 0..9) to A
          node A { x: I32 @unique y: I32 }  | node A { x: I32 y: I32 @unique(x, y) } | drop @unique(x) from A; add @unique(x, y) to A
          node A { x: I32 @key y: I32 }     | node A { x: I32 @key y: I32 @unique(y, x) } | add @unique(x, y) to A
          node A { }                        | node A { x: I32? @unique }             | add A.x: I32?; add @unique(x) to A
          node A { }                        | node A { x: String? @check("a+") }     | add A.x: String?; add @check(x, "a+") to A
          node A { s: String @check("a") }  | node A { s: String }                   | drop @check(s, "a") from A
          node A {} edge E: A -> A @card(1..2) | node A {} edge E: A -> A @card(0..) | change the cardinality of E from 1..2 to 0..
          node A { x: I32 }                 | node A @description("d") { x: I32 }    | change the annotations of A
          node A { x: I32 }                 | node A { x: I32 @description("d") }    | change the annotations of A.x
          interface I { x: I32 } node A { x: I32 } | interface I { x: I32 } node A implements I { x: I32 } | change the interfaces of A
          interface I { x: I32 } node A {}  | node A {}                              | change the interfaces of I
          """)
  void whatCanBeDoneIsPlannedInSteps(String before, String after, String steps) {
    SchemaPlan plan = plan(before, after, false);

    assertThat(summaries(plan)).isEqualTo(List.of(steps.split("; ")));
    assertThat(plan.steps()).allMatch(Planned::isSupported);
    plan.throwIfRefused();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          node A {}                        | node A { x: I32 }                   | required_property
          node A { x: I32? }               | node A { x: I32 }                   | nullability_tightened
          node A { x: I64 }                | node A { x: I32 }                   | type_narrowed
          node A { x: F64 }                | node A { x: I64 }                   | type_narrowed
          node A { x: I32 }                | node A { x: String }                | type_changed
          node A { x: String }             | node A { x: enum(a) }               | type_changed
          node A { x: Vector(3) }          | node A { x: Vector(4) }             | type_changed
          node A { x: [I32] }              | node A { x: I32 }                   | type_changed
          node A { x: [I32] }              | node A { x: [I64] }                 | type_changed
          node A { x: I64 }                | node A { x: F64 }                   | type_narrowed
          node A { x: U64 }                | node A { x: I64 }                   | type_narrowed
          node A { x: F32 @key }           | node A { x: F64 @key }              | key_changed
          node A { x: I32 @key }           | node A { x: F64 @key }              | key_changed
          node A { x: Vector(2) }          | node A { x: [F32] }                 | type_changed
          node A { x: enum(a, b) }         | node A { x: enum(a) }               | enum_narrowed
          node A { x: [enum(a, b)] }       | node A { x: [enum(b, c)] }          | enum_narrowed
          node A { x: enum(a, b) }         | node A { x: enum(c @rename_from("a")) } | enum_narrowed
          node A { x: enum(a) @key }       | node A { x: enum(b @rename_from("a")) @key } | key_changed
          node A {} edge E: A -> A { x: enum(a) @key(src, dst, x) } | node A {} edge E: A -> A { x: enum(b @rename_from("a")) @key(src, dst, x) } | key_changed
          node A { x: I32 }                | node A { x: I32 @unique }           | constraint_added
          node A { x: I32 y: I32 @unique(x, y) } | node A { x: I32 @unique y: I32 } | constraint_added
          node A { x: I32 }                | node A { x: I32 @range(0..) }       | constraint_added
          node A { x: I32 @range(0..9) }   | node A { x: I32 @range(0..5) }      | constraint_added
          node A { x: I32 @range(0..) }    | node A { x: I32 @range(..9) }       | constraint_added
          node A { x: String }             | node A { x: String @check("a") }    | constraint_added
          node A { x: I32 @key y: I32 }    | node A { x: I32 y: I32 @key }       | key_changed
          node A { x: I32 }                | node A { x: I32 @key }              | key_changed
          node A { x: I32 @key }           | node A { x: I32 }                   | key_changed
          node A { x: String @key }        | node A { x: String @key(lower(x)) } | key_changed
          node A { x: String @key(lower(x)) } | node A { x: String @key(upper(x)) } | key_changed
          node A { x: String @key(lower(x)) } | node A { x: String @key }        | key_changed
          node A { x: enum(a) @key(upper(x)) } | node A { x: enum(b @rename_from("a")) @key(upper(x)) } | key_changed
          node A { x: I32 @key }           | node A { }                          | key_changed
          node A {} edge E: A -> A         | node A {} edge E: A -> A @card(0..1) | cardinality_tightened
          node A {} edge E: A -> A         | node A {} edge E: A -> A @card(1..) | cardinality_tightened
          node A {}                        | node A {} edge E: A -> A @card(1..) | cardinality_unmet
          node A {} node B {} edge E: A -> A | node A {} node B {} edge E: A -> B | endpoints_changed
          """)
  void whatCannotBeDoneIsRefusedWithReasonAndWayOut(String before, String after, String code) {
    SchemaPlan plan = plan(before, after, false);

    List<Refusal> refusals =
        plan.steps().stream().map(Planned::refusal).filter(Objects::nonNull).toList();
    assertThat(refusals).extracting(refusal -> refusal.code().text()).containsExactly(code);
    assertThat(refusals.getFirst().reason()).endsWith(".");
    assertThat(refusals.getFirst().wayOut()).endsWith(".");
    assertThat(plan.isSupported()).isFalse();
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(plan::throwIfRefused)
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("schema_change_refused");
              assertThat(e.details().toString()).contains(code);
            });
  }

  @Test
  void everyRefusalIsToldAtOnce() {
    SchemaPlan plan = plan("node A { x: I32 }", "node A { x: String y: Bool @unique }", false);

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(plan::throwIfRefused)
        .withMessage(
            """
            Cannot change A.x from I32 to String: the values that are there are of type I32.
            Cannot add A.y: Bool: the entities that are there have no value for it.""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node A { x: enum(b, a) @rename_from(\"y\") }",
        "/* a */ node A { x: enum(a, b), }",
        "node A @rename_from(\"Z\") { x: enum(a, b) }"
      })
  void textOrderAndRenamesOfThePastAreNoSteps(String after) {
    SchemaPlan plan = plan("node A { x: enum(a, b) }", after, false);

    assertThat(plan.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          String @index                            | String @index(language="english", stem=true)
          String @index(fold=true, positions=true) | String @index(stop_words=true)
          String @index(analyzer="simple")         | String @index(fold=true, analyzer="simple")
          Vector(2) @index                         | Vector(2) @index(metric="cosine")
          Vector(2)? @embed("s", model="m")        | Vector(2)? @embed(s, model="m")
          """)
  void whatMeansTheSameIsNoStepHoweverItIsWritten(String before, String after) {
    SchemaPlan plan =
        plan(
            "node A { s: String x: " + before + " }",
            "node A { s: String x: " + after + " }",
            false);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void aStepSaysWhatBecomesOfAnswersAndOfVectorsThatAreThere() {
    assertThat(
            plan(
                    "node A { s: String @index  t: String  u: String  v: Vector(2)?  w: Vector(2)? @embed(s, model=\"m\") }",
                    """
                    node A {
                        s: String @index(stem=false)  t: String @index(stem=false)  u: String @index
                        v: Vector(2)? @embed(s, model="m")  w: Vector(2)?
                    }
                    """,
                    false)
                .steps())
        .extracting(planned -> planned.step().code() + ": " + planned.hint())
        .containsExactly(
            "change_index: Answers of searches change at once; the next `optimize` builds the index again.",
            "add_index: Answers of searches change at once.",
            "add_index: null",
            "change_embedding: The vectors that are there were not made by it.",
            "change_embedding: null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enum(c, b)                                         | enum(c @rename_from("a"), b)
          enum(c @rename_from("a"), b)                       | enum(c @rename_from("a"), b)
          enum(b @rename_from("a"), a @rename_from("b"))     | enum(a @rename_from("b"), b @rename_from("a"))
          enum(c @rename_from("a"), a)                       | enum(c @rename_from("a"), a)
          enum(a)                                            | enum(a @rename_from("a"))
          """)
  void aRenameOfAValueThatWasAcceptedIsNoStep(String before, String after) {
    SchemaPlan plan = plan("node A { x: " + before + " }", "node A { x: " + after + " }", false);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void valuesThatChangedPlacesChangeThemBackWhenThatIsSaidAgain() {
    String swapped = "node A { x: enum(b @rename_from(\"a\"), a @rename_from(\"b\")) }";
    String plain = "node A { x: enum(a, b) }";

    assertThat(summaries(plan(swapped, plain, false)))
        .containsExactly("change the annotations of A.x");
    assertThat(plan(plain, swapped, false).steps()).hasSize(2);
    assertThat(plan("node A { x: enum(b @rename_from(\"a\")) }", "node A { x: enum(b) }", false))
        .matches(SchemaPlan::isEmpty);
  }

  @Test
  void aRenameCarriesConstraintsIndexesAndEndsWithIt() {
    SchemaPlan plan =
        plan(
            """
            node A { x: I32 @key @index y: I32? @range(0..5) @unique(x, y) }
            edge E: A -> A { w: I32 @key(src, dst, w) }
            """,
            """
            node B @rename_from("A") { xx: I32 @rename_from("x") @key @index
              yy: I32? @rename_from("y") @range(0..5) @unique(yy, xx) }
            edge E: B -> B { ww: I32 @rename_from("w") @key(src, dst, ww) }
            """,
            false);

    assertThat(summaries(plan))
        .containsExactly(
            "rename the node type A to B",
            "rename B.x to xx",
            "rename B.y to yy",
            "rename E.w to ww");
    assertThat(plan.after().node("B").orElseThrow().tableId())
        .isEqualTo(plan.before().node("A").orElseThrow().tableId());
  }

  @Test
  void whatLooksLikeARenameIsSaidToBeOne() {
    SchemaPlan plan =
        plan(
            "node Person { name: String age: I32? }",
            "node Human { name: String years: I32? }",
            false);
    SchemaPlan properties =
        plan("node A { name: String age: I32 }", "node A { name: String years: I32 }", false);

    SchemaPlan values = plan("node A { x: enum(a, b) }", "node A { x: enum(a, c) }", false);

    assertThat(Objects.requireNonNull(values.steps().getLast().refusal()).wayOut())
        .contains("\"c\" @rename_from(\"b\")");
    assertThat(plan.steps().getLast().hint()).contains("@rename_from(\"Person\")");
    assertThat(Objects.requireNonNull(properties.steps().getLast().refusal()).wayOut())
        .contains("@rename_from(\"age\")");
  }

  @Test
  void whatHasNothingInCommonIsNotSaidToBeARename() {
    SchemaPlan plan =
        plan("node A { name: String } node B {}", "node B { x: I32? } node C { y: I32 }", false);

    assertThat(plan.steps()).extracting(Planned::hint).containsOnlyNulls();
  }

  @Test
  void hardDropsSayThatHistoryGoesToo() {
    SchemaPlan plan = plan("node A { x: I32 y: I32 } node B {}", "node A { x: I32 }", true);

    assertThat(summaries(plan))
        .containsExactly(
            "drop the node type B with its data, from earlier commits too",
            "drop A.y with its values, from earlier commits too");
  }

  @Test
  void whatWouldDropDataNeedsToBeAllowed() {
    SchemaPlan plan = plan("node A { x: I32 y: I32 } node B {}", "node A { x: I32 }", false);

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(plan::throwIfDropping)
        .withMessage(
            """
            This change would
              drop the node type B with its data
              drop A.y with its values""")
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("schema_drops");
              assertThat(e.nextStep())
                  .isEqualTo("Allow the drops, or write what is to stay into the schema.");
            });
    plan("node A { x: I32 }", "node A { x: I32 y: I32? }", false).throwIfDropping();
  }

  @Test
  void aNameThatComesBackIsSomethingNew() {
    Catalog first = compile("node A { x: I32? }", Optional.empty());
    Catalog without = compile("node A {}", Optional.of(first));
    Catalog again = compile("node A { x: I32? }", Optional.of(without));

    assertThat(SchemaPlan.of(without, again, false).steps())
        .extracting(planned -> planned.step().code())
        .containsExactly("add_property");
    assertThat(SchemaPlan.of(first, again, false).steps())
        .extracting(planned -> planned.step().code())
        .containsExactly("drop_property", "add_property");
  }

  @Test
  void anAnnotationThatNothingKnowsIsHintedAtInTheStepThatBringsIt() {
    assertThat(
            plan(
                    "node A { x: I32  old: I32? @defualt(1) }",
                    """
                    node A @owner("me") { x: I32 @indx  old: I32? @defualt(1)  y: I32? @defalt(0) }
                    node B { z: String @primary_key }
                    """,
                    false)
                .steps())
        .extracting(planned -> planned.step().summary() + ": " + planned.hint())
        .containsExactly(
            "change the annotations of A.x: `@indx` of `x` has no meaning here. Did you mean `@index`?",
            "add A.y: I32?: `@defalt` of `y` has no meaning here. Did you mean `@default`?",
            "change the annotations of A: `@owner` of `A` has no meaning here. Other programs may read it; here it changes nothing.",
            "add the node type B: `@primary_key` of `z` has no meaning here. The identity is written `@key`.");
  }

  private static List<String> summaries(SchemaPlan plan) {
    return plan.steps().stream().map(planned -> planned.step().summary()).toList();
  }

  private SchemaPlan plan(String before, String after, boolean hard) {
    Catalog accepted = compile(before, Optional.empty());
    return SchemaPlan.of(accepted, compile(after, Optional.of(accepted)), hard);
  }

  private Catalog compile(String source, Optional<Catalog> accepted) {
    return SchemaCompiler.compile(source, "test.pg", accepted, () -> "T" + ids.incrementAndGet());
  }
}
