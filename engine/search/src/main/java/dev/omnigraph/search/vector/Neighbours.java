package dev.omnigraph.search.vector;

/**
 * Rows and how far they are, nearest first; of rows that are equally far the smaller address first.
 *
 * @param addresses of the rows
 * @param distances exact ones, as {@link Distance} has them; none is {@code NaN}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Neighbours(long[] addresses, double[] distances) {
  public int size() {
    return addresses.length;
  }
}
