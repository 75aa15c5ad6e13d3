package dev.omnigraph.schema.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaLimitTest {

  @ParameterizedTest
  @EnumSource
  void asManyAsTheLimitAreTakenAndMoreAreRefusedOnce(SchemaLimit limit) {
    assertThat(mistakes(schema(limit, limit.most()))).isEmpty();
    assertThat(mistakes(schema(limit, limit.most() + 3)))
        .singleElement()
        .satisfies(d -> assertThat(d.code()).isEqualTo(limit.code()))
        .satisfies(d -> assertThat(d.message()).contains("at most %,d ".formatted(limit.most())));
  }

  private static String schema(SchemaLimit limit, int count) {
    return switch (limit) {
      case TYPES -> list(count, "node N%d { }", " ");
      case PROPERTIES -> "node N { %s }".formatted(list(count, "p%d: I32", " "));
      case VALUES -> "node N { x: enum(%s) }".formatted(list(count, "v%d", ", "));
    };
  }

  private static String list(int count, String form, String between) {
    return IntStream.range(0, count)
        .mapToObj(i -> form.formatted(i))
        .collect(Collectors.joining(between));
  }

  private static List<Diagnostic> mistakes(String source) {
    try {
      SchemaCompilerTest.compile(source);
      return List.of();
    } catch (LanguageException e) {
      return e.diagnostics();
    }
  }
}
