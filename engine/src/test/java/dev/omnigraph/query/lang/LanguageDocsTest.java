package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the two language references are right. */
class LanguageDocsTest {

  @Test
  void everySchemaOfTheReferenceCompiles() throws IOException {
    List<String> examples = examples("schema-language.md", "pg");

    assertThat(examples).hasSizeGreaterThan(4);
    assertThat(examples).allSatisfy(example -> assertThat(schema(example).nodes()).isNotEmpty());
  }

  @Test
  void everyQueryOfTheReferenceCompilesAgainstItsFirstSchema() throws IOException {
    Catalog catalog = schema(examples("schema-language.md", "pg").getFirst());
    List<String> examples = examples("query-language.md", "gq");

    assertThat(examples).hasSizeGreaterThan(8);
    assertThat(examples)
        .allSatisfy(
            example -> {
              List<TypedQuery> queries = QueryCompiler.compile(example, "docs.gq", catalog);
              assertThat(queries).isNotEmpty();
            });
  }

  private static Catalog schema(String text) {
    AtomicInteger next = new AtomicInteger();
    return SchemaCompiler.compile(
        text, "docs.pg", Optional.empty(), () -> "T" + next.incrementAndGet());
  }

  private static List<String> examples(String page, String language) throws IOException {
    String text = Files.readString(Path.of("..", "docs", page));
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
