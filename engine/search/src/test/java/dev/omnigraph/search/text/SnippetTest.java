package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.TextAnalysis;
import org.junit.jupiter.api.Test;

class SnippetTest {
  private final TextAnalyzer analyzer = TextAnalyzer.of(TextAnalysis.DEFAULT);

  @Test
  void wordsThatAreLookedForAreMarkedAsTheyStand() {
    assertThat(snippet("Graphs, and searching them: a GRAPH.", "graph search"))
        .isEqualTo("**Graphs**, and **searching** them: a **GRAPH**.");
  }

  @Test
  void aLongTextIsCutAroundTheMostOfThem() {
    String text =
        "graph " + "filler words ".repeat(40) + "graph search " + "more of it ".repeat(40);

    String snippet = snippet(text, "graph search");

    assertThat(snippet).startsWith("…").endsWith("…").contains("**graph** **search**");
    assertThat(snippet.replace("**", "").length()).isBetween(150, 202);
  }

  @Test
  void theBeginningStandsWhereNothingMatches() {
    assertThat(snippet("Nothing here.", "graph")).isEqualTo("Nothing here.");
    assertThat(snippet("word ".repeat(100), "graph")).startsWith("word word").endsWith("word…");
    assertThat(snippet("", "graph")).isEmpty();
    assertThat(snippet("the text", "the")).isEqualTo("the text");
  }

  @Test
  void similarWordsAreMarkedForWhoeverLooksForThem() {
    assertThat(Snippet.of(analyzer, "a garph", TextQuery.fuzzy(analyzer, "graph", null)))
        .isEqualTo("a **garph**");
  }

  @Test
  void pairsThatOverlapAreOneMark() {
    TextAnalyzer pairs = TextAnalyzer.of(TextAnalysis.of(TextAnalysis.Analyzer.NGRAM, true, true));

    assertThat(Snippet.of(pairs, "Thomas", TextQuery.phrase(pairs, "oma"))).isEqualTo("Th**oma**s");
  }

  @Test
  void everySnippetIsAPartOfItsText() {
    RandomTexts texts = new RandomTexts(3);
    for (int i = 0; i < 2000; i++) {
      String text = texts.next();
      String snippet = snippet(text, texts.words(3));

      String part = snippet.replace("**", "");
      part = part.startsWith("…") && !text.startsWith("…") ? part.substring(1) : part;
      part =
          part.endsWith("…") && !text.endsWith("…") ? part.substring(0, part.length() - 1) : part;
      assertThat(text).contains(part);
      assertThat(part.length()).isLessThanOrEqualTo(256);
      assertThat(part.isEmpty()).isEqualTo(text.isEmpty());
    }
  }

  private String snippet(String text, String words) {
    return Snippet.of(analyzer, text, TextQuery.any(analyzer, words));
  }
}
