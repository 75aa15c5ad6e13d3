package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.schema.TextAnalysis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.util.Version;
import org.junit.jupiter.api.Test;

class TextAnalyzerTest {
  private static final Map<String, Analyzer> LUCENE =
      Map.ofEntries(
          Map.entry("arabic", new ArabicAnalyzer()),
          Map.entry("danish", new DanishAnalyzer()),
          Map.entry("dutch", new DutchAnalyzer()),
          Map.entry("english", new EnglishAnalyzer()),
          Map.entry("finnish", new FinnishAnalyzer()),
          Map.entry("french", new FrenchAnalyzer()),
          Map.entry("german", new GermanAnalyzer()),
          Map.entry("greek", new GreekAnalyzer()),
          Map.entry("hungarian", new HungarianAnalyzer()),
          Map.entry("italian", new ItalianAnalyzer()),
          Map.entry("norwegian", new NorwegianAnalyzer()),
          Map.entry("portuguese", new PortugueseAnalyzer()),
          Map.entry("romanian", new RomanianAnalyzer()),
          Map.entry("russian", new RussianAnalyzer()),
          Map.entry("spanish", new SpanishAnalyzer()),
          Map.entry("swedish", new SwedishAnalyzer()),
          Map.entry("turkish", new TurkishAnalyzer()));

  private static final String SAMPLE =
      """
      The runners' houses were running; Bob's cats. Die Häuser der Straße, größeren Kindern.
      L'avion qu'on voit, les chevaux nationaux. Las canciones rápidas. Dell'amico le città.
      As nações rápidas, os cães. De lopende kinderen. Flickorna springer. Husene løper. Børnene
      løber. Taloissa on lapsia. A házakban gyerekek. Бегущие люди в домах. İstanbul'da evlerimiz.
      Oamenii şi copiii aleargă. والكتاب في المكتبات ١٢٣. Οι άνθρωποι τρέχουν στους δρόμους.
      """;

  @Test
  void wordsOfEveryLanguageAreThoseOfLucene() {
    assertThat(TextAnalysis.LANGUAGES).containsExactlyInAnyOrderElementsOf(LUCENE.keySet());
    for (String language : TextAnalysis.LANGUAGES) {
      TextAnalysis analysis = TextAnalysis.language(language, true, true, false, true);

      assertThat(PlainTexts.tokens(TextAnalyzer.of(analysis), SAMPLE))
          .as(language)
          .isEqualTo(lucene(Objects.requireNonNull(LUCENE.get(language)), SAMPLE));
    }
  }

  @Test
  void theNumberOfTheAnalysisIsThatOfTheLuceneThatMakesTerms() {
    assertThat(Map.of(TextAnalysis.VERSION, Version.LATEST.toString()))
        .as(
            "Lucene has changed. Read what its release notes say of tokenizers, filters, stemmers"
                + " and stop words. Where any text may get other terms, raise"
                + " TextAnalysis.VERSION, so that indexes are built again; then write the new"
                + " version here.")
        .isEqualTo(Map.of(1, "10.3.2"));
  }

  @Test
  void everyWordIsATermWithoutStemsAndStopWords() {
    assertThat(
            terms(TextAnalysis.language("english", false, false, false, true), "The Cafés' Dogs"))
        .containsExactly("the", "cafés", "dogs");
  }

  @Test
  void accentsAreDroppedOnlyWhereTheyAreFolded() {
    assertThat(terms(TextAnalysis.DEFAULT, "Cafés naïve")).containsExactly("cafe", "naiv");
    assertThat(terms(TextAnalysis.of(TextAnalysis.Analyzer.SIMPLE, true, true), "Ærø Straße"))
        .containsExactly("aero", "strasse");
    assertThat(terms(TextAnalysis.of(TextAnalysis.Analyzer.SIMPLE, false, true), "Ærø Straße"))
        .containsExactly("ærø", "straße");
  }

  @Test
  void stopWordsLeaveTheirPositions() {
    List<PlainTexts.Token> tokens =
        PlainTexts.tokens(TextAnalyzer.of(TextAnalysis.DEFAULT), "king of the hill");

    assertThat(tokens)
        .containsExactly(new PlainTexts.Token("king", 0), new PlainTexts.Token("hill", 3));
  }

