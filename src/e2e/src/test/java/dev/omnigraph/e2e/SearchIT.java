package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Search in the packaged functions: analysis in every language, and indexes that optimize builds.
 */
class SearchIT {
  /** Enough for optimize to build indexes of. */
  private static final int DOCUMENTS = 24_000;

  /** A word of a text, and what is sought, where it can be another form of it. */
  private static final Map<String, String[]> WORDS = new LinkedHashMap<>();

  static {
    word("arabic", "كتاب", "الكتاب");
    word("danish", "huse", "huset");
    word("dutch", "fietsen", "fietsen");
    word("english", "walking", "walks");
    word("finnish", "talossa", "talot");
    word("french", "chevaux", "cheval");
    word("german", "häusern", "haus");
    word("greek", "βιβλία", "βιβλία");
    word("hungarian", "házakban", "házak");
    word("italian", "libri", "libri");
    word("norwegian", "husene", "huset");
    word("portuguese", "livros", "livro");
    word("romanian", "casele", "case");
    word("russian", "книги", "книга");
    word("spanish", "libros", "libro");
    word("swedish", "husen", "husen");
    word("turkish", "kitaplar", "kitap");
  }

  private static void word(String language, String written, String sought) {
    WORDS.put(language, new String[] {written, sought});
  }

  @Test
  void everyLanguageIsAnalyzed() {
    try (Cloud cloud = new Cloud()) {
      String properties =
          WORDS.keySet().stream()
              .map(
                  language -> "%s: String? @index(language = \"%s\")".formatted(language, language))
              .collect(Collectors.joining("  "));
      cloud.createGraph(
          "texts",
          "node Text { name: String @key  "
              + properties
              + "  code: String? @index(analyzer = \"ngram\") }");
      Api texts = new Api(cloud, "texts");
      texts.ingest(
          "ingest/texts/main/append/a.jsonl",
          WORDS.entrySet().stream()
              .map(word -> "\"%s\": \"%s\"".formatted(word.getKey(), word.getValue()[0]))
              .collect(
                  Collectors.joining(
                      ", ",
                      "{\"type\": \"Text\", \"data\": {\"name\": \"t\", \"code\": \"日本語のindexOf\", ",
                      "}}\n")));

      String conditions =
          WORDS.entrySet().stream()
              .map(word -> "search($t.%s, \"%s\")".formatted(word.getKey(), word.getValue()[1]))
              .collect(Collectors.joining(", "));
      JsonNode row =
          texts
              .rows(
                  "query q() { match { $t: Text } return { %s, match_text($t.code, \"本語\") as part } }"
                      .formatted(named(conditions)),
                  "{}")
              .path(0);

      int place = 0;
      for (String language : WORDS.keySet()) {
        assertThat(row.path("c" + place++).asBoolean()).as(language).isTrue();
      }
      assertThat(row.path("part").asBoolean()).isTrue();
    }
  }

  private static String named(String conditions) {
    int[] next = {0};
    return java.util.Arrays.stream(conditions.split(", (?=search)"))
        .map(condition -> condition + " as c" + next[0]++)
        .collect(Collectors.joining(", "));
  }

  @Test
  void anIndexChangesNoAnswer() {
    try (Cloud cloud = new Cloud()) {
      cloud.createGraph(
          "docs",
          """
          node Doc {
            slug: String @key
            body: String @index
            meaning: Vector(4) @index
          }
          """);
      Api docs = new Api(cloud, "docs");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < DOCUMENTS; i++) {
        lines.append(
            "{\"type\": \"Doc\", \"data\": {\"slug\": \"d%05d\", \"body\": \"number%d of parity%d\", \"meaning\": [%d, %d, 1, 2]}}\n"
                .formatted(i, i % 977, i % 2, i % 211, i % 31));
      }
      docs.ingest("ingest/docs/main/append/a.jsonl", lines.toString());
      String words =
          """
          query words() {
            match { $d: Doc }
            return { $d.slug, bm25($d.body, "number13 parity1") as score }
            order { score desc }
            limit 7
          }
          """;
      String near =
          """
          query near() {
            match { $d: Doc  search($d.body, "parity0") }
            return { $d.slug, nearest($d.meaning, [50, 20, 1, 2]) as far }
            order { far }
            limit 7
          }
          """;
      JsonNode wordsBefore = docs.rows(words, "{}");
      JsonNode nearBefore = docs.rows(near, "{}");

      JsonNode optimized = Cloud.json(cloud.optimize("{\"graph\": \"docs\"}").success());

      assertThat(optimized.toString()).contains("\"kind\":\"text\"", "\"kind\":\"vector\"");
      assertThat(docs.rows(words, "{}")).hasSize(7).isEqualTo(wordsBefore);
      assertThat(docs.rows(near, "{}")).hasSize(7).isEqualTo(nearBefore);
    }
  }
}
