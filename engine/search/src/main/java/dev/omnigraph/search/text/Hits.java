package dev.omnigraph.search.text;

/**
 * Rows that a query finds.
 *
 * @param addresses of the rows, ascending: the id of the fragment in the upper 32 bits, and the
 *     place in it
 * @param scores of each, where they were asked for; else none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Hits(long[] addresses, double[] scores) {
  static final Hits NONE = new Hits(new long[0], new double[0]);
}
