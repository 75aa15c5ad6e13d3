package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lang.Limit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source may have many of, it may have as many of as the limit says and not one more. */
class LimitTest {

  @ParameterizedTest
  @EnumSource
  void asManyAsTheLimitAreTakenAndMoreAreRefusedOnce(Limit limit) {
    assertThat(mistakes(limit, limit.most())).isEmpty();
    assertThat(mistakes(limit, limit.most() + 1))
        .singleElement()
        .asString()
        .contains(limit.text() + " There are at most %,d ".formatted(limit.most()));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOO_MANY_TYPES", "TOO_MANY_PROPERTIES", "TOO_MANY_VALUES"})
  void aSchemaThatIsFarBeyondTheLimitIsToldSoOnce(Limit limit) {
    assertThat(mistakes(limit, limit.most() + 3)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          query q { match { $p: Person # } return { $p } }         | $p.age = 1          | too_many_terms
          query q { match { $p: Person (#$p.active) } return { $p } } | $p.age = 1 and      | too_many_terms
          query q { match { $p: Person { # age: 1 } } return { $p } } | age: 1,             | too_many_terms
          query q { delete Person where # age = 2 }                | age = 1 or          | too_many_terms
          query q { match { $p: Person } return { $p } order { rrf(#bm25($p.bio, "x")) } limit 1 } | bm25($p.bio, "x"), | too_many_terms
          query q { match { $p: Person not { # } } return { $p } } | $p knows $_         | too_many_patterns
          query q { match { $p: Person # } return { $p } }         | optional { $p knows $_ } | too_many_patterns
          """)
  void everyPlaceWhereTheyStandIsCounted(String form, String part, String code) {
    String source = form.replace("#", (part.strip() + " ").repeat(5_000));

    assertThat(Queries.mistakes(source)).as(form).anyMatch(mistake -> mistake.contains(code));
  }

  /** What is computed one within the other may not exhaust the stack of whoever computes it. */
  @ParameterizedTest
  @ValueSource(strings = {"%s1", "abs(%s1) + 1", "1 - (%s1)"})
  void aChainOfOperationsHasAnEnd(String form) {
    String query = "query q { match { $p: Person } return { $p.age + " + form + " as n } }";

    assertThat(Queries.mistakes(query.formatted("1 + ".repeat(150)))).isEmpty();
    assertThat(Queries.mistakes(query.formatted("1 + ".repeat(250))))
        .singleElement()
        .asString()
        .contains("nested_too_deep There are more than 200 operations within each other.");
  }

  private static List<String> mistakes(Limit limit, int count) {
    return switch (limit) {
      case TOO_MANY_PARAMETERS ->
          query("query q(%s) { match { $p: Person } return { $p } }", count, "$p%d_: I32", ", ");
      case TOO_MANY_TERMS ->
          query("query q { match { $p: Person %s } return { $p } }", count, "$p.age = %d", " or ");
      case TOO_MANY_ELEMENTS ->
          query(
              "query q { match { $p: Person [%s] contains $p.age } return { $p } }",
              count, "%d", ",");
      case TOO_MANY_PATTERNS ->
          query("query q { match { %s } return { $a0 } }", count, "$a%d: Person", " ");
      case TOO_MANY_COLUMNS ->
          query("query q { match { $p: Person } return { %s } }", count, "$p.age as c%d", ", ");
      case TOO_MANY_KEYS ->
          query(
              "query q { match { $p: Person } return { $p } order { %s } }", count, "$p.age", ", ");
      case TOO_MANY_STATEMENTS ->
          query("query q { %s }", count, "insert Company { name: \"%d\" }", " ");
      case TOO_MANY_TYPES -> Queries.schemaMistakes(list(count, "node N%d { }", " "));
      case TOO_MANY_PROPERTIES ->
          Queries.schemaMistakes("node N { %s }".formatted(list(count, "p%d: I32", " ")));
      case TOO_MANY_VALUES ->
          Queries.schemaMistakes("node N { x: enum(%s) }".formatted(list(count, "v%d", ", ")));
    };
  }

  private static List<String> query(String form, int count, String part, String between) {
    return Queries.mistakes(form.formatted(list(count, part, between)));
  }

  private static String list(int count, String form, String between) {
    return IntStream.range(0, count)
        .mapToObj(i -> form.formatted(i))
        .collect(Collectors.joining(between));
  }
}
