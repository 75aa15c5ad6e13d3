package dev.omnigraph.search.text;

import java.util.List;

/**
 * What the terms of a query are worth among all rows.
 *
 * @param worth of each distinct term once
 * @param times how often each stands in the query
 */
@SuppressWarnings("ArrayRecordComponent")
record Weights(Bm25 bm25, double[] worth, int[] times) {
  /**
   * What a term is worth in a text.
   *
   * @param term its number among the distinct ones
   * @param frequency how often the text has it
   * @param tokens of the text
   */
  double of(int term, int frequency, int tokens) {
    return times[term] * bm25.score(worth[term], frequency, tokens);
  }

  /** By the live rows of all parts: the same numbers, however they are divided. */
  static Weights of(TextQuery query, List<? extends Part> parts) {
    List<String> terms = query.distinct();
    long texts = 0;
    long tokens = 0;
    long[] rows = new long[terms.size()];
    for (Part part : parts) {
      texts += part.texts();
      tokens += part.tokens();
      long[] counts = part.counts();
      for (int i = 0; i < rows.length; i++) {
        rows[i] += counts[i];
      }
    }
    Bm25 bm25 = new Bm25(texts, tokens);
    double[] worth = new double[rows.length];
    int[] times = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      worth[i] = bm25.idf(rows[i]);
    }
    query.terms().forEach(term -> times[terms.indexOf(term)]++);
    return new Weights(bm25, worth, times);
  }
}
