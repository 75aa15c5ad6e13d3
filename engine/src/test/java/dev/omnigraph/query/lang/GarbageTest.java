package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the text, the compilers compile it or say where it is wrong. */
class GarbageTest {
  private static final int ROUNDS = 3_000;
  private static final Catalog CATALOG = Queries.catalog();
  private static final List<String> SCHEMA_WORDS =
      List.of(
          "node",
          "edge",
          "interface",
          "implements",
          "A",
          "B",
          "x",
          "y",
          "{",
          "}",
          "(",
          ")",
          ":",
          "->",
          "@key",
          "@unique",
          "@range",
          "@check",
          "@card",
          "@embed",
          "@index",
          "@rename_from",
          "@",
          "0",
          "..",
          "-1.5",
          "\"s\"",
          "\"(\"",
          ",",
          "?",
          "[",
          "]",
          "String",
          "I32",
          "Vector",
          "enum",
          "Blob",
          "src",
          "dst",
          "=",
          "\n",
          "\"",
          "/*",
          "$",
          "é");
  private static final List<String> QUERY_WORDS =
      List.of(
          "query",
          "q",
          "match",
          "return",
          "order",
          "limit",
          "insert",
          "update",
          "set",
          "delete",
          "where",
          "not",
          "optional",
          "distinct",
          "Person",
          "Knows",
          "Company",
          "knows",
          "worksAt",
          "$p",
          "$q",
          "$_",
          "$w",
          ".name",
          ".age",
          ".",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          ":",
          ",",
          "=",
          "!=",
          "<",
          ">",
          "contains",
          "starts_with",
          "and",
          "or",
          "count",
          "nearest",
          "bm25",
          "rrf",
          "search",
          "now()",
          "date(\"x\")",
          "null",
          "true",
          "1",
          "-2.5",
          "99999999999999999999",
          "\"s\"",
          "@description",
          "as",
          "desc",
          "from",
          "to",
          "\n",
          "\"",
          "/*",
          "$",
          "😀");

  @Test
  void shuffledWordsOfTheSchemaLanguage() {
    survive(11, r -> words(r, SCHEMA_WORDS), GarbageTest::schema);
  }

  @Test
  void shuffledWordsOfTheQueryLanguage() {
    survive(12, r -> words(r, QUERY_WORDS), GarbageTest::query);
    survive(13, r -> "query q { match { " + words(r, QUERY_WORDS), GarbageTest::query);
    survive(
        14,
        r -> "query q { match { $p: Person } return { " + words(r, QUERY_WORDS) + "} }",
        GarbageTest::query);
    survive(15, r -> "query q { insert Person { " + words(r, QUERY_WORDS), GarbageTest::query);
  }

  @Test
  void characterNoise() {
    survive(16, GarbageTest::noise, GarbageTest::schema);
    survive(17, GarbageTest::noise, GarbageTest::query);
  }

  @Test
  void damagedSourcesThatWereRight() {
    String schema = CATALOG.source();
    survive(18, r -> damage(r, schema), GarbageTest::schema);
    String query =
        """
        query all($q: String, $v: Vector(3)) { match { $p: Person { kind: "guest" } $p $w:knows $f
          not { $p worksAt $_ } optional { $f worksAt $c } $f.age >= 3 or $f.tags contains "x" }
          return distinct { $p.name as n, $c.name } order { n desc } limit 5 }
        query w($n: String) { insert Knows { from: $n, to: "B" } update Person set { age: 3 } where name = $n }
        """;
    survive(19, r -> damage(r, query), GarbageTest::query);
  }

  @Test
  void deepNestingIsRefusedAndDoesNotExhaustTheStack() {
    for (String open : List.of("(", "[", "not {", "optional {", "count(")) {
      List<Diagnostic> found =
          mistakes(GarbageTest::query, "query q { match { $p: Person " + open.repeat(50_000));
      assertThat(found).as(open).isNotEmpty();
    }
    assertThat(mistakes(GarbageTest::schema, "node A { x: " + "[".repeat(50_000))).isNotEmpty();
  }

  private interface Text {
    String make(Random random);
  }

  private static void survive(long seed, Text text, Consumer<String> compile) {
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      String source = text.make(random);
      for (Diagnostic d : mistakes(compile, source)) {
        assertThat(d.span().line()).as(source).isPositive();
        assertThat(d.span().column()).as(source).isPositive();
        assertThat(d.span().start()).as(source).isBetween(0, source.length());
        assertThat(d.span().end()).as(source).isBetween(d.span().start(), source.length());
        assertThat(d.excerpt()).as(source).contains("^");
        assertThat(d.code()).as(source).matches("[a-z0-9_]+");
        assertThat(d.message()).as(source).endsWith(".");
      }
    }
  }

  private static List<Diagnostic> mistakes(Consumer<String> compile, String source) {
    try {
      compile.accept(source);
      return List.of();
    } catch (LanguageException e) {
      assertThat(e.diagnostics()).isNotEmpty();
      return e.diagnostics();
    }
  }

  private static void schema(String source) {
    SchemaCompiler.compile(source, "f.pg", Optional.of(CATALOG), () -> "T");
  }

  private static void query(String source) {
    QueryCompiler.compile(source, "f.gq", CATALOG);
  }

  private static String words(Random random, List<String> words) {
    StringBuilder out = new StringBuilder();
    int count = random.nextInt(40);
    for (int i = 0; i < count; i++) {
      out.append(words.get(random.nextInt(words.size()))).append(random.nextInt(4) == 0 ? "" : " ");
    }
    return out.toString();
  }

  private static String noise(Random random) {
    StringBuilder out = new StringBuilder();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      out.append((char) (random.nextInt(20) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
    }
    return out.toString();
  }

  private static String damage(Random random, String source) {
    StringBuilder out = new StringBuilder(source);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(3)) {
        case 0 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(8)));
        case 1 -> out.insert(at, out.substring(at, Math.min(out.length(), at + 6)));
        default -> out.setCharAt(at, (char) (32 + random.nextInt(95)));
      }
    }
    return out.toString();
  }
}
