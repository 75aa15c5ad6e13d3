package dev.omnigraph.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the texts of a String property become the terms that searches find. Two that make the same
 * terms of every text are equal.
 *
 * @param language whose stems and stop words they are: one of {@link #LANGUAGES}, or empty where
 *     the analyzer is of no language
 * @param stem whether words of one stem are one term
 * @param stopWords whether the most frequent words of the language are left out
 * @param fold whether letters are written without accents
 * @param positions whether an index also knows where in a text its terms stand
 */
public record TextAnalysis(
    Analyzer analyzer,
    String language,
    boolean stem,
    boolean stopWords,
    boolean fold,
    boolean positions) {

  /** What a text is taken apart into. */
  public enum Analyzer {
    /** Words, as a language writes them. */
    LANGUAGE,
    /** Runs of letters and digits in lower case. */
    SIMPLE,
    /** Every two characters beside each other in such a run. */
    NGRAM
  }

  /** By name, in order. */
  public static final List<String> LANGUAGES =
      List.of(
          "arabic",
          "danish",
          "dutch",
          "english",
          "finnish",
          "french",
          "german",
          "greek",
          "hungarian",
          "italian",
          "norwegian",
          "portuguese",
          "romanian",
          "russian",
          "spanish",
          "swedish",
          "turkish");

  /**
   * Number of what makes terms: the code for it, Lucene's tokenizers, filters and stop words, and
   * what Java takes for a letter. Whoever changes what becomes of any text raises it, so that
   * indexes of earlier terms are not used any more and are built again.
   */
  public static final int VERSION = 1;

  /** Of a property that says nothing else. */
  public static final TextAnalysis DEFAULT = language("english", true, true, true, true);

  public TextAnalysis {
    if (analyzer != Analyzer.LANGUAGE) {
      language = "";
      stem = false;
      stopWords = false;
    }
  }

  public static TextAnalysis language(
      String language, boolean stem, boolean stopWords, boolean fold, boolean positions) {
    return new TextAnalysis(Analyzer.LANGUAGE, language, stem, stopWords, fold, positions);
  }

  /** One of no language. */
  public static TextAnalysis of(Analyzer analyzer, boolean fold, boolean positions) {
    return new TextAnalysis(analyzer, "", false, false, fold, positions);
  }

  /**
   * In one spelling, in lower case letters, digits and hyphens, with {@link #VERSION} at the end:
   * different for different ones.
   */
  public String text() {
    String name =
        analyzer == Analyzer.LANGUAGE ? language : analyzer.name().toLowerCase(Locale.ROOT);
    return name
        + (stem ? "-stem" : "")
        + (stopWords ? "-stop" : "")
        + (fold ? "-fold" : "")
        + (positions ? "-positions" : "")
        + "-v"
        + VERSION;
  }

  /** That of a text; none where no analysis of this version has it. */
  public static Optional<TextAnalysis> ofText(String text) {
    List<String> parts = Arrays.asList(text.split("-", -1));
    boolean fold = parts.contains("fold");
    boolean positions = parts.contains("positions");
    String name = parts.getFirst();
    TextAnalysis analysis =
        LANGUAGES.contains(name)
            ? language(name, parts.contains("stem"), parts.contains("stop"), fold, positions)
            : of(name.equals("ngram") ? Analyzer.NGRAM : Analyzer.SIMPLE, fold, positions);
    return analysis.text().equals(text) ? Optional.of(analysis) : Optional.empty();
  }
}
