package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a query may have many of, it may have so many of and not one more. */
class LimitTest {

  @ParameterizedTest
  @EnumSource
  void asManyAsTheLimitAreTakenAndOneMoreIsRefused(Limit limit) {
    assertThat(Queries.mistakes(query(limit, limit.most()))).as(limit.name()).isEmpty();
    assertThat(Queries.mistakes(query(limit, limit.most() + 1)))
        .as(limit.name())
        .singleElement()
        .asString()
        .contains(limit.code() + " There are at most %,d ".formatted(limit.most()));
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

  private static String query(Limit limit, int count) {
    return switch (limit) {
      case PARAMETERS ->
          "query q(%s) { match { $p: Person } return { $p } }"
              .formatted(list(count, "$p%d_: I32", ", "));
      case TERMS ->
          "query q { match { $p: Person %s } return { $p } }"
              .formatted(list(count, "$p.age = %d", " or "));
      case ELEMENTS ->
          "query q { match { $p: Person [%s] contains $p.age } return { $p } }"
              .formatted(list(count, "%d", ","));
      case PATTERNS ->
          "query q { match { %s } return { $a0 } }".formatted(list(count, "$a%d: Person", " "));
      case COLUMNS ->
          "query q { match { $p: Person } return { %s } }"
              .formatted(list(count, "$p.age as c%d", ", "));
      case KEYS ->
          "query q { match { $p: Person } return { $p } order { %s } }"
              .formatted(list(count, "$p.age", ", "));
      case STATEMENTS ->
          "query q { %s }".formatted(list(count, "insert Company { name: \"%d\" }", " "));
    };
  }

  private static String list(int count, String form, String between) {
    return IntStream.range(0, count)
        .mapToObj(i -> form.formatted(i))
        .collect(Collectors.joining(between));
  }
}
