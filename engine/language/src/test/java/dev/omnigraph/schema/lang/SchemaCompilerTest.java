package dev.omnigraph.schema.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.schema.Annotation;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.CheckPattern;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.Embedding;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.KeyPart;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.value.KeyFunction;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCompilerTest {
  private static final String EXAMPLE =
      """
      interface Named { name: String }
      // people
      node Person implements Named @description("a \\"person\\"") {
          name: String @key
          age: I32?                     @index
          email: String?                @unique
          kind: enum(employee, guest)
          bio: String  @index
          embedding: Vector(4)? @embed("bio", model="openai/text-embedding-3-large") @index
          tags: [String]?
          photo: Blob?
          @unique(name, kind)   @range(age, 0..200)   @check(name, "^[A-Za-z ]+$")
      }
      node Company { name: String @key }
      /* edges */
      edge Knows: Person -> Person @card(0..) { since: Date?  confidence: enum(low, high) @index  @unique(src, dst) }
      edge WorksAt: Person -> Company @card(0..1)
      """;

  @Test
  void theExampleCompilesToItsTypesPropertiesAndConstraints() {
    Catalog catalog = compile(EXAMPLE);

    NodeType person = catalog.node("Person").orElseThrow();
    assertThat(person.interfaces()).containsExactly("Named");
    assertThat(person.annotations())
        .containsExactly(new Annotation("description", List.of("a \"person\"")));
    assertThat(person.properties())
        .extracting(Property::id, Property::name, p -> p.type().spelling(), Property::nullable)
        .containsExactly(
            row(1, "name", "String", false),
            row(2, "age", "I32", true),
            row(3, "email", "String", true),
            row(4, "kind", "enum(employee, guest)", false),
            row(5, "bio", "String", false),
            row(6, "embedding", "Vector(4)", true),
            row(7, "tags", "[String]", true),
            row(8, "photo", "Blob", true));
    assertThat(person.property("embedding").orElseThrow().annotations())
        .containsExactly(
            new Annotation("embed", List.of("bio", "model=openai/text-embedding-3-large")),
            new Annotation("index", List.of()));
    assertThat(person.constraints())
        .containsExactly(
            Constraint.Key.of("name"),
            new Constraint.Unique(List.of("name", "kind")),
            new Constraint.Unique(List.of("email")),
            new Constraint.Range("age", 0, 200),
            new Constraint.Check("name", "^[A-Za-z ]+$"));
    EdgeType knows = catalog.edge("knows").orElseThrow();
    assertThat(knows.source()).isEqualTo("Person");
    assertThat(knows.cardinality()).isEqualTo(Cardinality.ANY);
    assertThat(knows.constraints()).containsExactly(new Constraint.Unique(List.of("src", "dst")));
    assertThat(knows.property("confidence").orElseThrow().isIndexed()).isTrue();
    EdgeType worksAt = catalog.edge("WORKSAT").orElseThrow();
    assertThat(worksAt.target()).isEqualTo("Company");
    assertThat(worksAt.cardinality()).isEqualTo(new Cardinality(0, OptionalInt.of(1)));
  }

  @Test
  void everyTypeOfValueIsUnderstood() {
    Catalog catalog =
        compile(
            """
            node T { a: String b: Bool c: I32 d: I64 e: U32 f: U64 g: F32 h: F64 i: Date j: DateTime
              k: Vector(3) l: [enum(x, "in progress")] m: Blob n: [F64]? o: enum(a,) }
            """);

    assertThat(catalog.node("T").orElseThrow().properties())
        .extracting(Property::type)
        .containsExactly(
            Scalar.STRING,
            Scalar.BOOL,
            Scalar.I32,
            Scalar.I64,
            Scalar.U32,
            Scalar.U64,
            Scalar.F32,
            Scalar.F64,
            Scalar.DATE,
            Scalar.DATETIME,
            new PropertyType.Vector(3),
            new PropertyType.ListOf(new PropertyType.Enumeration(List.of("in progress", "x"))),
            new PropertyType.Blob(),
            new PropertyType.ListOf(Scalar.F64),
            new PropertyType.Enumeration(List.of("a")));
  }

  @Test
  void aKeyAndAUniqueHaveTheirMembersInTheOrderOfStableIds() {
    Catalog catalog =
        compile(
            """
            node N { a: I32 b: String @key(b, a) @unique(b, a) }
            edge E: N -> N { w: I32 @key(w, dst, src) }
            """);

    assertThat(catalog.node("N").orElseThrow().constraints())
        .containsExactly(Constraint.Key.of("a", "b"), new Constraint.Unique(List.of("a", "b")));
    assertThat(catalog.edge("E").orElseThrow().key().orElseThrow().members())
        .containsExactly("src", "dst", "w");
  }

  @Test
  void aKeyIsMadeOfWhatFunctionsGive() {
    Catalog catalog =
        compile(
            """
            node Mail { address: String box: I32 @key(box, lower(trim(address))) }
            node Year { on: Date @key(year(on)) }
            """);
    NodeType mail = catalog.node("Mail").orElseThrow();
    NodeType year = catalog.node("Year").orElseThrow();

    assertThat(mail.key().orElseThrow().texts()).containsExactly("lower(trim(address))", "box");
    assertThat(mail.keyedId(Map.of("box", 7, "address", " Bob@X "))).isEqualTo("[\"bob@x\",\"7\"]");
    assertThat(mail.idOf("[\"BOB@x\", \"7\"]")).isEqualTo("[\"bob@x\",\"7\"]");
    assertThat(mail.idOf("BOB@x")).isEqualTo("BOB@x");
    assertThat(year.keyedId(Map.of("on", LocalDate.of(2024, 2, 29)))).isEqualTo("2024");
    assertThat(year.idOf("2024")).isEqualTo("2024");
    assertThat(CatalogJson.decode(CatalogJson.encode(catalog))).isEqualTo(catalog);
  }

  /** Else an id that was read and given back would be another entity's. */
  @Test
  void noFunctionOfAKeyChangesWhatItGave() {
    List<Object> values =
        List.of(" İ ΑΣ ß ŉ ", "2024-02-29", "007", "x", 7L, true, LocalDate.of(2024, 2, 29));
    for (KeyFunction inner : KeyFunction.values()) {
      for (KeyFunction outer : KeyFunction.values()) {
        Constraint.Key key = new Constraint.Key(List.of(new KeyPart("x", List.of(inner, outer))));
        for (Object value : values) {
          Object computed = key.parts().getFirst().of(value);
          if (computed != null) {
            String id = key.id(Map.of("x", value));
            assertThat(key.idOf(id)).as("%s of %s", key.texts(), value).isEqualTo(id);
          }
        }
      }
    }
  }

  @Test
  void aConstraintMayStandBehindItsPropertyInTheBodyOrBehindTheType() {
    String rules = "@range(a, ..5) @check(b, \"x+\") @index(a)";
    List<Constraint> expected =
        List.of(new Constraint.Range("a", null, 5.0f), new Constraint.Check("b", "x+"));

    for (String source :
        List.of(
            "node N { a: F32 b: String " + rules + "}",
            "node N " + rules + " { a: F32 b: String }",
            "node N { a: F32 @index @range(..5) b: String @check(\"x+\") }")) {
      NodeType type = compile(source).node("N").orElseThrow();
      assertThat(type.constraints()).as(source).isEqualTo(expected);
      assertThat(type.property("a").orElseThrow().isIndexed()).as(source).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @description("no index")                 | english-stem-stop-fold-positions
          @index                                   | english-stem-stop-fold-positions
          @index(language = "german")              | german-stem-stop-fold-positions
          @index(stem = false, stop_words = false) | english-fold-positions
          @index(fold = false, positions = false)  | english-stem-stop
          @index(analyzer = "simple")              | simple-fold-positions
          @index(analyzer = "ngram", fold = false) | ngram-positions
          """)
  void aStringSaysHowItsTextsAreAnalyzed(String annotation, String analysis) {
    Property property = property("node A { x: String " + annotation + " }", "x");

    assertThat(property.analysis().text()).isEqualTo(analysis + "-v" + TextAnalysis.VERSION);
  }

  @Test
  void everyLanguageThatIsListedCanBeWritten() {
    for (String language : TextAnalysis.LANGUAGES) {
      String source = "node A { x: String @index(language=\"%s\") }".formatted(language);

      assertThat(property(source, "x").analysis().language()).isEqualTo(language);
    }
  }

  @Test
  void aVectorSaysWhatIsNearAndWhatMakesIt() {
    String source =
        """
        node A {
            s: String
            a: Vector(2)
            b: Vector(2)? @index(metric="l2") @embed(s, model="l")
            c: Vector(2)? @index(metric="dot") @embed("s", model="m")
        }
        """;

    assertThat(property(source, "a").metric()).isEqualTo(VectorMetric.COSINE);
    assertThat(property(source, "a").embedding()).isEmpty();
    assertThat(property(source, "b").metric()).isEqualTo(VectorMetric.L2);
    assertThat(property(source, "b").embedding()).contains(new Embedding("s", "l"));
    assertThat(property(source, "c").metric()).isEqualTo(VectorMetric.DOT);
    assertThat(property(source, "c").embedding()).contains(new Embedding("s", "m"));
  }

  @Test
  void anIndexThatIsAlsoNamedInTheBodyKeepsItsArguments() {
    Property property =
        property("node A { x: String @index(language=\"german\") @unique @index(x) }", "x");

    assertThat(property.annotations())
        .containsExactly(new Annotation("index", List.of("language=german")));
  }

  private static Property property(String source, String name) {
    return compile(source).node("A").orElseThrow().property(name).orElseThrow();
  }

  @Test
  void unknownAnnotationsAreHintedAtWithWhatToWriteInstead() {
    String source =
        """
        node A @descriptoin("x") @owner(team) {
            name: String @kye @Primary_Key
            age: I32? @initially(0)
            @unique(name)
        }
        """;

    assertThat(SchemaCompiler.hints(source, "a.pg"))
        .extracting(hint -> hint.render().lines().findFirst().orElse("") + " " + hint.help())
        .containsExactly(
            "a.pg:1:8: unknown_annotation: `@descriptoin` has no meaning here and is kept as it is."
                + " Did you mean `@description`?",
            "a.pg:1:26: unknown_annotation: `@owner` has no meaning here and is kept as it is."
                + " Other programs may read it; here it changes nothing.",
            "a.pg:2:18: unknown_annotation: `@kye` has no meaning here and is kept as it is."
                + " Did you mean `@key`?",
            "a.pg:2:23: unknown_annotation: `@Primary_Key` has no meaning here and is kept as it is."
                + " The identity is written `@key`.",
            "a.pg:3:15: unknown_annotation: `@initially` has no meaning here and is kept as it is."
                + " Write `@default(0)`.");
    assertThat(SchemaCompiler.hints("node {", "a.pg")).isEmpty();
  }

  @Test
  void unknownAnnotationsAreKept() {
    NodeType type =
        compile("node N @owner(team, \"a b\", level=-3) { a: I32 @pii @range(0..1) @x(1..) }")
            .node("N")
            .orElseThrow();

    assertThat(type.annotations())
        .containsExactly(new Annotation("owner", List.of("team", "a b", "level=-3")));
    assertThat(type.property("a").orElseThrow().annotations())
        .containsExactly(new Annotation("pii", List.of()), new Annotation("x", List.of("1..")));
  }

  @Test
  void typesAndPropertiesKeepTheirIdsByNameAndThroughARename() {
    Catalog before =
        compile("node Human { name: String @key age: I32 } edge Likes: Human -> Human");

    Catalog after =
        compile(
            """
            node Person @rename_from("Human") { years: I32 @rename_from("age") nick: String? name: String @key }
            edge LIKES: Person -> Person
            node Extra {}
            """,
            before);

    NodeType human = before.node("Human").orElseThrow();
    NodeType person = after.node("Person").orElseThrow();
    assertThat(person.tableId()).isEqualTo(human.tableId());
    assertThat(person.properties())
        .extracting(Property::id, Property::name)
        .containsExactly(row(1, "name"), row(2, "years"), row(3, "nick"));
    assertThat(after.edge("likes").orElseThrow().id())
        .isEqualTo(before.edge("likes").orElseThrow().id());
    assertThat(after.entities()).extracting(EntityType::id).doesNotHaveDuplicates();
  }

  @Test
  void anOldRenameIsHarmlessOnceItIsDoneAndInAFirstSchema() {
    String source = "node Person @rename_from(\"Human\") { years: I32 @rename_from(\"age\") }";
    Catalog first = compile(source);

    Catalog again = compile(source, first);

    assertThat(again.nodes()).isEqualTo(first.nodes());
  }

  @Test
  void whatIsDroppedAndAddedAgainIsSomethingNew() {
    Catalog first = compile("node A { x: I32 y: I32 } node B {}");
    Catalog dropped = compile("node A { x: I32 }", first);
    Catalog again = compile("node A { x: I32 y: I32 } node B {}", dropped);

    assertThat(again.node("A").orElseThrow().property("y").orElseThrow().id()).isEqualTo(3);
    assertThat(again.node("B").orElseThrow().incarnation()).isEqualTo(2);
    assertThat(again.node("B").orElseThrow().id()).isNotEqualTo(first.node("B").orElseThrow().id());
    assertThat(dropped.retired()).isEqualTo(Map.of("B", 1));
  }

  @Test
  void theStoredFormReadsBackEqualAndProvesItsHash() {
    Catalog catalog =
        compile(
            EXAMPLE
                + "node M { f: F32 u: U64 @range(f, 0.1..) @range(u, 0..18446744073709551615) }");

    Catalog read = CatalogJson.decode(CatalogJson.encode(catalog));

    assertThat(read).isEqualTo(catalog);
    assertThat(catalog.hash().text()).matches("[0-9a-f]{64}");
  }

  @Test
  void aDamagedStoredFormIsSaidToBeOne() {
    byte[] stored = CatalogJson.encode(compile("node A { x: I32 }"));
    String json = new String(stored, StandardCharsets.UTF_8);

    for (String damaged : List.of(json.substring(1), json.replace("I32", "I33"), "{}")) {
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(() -> CatalogJson.decode(damaged.getBytes(StandardCharsets.UTF_8)))
          .satisfies(e -> assertThat(e.code()).isEqualTo("schema_unreadable"))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERNAL));
    }
  }

  @Test
  void equalSourcesWithEqualIdsAreEqualAndAnyOtherSourceIsNot() {
    assertThat(compile(EXAMPLE)).isEqualTo(compile(EXAMPLE));
    assertThat(compile(EXAMPLE).hash()).isNotEqualTo(compile(EXAMPLE + "// x").hash());
  }

  @Test
  void aCheckMatchesTheWholeTextInLinearTime() {
    CheckPattern pattern = CheckPattern.compile("(a+)+b");

    assertThat(pattern.matches("aab")).isTrue();
    assertThat(pattern.matches("aabc")).isFalse();
    assertThat(pattern.matches("a".repeat(50_000))).isFalse();
  }

  @Test
  void aCheckThatWouldFillTheMemoryIsRefused() {
    assertThat(CheckPattern.compile("[0-9]{4}-([A-Z]{2}){3}").matches("2024-ABCDEF")).isTrue();
    assertThatExceptionOfType(ValueException.class)
        .isThrownBy(() -> CheckPattern.compile("(((a{1000}){1000}){1000}){1000}"))
        .withMessage("not a regular expression that can be used: it repeats too much");
  }

  static Catalog compile(String source) {
    return SchemaCompiler.compile(source, "test.pg", Optional.empty(), ids());
  }

  static Catalog compile(String source, Catalog accepted) {
    AtomicInteger next = new AtomicInteger(100);
    return SchemaCompiler.compile(
        source,
        "test.pg",
        Optional.of(accepted),
        () -> "T" + next.incrementAndGet() + accepted.hash());
  }

  private static IdSource ids() {
    AtomicInteger next = new AtomicInteger();
    return () -> "T" + next.incrementAndGet();
  }

  private static org.assertj.core.groups.Tuple row(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }
}
