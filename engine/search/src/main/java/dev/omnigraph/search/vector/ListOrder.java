package dev.omnigraph.search.vector;

/**
 * In which order lists stand in an object: each is followed by the nearest of those that are left,
 * so that lists which a question needs often stand together, and are read with one request.
 */
final class ListOrder {
  private ListOrder() {}

  /**
   * @param lists some of them
   * @return the same in another order
   */
  static int[] of(float[] centres, int dimension, int[] lists) {
    int[] order = lists.clone();
    for (int i = 1; i < order.length; i++) {
      int nearest = i;
      double least = Double.POSITIVE_INFINITY;
      for (int j = i; j < order.length; j++) {
        double square = square(centres, dimension, order[i - 1], order[j], least);
        if (square < least) {
          least = square;
          nearest = j;
        }
      }
      int next = order[nearest];
      order[nearest] = order[i];
      order[i] = next;
    }
    return order;
  }

  /** The squared distance of two centres, or more than the least if it is more. */
  private static double square(float[] centres, int dimension, int one, int other, double least) {
    double sum = 0;
    for (int i = 0; i < dimension && sum < least; i++) {
      double apart = (double) centres[one * dimension + i] - centres[other * dimension + i];
      sum += apart * apart;
    }
    return sum;
  }
}
