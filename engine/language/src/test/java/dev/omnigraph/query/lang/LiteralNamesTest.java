package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Graphs from before {@code true}, {@code false} and {@code null} were refused as names of
 * properties: they open, and no query takes the name for the literal or the literal for the name.
 */
class LiteralNamesTest {
  private static final Catalog STORED =
      stored("node F { k: String @key  flag: Bool  other: Bool }");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete F where true = true",
        "delete F where true",
        "delete F where other = true",
        "delete F where k = \"a\" and (other or true = false)",
        "update F set { other: false } where true = other",
      })
  void aBareWordThatIsBothIsRefusedInAWrite(String statement) {
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(() -> compile("query q { " + statement + " }"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("ambiguous_name"))
        .withMessageContaining("is_true: Bool @rename_from(\"true\")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "match { $f: F { true: true }  $f.true = true  not { $f.true = false } } return { $f.true }",
        "insert F { k: \"a\", true: true, other: true } update F set { true: false } where k = \"a\"",
        "delete F where other = false",
        "delete F where k = \"true\"",
      })
  void whatCanOnlyBeOneOfTheTwoIsThat(String body) {
    assertThat(compile("query q { " + body + " }")).hasSize(1);
  }

  @Test
  void anAliasThatIsSpeltLikeALiteralIsWhatOneOrdersBy() {
    TypedQuery.Read read =
        (TypedQuery.Read)
            compile("query q { match { $f: F } return { true as t, $f.k as true } order { true } }")
                .getFirst();

    assertThat(read.order())
        .extracting(TypedQuery.OrderKey::value)
        .containsExactly(read.columns().get(1).value());
  }

  @Test
  void theSchemaOfSuchAGraphCanBeChangedAndThePropertyRenamed() {
    Catalog kept = change("node F { k: String @key  true: Bool  other: Bool  more: I32? }");
    Catalog renamed =
        change("node F { k: String @key  is_true: Bool @rename_from(\"true\")  other: Bool }");

    assertThat(SchemaPlan.of(STORED, kept, false).text()).contains("add F.more");
    assertThat(SchemaPlan.of(STORED, renamed, false).text()).contains("rename F.true to is_true");
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(() -> change("node F { k: String @key  true: Bool  null: Bool? }"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("reserved_property"));
  }

  private static List<TypedQuery> compile(String source) {
    return QueryCompiler.compile(source, "q.gq", STORED);
  }

  private static Catalog change(String schema) {
    return SchemaCompiler.compile(schema, "s.pg", Optional.of(STORED), () -> "T2");
  }

  /** As it lies in a store: with a property called {@code true} in place of {@code flag}. */
  private static Catalog stored(String schema) {
    Catalog catalog = SchemaCompiler.compile(schema, "s.pg", Optional.empty(), () -> "T1");
    String json = new String(CatalogJson.encode(catalog), StandardCharsets.UTF_8);
    return CatalogJson.decode(json.replace("flag", "true").getBytes(StandardCharsets.UTF_8));
  }
}
