package dev.omnigraph.search.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the terms of a query in texts. Thread-safe. */
final class TermCounts {
  private final TextAnalyzer analyzer;
  private final Map<String, Integer> numbers = new HashMap<>();

  TermCounts(TextAnalyzer analyzer, TextQuery query) {
    this.analyzer = analyzer;
    List<String> terms = query.distinct();
    terms.forEach(term -> numbers.put(term, numbers.size()));
  }

  /**
   * What a text has.
   *
   * @param tokens all of it
   * @param frequencies of each distinct term of the query
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Counted(int tokens, int[] frequencies) {
    boolean hasAny() {
      for (int frequency : frequencies) {
        if (frequency > 0) {
          return true;
        }
      }
      return false;
    }

    /** What the terms are worth in the text. */
    double score(Weights weights) {
      double score = 0;
      for (int i = 0; i < frequencies.length; i++) {
        if (frequencies[i] > 0) {
          score += weights.of(i, frequencies[i], tokens);
        }
      }
      return score;
    }
  }

  Counted of(String text) {
    int[] frequencies = new int[numbers.size()];
    int[] tokens = new int[1];
    analyzer.analyze(
        text,
        (term, position, start, end) -> {
          tokens[0]++;
          Integer number = numbers.get(term);
          if (number != null) {
            frequencies[number]++;
          }
        });
    return new Counted(tokens[0], frequencies);
  }
}