  @Test
  void aWordThatIsTooLongIsCutIntoPieces() {
    for (TextAnalysis analysis :
        List.of(
            TextAnalysis.language("english", false, false, false, true),
            TextAnalysis.of(TextAnalysis.Analyzer.SIMPLE, false, true))) {
      assertThat(terms(analysis, "x".repeat(600) + " y"))
          .containsExactly("x".repeat(255), "x".repeat(255), "x".repeat(90), "y");
    }
  }

  @Test
  void noTermHasHalfACharacter() {
    String pairs = "a" + "𐐨".repeat(400);
    for (TextAnalysis.Analyzer kind : TextAnalysis.Analyzer.values()) {
      TextAnalysis analysis = new TextAnalysis(kind, "english", true, true, true, true);

      for (String term : terms(analysis, pairs + " \ud801 x\udc28y")) {
        assertThat(term.codePoints())
            .noneMatch(point -> Character.getType(point) == Character.SURROGATE);
      }
    }
  }

  @Test
  void ideographsAreTermsAndRunsOfOtherScriptsKeepTheirMarks() {
    assertThat(terms(TextAnalysis.DEFAULT, "東京")).containsExactly("東", "京");
    assertThat(terms(TextAnalysis.of(TextAnalysis.Analyzer.SIMPLE, true, true), "हिन्दी กรุงเทพ"))
        .containsExactly("हिन्दी", "กรุงเทพ");
  }

  @Test
  void pairsAreOfNeighboursWithinARunAndNoPhraseGoesOverAGap() {
    TextAnalysis pairs = TextAnalysis.of(TextAnalysis.Analyzer.NGRAM, true, true);

    assertThat(terms(pairs, "Thom_x 東京都")).containsExactly("th", "ho", "om", "x", "東京", "京都");
    TextAnalyzer analyzer = TextAnalyzer.of(pairs);
    assertThat(TextQuery.phrase(analyzer, "oma").matches("Thomas")).isTrue();
    assertThat(TextQuery.phrase(analyzer, "fob").matches("fo ob")).isFalse();
    assertThat(TextQuery.phrase(analyzer, "fo-ob").matches("fo ob")).isTrue();
    assertThat(TextQuery.phrase(analyzer, "z9").matches("y".repeat(300) + "z9")).isTrue();
  }

  @Test
  void emptyTextsHaveNoTerms() {
    for (String text : List.of("", " ", "—…!", "the of")) {
      assertThat(terms(TextAnalysis.DEFAULT, text)).isEmpty();
    }
  }

  @Test
  void anUnknownLanguageIsRefused() {
    assertThatThrownBy(
            () -> TextAnalyzer.of(TextAnalysis.language("klingon", true, false, false, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("klingon");
  }

  @Test
  void manyThreadsAnalyzeAtOnceAndOneThatFailsSpoilsNoOther() {
    TextAnalyzer analyzer = TextAnalyzer.of(TextAnalysis.DEFAULT);
    List<PlainTexts.Token> expected = PlainTexts.tokens(analyzer, SAMPLE);

    assertThatThrownBy(
            () ->
                analyzer.analyze(
                    SAMPLE,
                    (term, position, start, end) -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");

    assertThat(
            IntStream.range(0, 100)
                .parallel()
                .mapToObj(i -> PlainTexts.tokens(analyzer, SAMPLE))
                .toList())
        .allMatch(expected::equals);
  }

  private static List<String> terms(TextAnalysis analysis, String text) {
    return PlainTexts.tokens(TextAnalyzer.of(analysis), text).stream()
        .map(PlainTexts.Token::term)
        .toList();
  }

  private static List<PlainTexts.Token> lucene(Analyzer analyzer, String text) {
    List<PlainTexts.Token> tokens = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("text", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      var increment = stream.addAttribute(PositionIncrementAttribute.class);
      int position = -1;
      stream.reset();
      while (stream.incrementToken()) {
        position += increment.getPositionIncrement();
        tokens.add(new PlainTexts.Token(term.toString(), position));
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tokens;
  }
}
