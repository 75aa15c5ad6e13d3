package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Fuzz;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Source;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.lang.RandomSchemas;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.schema.lang.SchemaPrinter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text, the compilers compile it or say where it is wrong. */
class LanguageFuzzTest {
  private static final int STEPS_PER_CHARACTER = 200;
  private static final int LONG = Source.MAX_LENGTH >> 2;
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
          "@index(language=\"german\"",
          "metric",
          "stem",
          "true",
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
  private static final Grammar GRAMMAR =
      Grammar.of(Path.of("..", "..", "docs", "use", "query-language.ebnf"));
  private static final List<String> QUERY_WORDS =
      Stream.of(
              GRAMMAR.words().stream(),
              CallChecker.names().stream(),
              Stream.of("q", "Person", "Knows", "Company", "knows", "worksAt"),
              Stream.of("$p", "$q", "$_", "$w", "$", ".name", ".age", ".", "{", "}", "(", ")"),
              Stream.of("[", "]", ":", ",", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"),
              Stream.of("%", "now()", "date(\"x\")", "null", "true", "1", "-2.5"),
              Stream.of("99999999999999999999", "\"s\"", "\n", "\"", "/*", "\ud83d\ude00"))
          .flatMap(words -> words)
          .toList();

  @Test
  void anySchemaIsCompiledOrItsMistakesAreNamed() {
    Fuzz fuzz = new Fuzz("pg", RandomSchemas::text, SCHEMA_WORDS);

    fuzz.run(
        source -> {
          List<Diagnostic> found = mistakes(LanguageFuzzTest::schema, source);
          check(found, source);
          return found.size();
        });

    assertThat(fuzz.accepted()).isBetween(1L, fuzz.inputs() - 1);
  }

  @Test
  void anyQueryIsCompiledOrItsMistakesAreNamed() {
    Fuzz fuzz = new Fuzz("gq", RandomQueryText::text, QUERY_WORDS);

    fuzz.run(
        source -> {
          List<Diagnostic> found = mistakes(LanguageFuzzTest::query, source);
          check(found, source);
          return found.size();
        });

    assertThat(fuzz.accepted()).isBetween(1L, fuzz.inputs() - 1);
  }

  /** What the published grammar makes says anything of anything. */
  @Test
  void whatTheGrammarMakesIsCompiledOrItsMistakesAreNamedInFewSteps() {
    Fuzz fuzz = new Fuzz("gq of the grammar", s -> GRAMMAR.random(new Random(s)), QUERY_WORDS);

    fuzz.run(
        source -> {
          List<Diagnostic> found = mistakes(LanguageFuzzTest::query, source);
          check(found, source);
          assertThat(querySteps(source)).isLessThan(STEPS_PER_CHARACTER * (source.length() + 1L));
          return found.size();
        });

    assertThat(fuzz.accepted()).isLessThan(fuzz.inputs());
  }

  @Test
  void theGrammarOfQueriesMakesMostlyRightOnes() {
    int right = 0;
    for (int seed = 0; seed < 500; seed++) {
      right += mistakes(LanguageFuzzTest::query, RandomQueryText.text(seed)).isEmpty() ? 1 : 0;
    }

    assertThat(right).isGreaterThan(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "not {", "optional {", "count(", "not { $p knows $f ", "-", "<"})
  void deepNestingInAQueryIsRefusedAndDoesNotExhaustTheStack(String open) {
    String source = "query q { match { $p: Person " + open.repeat(50_000);

    assertThat(mistakes(LanguageFuzzTest::query, source)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "(", "{", "enum(", "@a(", "@"})
  void deepNestingInASchemaIsRefusedAndDoesNotExhaustTheStack(String open) {
    assertThat(mistakes(LanguageFuzzTest::schema, "node A { x: " + open.repeat(50_000)))
        .isNotEmpty();
  }

  /**
   * What is sixteen times as long may take sixteen times the steps or a few more, but not their
   * square.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "/*",
        "a ",
        "$p: Person ",
        "$p.age = 1 ",
        "$p.age = 1 or ",
        "\u00e9",
        "$p knows $f ",
        "\n",
        "9",
        "x: I32 ",
        "@a ",
        "\"a\", ",
        "not { $p knows $_ } ",
        "$p.x ",
        "\\",
        "p#: I32 ",
        "p#: I32 @unique ",
        "@unique(p#) ",
        "} node N# { x: I32 ",
        "} edge E#: A# -> B# { ",
        "$v# worksAt $w# ",
        "$v# knows $w# ",
        "$p.p# = 1 ",
        "not { $v# worksAt $p } "
      })
  void theStepsGrowWithTheLengthAndNoFaster(String part) {
    for (String head : List.of("query q { match { $p: Person ", "node A { ")) {
      String small = head + repeat(part, LONG / 16) + "} return { $p } }";
      String large = head + repeat(part, LONG) + "} return { $p } }";

      boolean schema = head.startsWith("node");
      long brief = schema ? schemaSteps(small) : querySteps(small);
      long extended = schema ? schemaSteps(large) : querySteps(large);

      assertThat(extended).as(head + part).isLessThan(32 * brief);
    }
  }

  /** Shorter than the limits of a query, so that all of it is checked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          query q { match { $p: Person } return { ## } }                 | count($p) as c#
          query q { match { $p: Person } return { $p.name } order { ## } } | $p.age
          query q { match { $p: Person ## } return { $p } }              | $p.age = 1
          query q { match { $p: Person ## } return { $p } }              | $p knows $f#
          query q { match { $p: Person ## } return { $p } }              | $v# worksAt $w#
          query q { match { $p: Person ## } return { $p } }              | not { $p worksAt $_ }
          query q { match { $p: Person ## } return { $p } }              | optional { $p knows $o# }
          query q { ## }                                                 | insert Company { name: "#" }
          query q { ## }                                                 | delete Company where name = "#"
          query q { match { $p: Person } return { $p } } ##              | query q# { delete Company where id = "#" }
          """)
  void theStepsOfARightQueryGrowWithItsLengthAndNoFaster(String form, String part) {
    long brief = querySteps(form.replace("##", repeat(part + " ", 6 * part.length())));
    long extended = querySteps(form.replace("##", repeat(part + " ", 96 * part.length())));

    assertThat(extended).isLessThan(32 * brief);
  }

  @Test
  void theStepsOfAChangeOfSchemaGrowWithItsLengthAndNoFasterThanItsTypesTimesThemselves() {
    String types = repeat("node N# { k: String @key } edge E#: N# -> N# ", 40_000);
    String properties = "node N { " + repeat("p#: I32 @unique ", 15_000) + "}";

    assertThat(schemaSteps(types)).isLessThan(types.length() * 60L);
    assertThat(schemaSteps(properties)).isLessThan(properties.length() * 20L);
  }

  private static String repeat(String part, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; out.length() < length; i++) {
      out.append(part.replace("#", Integer.toString(i)));
    }
    return out.toString();
  }

  private static long querySteps(String source) {
    Source text = new Source("f.gq", source);
    Diagnostics diagnostics = new Diagnostics(text);
    mistakes(x -> QueryCompiler.compile(text, CATALOG, diagnostics), source);
    return diagnostics.work().count();
  }

  /** Of the first schema, and of one that follows it. */
  private static long schemaSteps(String source) {
    Source text = new Source("f.pg", source);
    Diagnostics diagnostics = new Diagnostics(text);
    AtomicInteger next = new AtomicInteger();
    IdSource ids = () -> "T" + next.getAndIncrement();
    mistakes(
        x -> {
          Catalog first = SchemaCompiler.compile(text, Optional.empty(), ids, diagnostics);
          SchemaCompiler.compile(text, Optional.of(first), ids, diagnostics);
        },
        source);
    return diagnostics.work().count();
  }

  private static void check(List<Diagnostic> found, String source) {
    for (Diagnostic d : found) {
      assertThat(d.span().line()).isPositive();
      assertThat(d.span().column()).isPositive();
      assertThat(d.span().start()).isBetween(0, source.length());
      assertThat(d.span().end()).isBetween(d.span().start(), source.length());
      assertThat(d.excerpt()).contains("^");
      assertThat(d.message()).endsWith(".");
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

  /** What compiles is printed and stored, and comes back the same. */
  private static void schema(String source) {
    AtomicInteger next = new AtomicInteger();
    Catalog catalog =
        SchemaCompiler.compile(
            source, "f.pg", Optional.empty(), () -> "T" + next.getAndIncrement());
    String printed = SchemaPrinter.print(catalog);
    Catalog again = SchemaCompiler.compile(printed, "g.pg", Optional.of(catalog), () -> "U");
    assertThat(SchemaPlan.of(catalog, again, false).steps()).as(printed).isEmpty();
    assertThat(CatalogJson.decode(CatalogJson.encode(catalog))).isEqualTo(catalog);
  }

  private static void query(String source) {
    List<TypedQuery> queries = QueryCompiler.compile(source, "f.gq", CATALOG);
    assertThat(Lint.lint(source, "f.gq", CATALOG)).hasSameSizeAs(queries);
  }
}
