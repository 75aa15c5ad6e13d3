package dev.omnigraph.search.text;

import dev.omnigraph.schema.TextAnalysis;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the terms of texts, of those that are stored and of those that are asked for. A word of
 * more than 255 characters is cut into pieces of that length, each a word by itself. Half a
 * surrogate pair in a term is a question mark, as it is in UTF-8. Thread-safe.
 */
public final class TextAnalyzer {
  /** Held, so that it stays quiet: it warns of executables in which Lucene does not know sizes. */
  private static final Logger SIZES = Logger.getLogger("org.apache.lucene.util.HotspotVMOptions");

  static {
    SIZES.setLevel(Level.OFF);
  }

  private final TextAnalysis analysis;

  /** Idle ones: as many as there were threads at once. */
  private final Queue<Tokens> idle = new ConcurrentLinkedQueue<>();

  private TextAnalyzer(TextAnalysis analysis) {
    this.analysis = analysis;
  }

  /**
   * @throws IllegalArgumentException for a language that is not known
   */
  public static TextAnalyzer of(TextAnalysis analysis) {
    TextAnalyzer analyzer = new TextAnalyzer(analysis);
    analyzer.idle.add(analyzer.tokens());
    return analyzer;
  }

  public TextAnalysis analysis() {
    return analysis;
  }

  /** Hands over the terms of a text. */
  public void analyze(String text, TokenSink sink) {
    Tokens waiting = idle.poll();
    Tokens tokens = waiting == null ? tokens() : waiting;
    tokens.analyze(text, sink);
    // One that failed is in the middle of a text, and is not used again.
    idle.add(tokens);
  }

  private Tokens tokens() {
    return switch (analysis.analyzer()) {
      case LANGUAGE -> new LanguageTokens(analysis);
      case SIMPLE -> new RunTokens(analysis.fold(), false);
      case NGRAM -> new RunTokens(analysis.fold(), true);
    };
  }
}
