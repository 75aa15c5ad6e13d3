package dev.omnigraph.search.text;

import org.apache.lucene.util.SmallFloat;

/**
 * What a term is worth in a text: Okapi BM25 as Lucene's {@code BM25Similarity} computes it, with
 * its constants and its lengths of one byte, but in double. The same numbers give the same bits.
 */
final class Bm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  /** By length as one byte: what the frequency is set against. */
  private final double[] norms = new double[256];

  private final long texts;

  /**
   * @param texts live rows that have a text
   * @param tokens of all of them
   */
  Bm25(long texts, long tokens) {
    this.texts = texts;
    // Without tokens nothing has a term.
    double average = tokens == 0 ? 1 : (double) tokens / texts;
    for (int length = 0; length < norms.length; length++) {
      int about = SmallFloat.byte4ToInt((byte) length);
      norms[length] = K1 * (1 - B + B * about / average);
    }
  }

  /**
   * @param rows that have the term
   */
  double idf(long rows) {
    return Math.log(1 + (texts - rows + 0.5) / (rows + 0.5));
  }

  /**
   * @param frequency how often the text has the term
   * @param tokens of the text
   */
  double score(double idf, int frequency, int tokens) {
    double norm = norms[SmallFloat.intToByte4(tokens) & 0xFF];
    return idf * (frequency / (frequency + norm));
  }
}
