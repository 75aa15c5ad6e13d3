package dev.omnigraph.query.lang;

import static dev.omnigraph.query.lang.Queries.compile;
import static dev.omnigraph.query.lang.Queries.read;
import static dev.omnigraph.query.lang.Queries.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryCompilerTest {

  @Test
  void theDocumentedQueriesCompile() {
    List<TypedQuery> queries =
        compile(
            """
            query hybrid($q: String, $vq: Vector(3), $min: I32?) @description("…") {
              match {
                $p: Person { kind: "employee" }          // inline equality: literal | $param | now()
                $p $w:knows $f                           // traversal with an edge binding
                $p knows{1,3} $g                         // bounded hops
                $a <knows> $b                            // undirected (same-type endpoints)
                $w.confidence = "high"   $f.age >= $min   $f.tags contains "x"   $f.name starts_with "A"
                not { $p worksAt $_ }                    // anti-join
                search($p.bio, $q)   fuzzy($p.bio, $q, 2)   match_text($p.bio, "exact phrase")
              }
              return { $p.name, count($f) as friends, bm25($p.bio, $q) as score, rrf(nearest($p.embedding, $vq), bm25($p.bio, $q), 60) as both }
              order { rrf(nearest($p.embedding, $vq), bm25($p.bio, $q), 60) desc, friends desc }
              limit 20
            }
            query write($n: String) {
              insert Person { name: $n, kind: "guest", bio: "" }
              insert Knows { from: $n, to: "Bob", since: date("2024-01-01") }
              update Person set { age: 31 } where name = $n
            }
            query purge($n: String) { delete Person where name = $n }
            """);

    assertThat(queries).extracting(TypedQuery::name).containsExactly("hybrid", "write", "purge");
    TypedQuery.Read hybrid = (TypedQuery.Read) queries.getFirst();
    assertThat(hybrid.columns())
        .extracting(TypedQuery.Column::name)
        .containsExactly("p.name", "friends", "score", "both");
    assertThat(hybrid.order())
        .extracting(TypedQuery.OrderKey::value)
        .containsExactly(hybrid.columns().get(3).value(), hybrid.columns().get(1).value());
    assertThat(hybrid.variables())
        .extracting(v -> v.slot() + " " + v.name() + ":" + v.type().name())
        .containsExactly(
            "0 p:Person",
            "1 w:Knows",
            "2 f:Person",
            "3 g:Person",
            "4 a:Person",
            "5 b:Person",
            "6 _:Company");
  }

  @Test
  void theDirectionFollowsFromWhatTheEndsAreBoundTo() {
    assertThat(direction("$p: Person $p worksAt $c")).isEqualTo("p OUT c:Company");
    assertThat(direction("$c: Company $c worksAt $p")).isEqualTo("c IN p:Person");
    assertThat(direction("$p: Person $c worksAt $p")).isEqualTo("c IN p:Person");
    assertThat(direction("$c worksAt $p $p: Person")).isEqualTo("c IN p:Person");
    assertThat(direction("$a knows $b")).isEqualTo("a OUT b:Person");
    assertThat(direction("$a <knows> $b")).isEqualTo("a BOTH b:Person");
    assertThat(direction("$a worksAt $b")).isEqualTo("a OUT b:Company");
    assertThat(direction("$c worksAt $p $p knows $q")).isEqualTo("c IN p:Person");
    assertThat(direction("$a WORKSAT $_")).isEqualTo("a OUT _:Company");
  }

  private static String direction(String match) {
    TypedQuery.Read read = read("query q() { match { " + match + " } return { 1 as one } }");
    Clause.Traverse t =
        (Clause.Traverse)
            read.match().stream()
                .filter(Clause.Traverse.class::isInstance)
                .findFirst()
                .orElseThrow();
    return t.from().name()
        + " "
        + t.edges().getFirst().direction()
        + " "
        + t.to().name()
        + ":"
        + t.to().type().name();
  }

  @Test
  void ofSeveralEdgeTypesThoseAreFollowedThatMayBeOnAWalkBetweenTheEnds() {
    assertThat(edges("$p: Person $c: Company $p (knows|worksAt){1,2} $c"))
        .containsExactly("Knows OUT", "WorksAt OUT");
    assertThat(edges("$p: Person $c: Company $p (knows|worksAt) $c"))
        .containsExactly("WorksAt OUT");
    assertThat(edges("$p: Person $c: Company $c (knows|worksAt){1,2} $p"))
        .containsExactly("Knows IN", "WorksAt IN");
    assertThat(edges("$p: Person $q: Person $p <(knows|worksAt)>{1,2} $q"))
        .containsExactly("Knows BOTH", "WorksAt OUT", "WorksAt IN");
    assertThat(edges("$p: Person $q: Person $p *{1,3} $q")).containsExactly("Knows OUT");
    assertThat(edges("$p: Person $p (worksAt|worksAt) $c $c: Company"))
        .containsExactly("WorksAt OUT");
    assertThat(edges("$c: Company $c <*>{9999} $d $d: Company"))
        .contains("WorksAt IN", "Knows BOTH");
  }

  @Test
  void whatOneEdgeTypeSaysOfTheEndsTellsWhichOfSeveralAreFollowed() {
    assertThat(edges("$p: Person $p *{1,3} $c $c worksAt $d"))
        .containsExactlyInAnyOrderElementsOf(edges("$c worksAt $d $p: Person $p *{1,3} $c"));
  }

  @Test
  void aParameterBeforeATextIsACondition() {
    TypedQuery.Read read =
        read(
            """
            query q($flag: Bool) {
              match { $p: Person  $flag  "ann" = $p.name  $p "knows" $f  $p "knows"{1,2} $f }
              return { $f }
            }
            """);

    assertThat(read.match())
        .extracting(clause -> clause.getClass().getSimpleName())
        .containsExactly("Bind", "Where", "Where", "Traverse", "Traverse");
  }

  private static List<String> edges(String match) {
    TypedQuery.Read read = read("query q() { match { " + match + " } return { 1 as one } }");
    return read.match().stream()
        .filter(Clause.Traverse.class::isInstance)
        .flatMap(clause -> ((Clause.Traverse) clause).edges().stream())
        .map(edge -> edge.type().name() + " " + edge.direction())
        .toList();
  }

  @Test
  void bindingAVariableAgainAddsConditions() {
    TypedQuery.Read read =
        read(
            """
            query q() {
              match { $p: Person { age: 3 } $p: Person { name: "a" } not { $p: Person { age: 4 } } }
              return { $p }
            }
            """);

    assertThat(read.variables()).hasSize(1);
    assertThat(read.match()).filteredOn(Clause.Where.class::isInstance).hasSize(2);
  }

  @Test
  void boundsDefaultToOneHopAndASingleBoundIsBoth() {
    TypedQuery.Read read =
        read("query q() { match { $a knows $b  $b knows{2} $c  $c knows{1,3} $d } return { $a } }");

    assertThat(read.match())
        .extracting(c -> ((Clause.Traverse) c).min() + ".." + ((Clause.Traverse) c).max())
        .containsExactly("1..1", "2..2", "1..3");
    assertThat(((Clause.Traverse) read.match().getFirst()).edges().getFirst().direction())
        .isEqualTo(Direction.OUT);
  }

  @Test
  void inlineEqualitiesBecomeConditionsInTheTypeOfTheProperty() {
    TypedQuery.Read read =
        read(
            """
            query q($x: String) { match {
              $p: Person { big: 3, ratio: 0.1, name: $x, seen: now(), id: "x" }
            } return { $p } }
            """);

    assertThat(read.match()).hasSize(6);
    assertThat(right(read.match().get(1))).isEqualTo(3L);
    assertThat(right(read.match().get(2))).isEqualTo(0.1f);
    assertThat(condition(read.match().get(3)).right()).isInstanceOf(Expr.Param.class);
    assertThat(condition(read.match().get(4)).right()).isInstanceOf(Expr.Now.class);
    assertThat(condition(read.match().get(5)).left())
        .isInstanceOfSatisfying(
            Expr.Meta.class, m -> assertThat(m.field()).isEqualTo(Expr.Meta.Field.ID));
  }

  private static Expr.Compare condition(Clause clause) {
    return (Expr.Compare) ((Clause.Where) clause).condition();
  }

  private static Object right(Clause clause) {
    return java.util.Objects.requireNonNull(((Expr.Literal) condition(clause).right()).value());
  }

  @ParameterizedTest
  @CsvSource({
    "$p.age = 2.0, 2",
    "$p.age < 0e0, 0",
    "$p.age = 0e-999999, 0",
    "-3e2 <= $p.age, -300",
    "$p.big = 9007199254740993.0, 9007199254740993",
    "$p.age != 2.5, 2.5",
    "$p.age > -2.5, -2.5",
    "$p.age < 1.00000000000000000001, 1.5",
    "$p.age >= 0.1, 0.1",
    "$p.big > 4503599627370495.7, 4.5035996273704955E15",
  })
  void anIntegerIsComparedWithADecimalByItsExactValue(String condition, String literal) {
    TypedQuery.Read read =
        read("query q { match { $p: Person  " + condition + " } return { $p } }");

    Expr.Compare compare = condition(read.match().getLast());
    Expr constant = compare.left() instanceof Expr.Literal ? compare.left() : compare.right();
    assertThat(((Expr.Literal) constant).value()).hasToString(literal);
  }

  @Test
  void aListOfLiteralsHasTheTypeOfItsElements() {
    TypedQuery.Read read =
        read(
            """
            query q { match { $p: Person } return {
              ["x"] as a, [1, 2] as b, [1, 2.5] as c, [true] as d, [date("2024-02-29")] as e,
              [1, 18446744073709551615] as f
            } }
            """);

    assertThat(read.columns())
        .extracting(c -> ((ValueType.Value) c.value().type()).type().spelling())
        .containsExactly("[String]", "[I64]", "[F64]", "[Bool]", "[Date]", "[U64]");
  }

  @Test
  void literalsTakeTheTypeOfWhatTheyAreComparedWithOnEitherSide() {
    TypedQuery.Read read =
        read(
            """
            query q() { match {
              $p: Person  $p $r:rated $n
              $p.age > -5   18 <= $p.age   $r.score = 18446744073709551615   $r.stars < 4294967295
              $p.born = date("2000-02-29")   $p.seen < datetime("2024-01-01T00:00:00Z")
              $p.active = true   $p.tags contains "x"   $p.bio contains "a%_"   $p.kind != "guest"
            } return { $p } }
            """);

    List<Object> values =
        read.match().stream()
            .filter(Clause.Where.class::isInstance)
            .map(c -> ((Clause.Where) c).condition())
            .map(QueryCompilerTest::literal)
            .toList();
    assertThat(values)
        .containsExactly(
            -5,
            18,
            BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
            4294967295L,
            LocalDate.of(2000, 2, 29),
            Instant.parse("2024-01-01T00:00:00Z"),
            true,
            "x",
            "a%_",
            "guest");
  }

  private static Object literal(Expr condition) {
    Expr literal =
        switch (condition) {
          case Expr.Compare c -> c.right() instanceof Expr.Literal ? c.right() : c.left();
          case Expr.Contains c -> c.part();
          default -> throw new AssertionError(condition);
        };
    return java.util.Objects.requireNonNull(((Expr.Literal) literal).value());
  }

  @Test
  void andBindsTighterThanOrAndParenthesesTighterThanBoth() {
    TypedQuery.Read read =
        read(
            """
            query q() { match { $p: Person
              $p.age = 1 or $p.age = 2 and $p.age = 3
              ($p.age = 1 or $p.age = 2) and $p.active
            } return { $p } }
            """);

    Expr.Or or = (Expr.Or) ((Clause.Where) read.match().get(1)).condition();
    assertThat(or.terms().get(1)).isInstanceOf(Expr.And.class);
    Expr.And and = (Expr.And) ((Clause.Where) read.match().get(2)).condition();
    assertThat(and.terms().get(0)).isInstanceOf(Expr.Or.class);
    assertThat(and.terms().get(1)).isInstanceOf(Expr.Prop.class);
  }

  @Test
  void twoEntitiesAreComparedByTheirIds() {
    TypedQuery.Read read =
        read("query q() { match { $a knows $b  $a != $b } return { $a.id, $b.id } }");

    Expr.Compare compare = condition(read.match().get(1));
    assertThat(compare.left()).isInstanceOf(Expr.Meta.class);
    assertThat(compare.op()).isEqualTo(Expr.Compare.Op.NE);
  }

  @Test
  void aConditionMayStandBeforeWhatBindsItsVariables() {
    TypedQuery.Read read =
        read("query q() { match { $w.confidence = \"low\"  $a $w:knows $b } return { $w.src } }");

    assertThat(read.match()).hasSize(2);
    assertThat(read.match().getFirst()).isInstanceOf(Clause.Where.class);
  }

  @Test
  void whatAnOptionalPatternBindsMayBeNullInTheResult() {
    TypedQuery.Read read =
        read(
            """
            query q() { match { $p: Person  optional { $p $e:worksAt $c  $c.founded > date("2000-01-01") } }
            return { $p.name, $c.name, $c, $e.role } order { $c.name } }
            """);

    assertThat(read.columns())
        .extracting(TypedQuery.Column::value)
        .extracting(Expr::type)
        .containsExactly(
            new ValueType.Value(Scalar.STRING, false),
            new ValueType.Value(Scalar.STRING, true),
            new ValueType.Entity(Queries.catalog().node("Company").orElseThrow(), true),
            new ValueType.Value(Scalar.STRING, true));
    assertThat(read.variables())
        .filteredOn(Variable::optional)
        .extracting(Variable::name)
        .containsExactly("e", "c");
  }

  @Test
  void negationsNestAndHaveVariablesOfTheirOwn() {
    TypedQuery.Read read =
        read(
            """
            query q() { match { $p: Person
              not { $p knows $f  not { $f worksAt $_ } }
              not { $p worksAt $f }
            } return { $p } }
            """);

    Clause.Not first = (Clause.Not) read.match().get(1);
    assertThat(first.clauses().get(1)).isInstanceOf(Clause.Not.class);
    assertThat(read.variables())
        .extracting(v -> v.name() + ":" + v.type().name())
        .containsExactly("p:Person", "f:Person", "_:Company", "f:Company");
  }

  @Test
  void aggregatesHaveTheirTypesAndOrderMayUseAliasesOrTheSameExpression() {
    TypedQuery.Read read =
        read(
            """
            query q($n: U32) { match { $p: Person  $p $r:rated $x }
              return distinct { $p.name as who, count($x), sum($r.stars), avg($p.age), min($p.born), max($p.kind) as kind }
              order { $p.name, kind desc } limit $n }
            """);

    assertThat(read.columns())
        .extracting(TypedQuery.Column::name)
        .containsExactly("who", "count(x)", "sum(r.stars)", "avg(p.age)", "min(p.born)", "kind");
    assertThat(read.columns())
        .extracting(c -> ((ValueType.Value) c.value().type()).type())
        .containsExactly(
            Scalar.STRING,
            Scalar.I64,
            Scalar.F64,
            Scalar.F64,
            Scalar.DATE,
            new PropertyType.Enumeration(List.of("employee", "guest")));
    assertThat(read.order())
        .extracting(TypedQuery.OrderKey::value)
        .containsExactly(read.columns().get(0).value(), read.columns().get(5).value());
    assertThat(read.distinct()).isTrue();
    assertThat(read.limit()).isInstanceOf(Expr.Param.class);
  }

  @Test
  void anOrderThatIsNotReturnedIsAnExpression() {
    TypedQuery.Read read =
        read("query q() { match { $p: Person } return { $p.name } order { $p.age desc } }");

    assertThat(read.order().getFirst().value()).isInstanceOf(Expr.Prop.class);
    assertThat(read.order().getFirst().descending()).isTrue();
  }

  @Test
  void insertsHaveTheirValuesInTheTypesOfTheProperties() {
    TypedQuery.Write write =
        write(
            """
            query q($k: String, $e: String?) {
              insert Person { name: "A", kind: $k, bio: "", email: $e, age: null, big: 1,
                embedding: [1, 2.5, -3], tags: ["a", "b"], photo: "base64:AQI=", seen: now() }
              insert worksat { from: "A", to: $k }
            }
            """);

    Statement.Insert person = (Statement.Insert) write.statements().get(0);
    assertThat(person.assignments())
        .extracting(a -> a.property().name())
        .containsExactly(
            "name", "kind", "bio", "email", "age", "big", "embedding", "tags", "photo", "seen");
    assertThat(literal(person, "big")).isEqualTo(1L);
    assertThat(literal(person, "embedding")).isEqualTo(new float[] {1f, 2.5f, -3f});
    assertThat(literal(person, "tags")).isEqualTo(List.of("a", "b"));
    assertThat(literal(person, "photo")).isEqualTo(new byte[] {1, 2});
    Statement.Insert edge = (Statement.Insert) write.statements().get(1);
    assertThat(edge.type().name()).isEqualTo("WorksAt");
    assertThat(edge.to()).isInstanceOf(Expr.Param.class);
  }

  private static Object literal(Statement.Insert insert, String property) {
    return insert.assignments().stream()
        .filter(a -> a.property().name().equals(property))
        .map(a -> java.util.Objects.requireNonNull(((Expr.Literal) a.value()).value()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void updatesAndDeletesSelectByBareNamesOfPropertiesAndColumns() {
    TypedQuery.Write update =
        write(
            """
            query q($n: String) {
              update Person set { age: 31, email: null } where name = $n and (age < 31 or tags contains "x")
              update worksAt set { role: "boss" } where src = $n and dst = "C"
            }
            """);
    TypedQuery.Write delete = write("query q() { delete Knows where from = \"A\" }");

    Statement.Update person = (Statement.Update) update.statements().getFirst();
    assertThat(person.condition()).isInstanceOf(Expr.And.class);
    Statement.Delete edge = (Statement.Delete) delete.statements().getFirst();
    assertThat(((Expr.Compare) edge.condition()).left())
        .isInstanceOfSatisfying(
            Expr.Meta.class, m -> assertThat(m.field()).isEqualTo(Expr.Meta.Field.SRC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          search($p.bio, $q) | Bool
          search($p.email, $q) | Bool?
          match_text([$p.email, $p.bio], "a b") | Bool
          fuzzy([$p.email], $q, 1) | Bool?
          bm25([$p.name, $p.bio], $q) | F64
          bm25($p.email, $q) | F64?
          snippet($p.bio, $q) | String
          nearest($p.embedding, "x") | F64?
          nearest($p.embedding, $v) | F64?
          rrf(bm25($p.bio, $q), nearest($p.embedding, $q)) | F64
          not search($p.email, $q) | Bool?
          bm25($p.email, $q) * 2 | F64?
          nearest($p.embedding, $v) < 0.3 | Bool?
          lower(snippet($p.bio, $q)) + "…" | String
          coalesce(nearest($p.embedding, $v), 1) | F64
          max(bm25($p.bio, $q)) | F64?
          max(bm25($f.bio, $q)) { $p knows $f  fuzzy($f.bio, $q) } | F64?
          bm25($c.name, $q) | F64?
          bm25($w.role, $q) | F64?
          """)
  void aSearchFunctionIsAValueLikeOthers(String value, String type) {
    TypedQuery.Read query =
        read(
            """
            query q($q: String, $v: Vector(3)) {
              match { $p: Person  optional { $p $w:worksAt $c } }
              return { %s as value }
            }
            """
                .formatted(value));

    assertThat(query.columns().getFirst().value().type().spelling()).isEqualTo(type);
  }

  @Test
  void aSearchKnowsItsPropertiesAndWhatIsSought() {
    TypedQuery.Read query =
        read(
            """
            query q($q: String, $k: I32) {
              match { $p: Person { bio: "x" }  not { $p knows $f  search($f.bio, $q) } }
              return { fuzzy([$p.name, $p.bio], $q, 2) as found, bm25($p.bio, $q) as score }
              order { rrf(score, bm25($p.name, "x"), $k) desc }
              limit 3
            }
            """);

    Expr.Search found = (Expr.Search) query.columns().getFirst().value();
    assertThat(found.function()).isEqualTo(Expr.Search.Function.FUZZY);
    assertThat(found.variable().name()).isEqualTo("p");
    assertThat(found.properties())
        .extracting(p -> p.property().name())
        .containsExactly("name", "bio");
    assertThat(found.query()).isInstanceOf(Expr.Param.class);
    assertThat(found.edits()).isInstanceOf(Expr.Literal.class);
    assertThat(found.parts()).hasSize(4);
    Expr.Fusion fusion = (Expr.Fusion) query.order().getFirst().value();
    assertThat(fusion.rankings().getFirst()).isEqualTo(query.columns().get(1).value());
    assertThat(fusion.k()).isInstanceOf(Expr.Param.class);
    assertThat(fusion.parts()).hasSize(3);
  }

  @Test
  void theConstantOfAFusionIsSixtyWhereNothingElseIsSaid() {
    TypedQuery.Read query =
        read(
            "query q { match { $p: Person } return { rrf(bm25($p.bio, \"x\"), bm25($p.name, \"x\")) as r } }");

    Expr.Fusion fusion = (Expr.Fusion) query.columns().getFirst().value();
    assertThat(fusion.k())
        .isInstanceOfSatisfying(Expr.Literal.class, k -> assertThat(k.value()).isEqualTo(60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query q { match { $p: Person } return { $p } limit 0 }",
        "query q($limit: String) { match { $match: Person { name: $limit } } return { $match } }",
        "query q() { match { $_: Person  $p: Person } return { $p } }",
        "query q() { match { $a $e:<knows> $b } return { $e } }",
        "query q() { match { $a: Person $b: Person $a.age < $b.big } return { $a, $b } }",
        "query q($k: enum(guest)) { match { $a: Person { kind: $k } } return { $a } }",
        "query q() { match { $p: Person } return { nearest($p.embedding, \"text\") as d } order { d } limit 1 }",
        "query q() { match { $p: Person } return { nearest($p.embedding, \"text\") as d } }",
        "query q() { match { $p: Person search($p.email, \"x\") } return { $p } order { bm25($p.bio, \"x\") desc } }",
        "query q() { match { $p: Person } return { min(nearest($p.embedding, \"x\")) as d } order { d } }",
        "query q() { match { $p: Person { email: snippet($p.bio, \"x\") } } return { $p } }",
        "query q() { match { $p knows $f } return { count($f) as n } having { max(bm25($f.bio, \"x\")) > 1 } }",
        "query q() { match { $p: Person } return { $p.name, $p.name as again, } }",
        "// nothing"
      })
  void theseAreFine(String source) {
    assertThat(Queries.mistakes(source)).isEmpty();
  }
}
