package dev.omnigraph.search.vector;

import org.jspecify.annotations.Nullable;

/** The vectors of one column in one version of a table. Thread-safe. */
public interface VectorIndex {
  /** Starts reading what every question needs; does not wait. */
  void start();

  /**
   * The nearest live rows, with exact distances. Rows without a vector, and those that have no
   * distance, are never among them. There are fewer than asked for only if there are no more; which
   * are found may miss a few of the nearest where an index knows the rows.
   *
   * @param to a vector of the column's dimension
   * @param k how many, at most; of any size
   * @param allowed the rows to look among; null for all
   */
  Neighbours nearest(float[] to, int k, @Nullable AllowedRows allowed);

  /**
   * The same, of which only the first are sure to have exact distances and their order. Those
   * behind them may be as far as an index says, which takes fewer requests.
   *
   * @param exact how many are sure
   */
  default Neighbours nearest(float[] to, int k, int exact, @Nullable AllowedRows allowed) {
    return nearest(to, k, allowed);
  }
}
