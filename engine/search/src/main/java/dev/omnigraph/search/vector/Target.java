package dev.omnigraph.search.vector;

import dev.omnigraph.schema.VectorMetric;

/**
 * What is looked for, as the vectors of segments are compared with it. Under cosine these have the
 * length one, and so has it: the farther apart two such vectors are, the greater is the angle. So
 * nearness in segments is, under cosine and l2, how far vectors are apart, and under dot the
 * negative product.
 */
final class Target {
  /** More than a float is wrong by, as a part of it. */
  private static final double ROUNDING = 3e-7;

  /**
   * What is wrong about a vector's codes lies in any direction, so the part of it in one direction
   * is about normally distributed if there are many; by more than this it hardly ever is wrong.
   */
  private static final double DEVIATIONS = 1.5;

  private final VectorMetric metric;
  private final double[] vector;
  private final double length;

  Target(VectorMetric metric, float[] to) {
    this.metric = metric;
    double square = 0;
    for (float value : to) {
      square += (double) value * value;
    }
    double scale = metric == VectorMetric.COSINE ? Math.sqrt(square) : 1;
    this.vector = new double[to.length];
    for (int i = 0; i < to.length; i++) {
      vector[i] = to[i] / scale;
    }
    this.length = Math.sqrt(square) / scale;
  }

  /** Whether anything is at a distance from it. */
  boolean hasDistances() {
    return metric != VectorMetric.COSINE || length > 0;
  }

  /** How near a vector is in segments whose exact distance is known. */
  double nearness(double distance) {
    // Vectors of length one are the root of 2 - 2 cos apart.
    return metric == VectorMetric.COSINE ? Math.sqrt(2 * distance) : distance;
  }

  /** The distance of a vector whose nearness is known. */
  double distance(double nearness) {
    return metric == VectorMetric.COSINE ? nearness * nearness / 2 : nearness;
  }

  /** Nearness as a sum over coordinates: where vectors are apart, its square. */
  double summed(double nearness) {
    return metric == VectorMetric.DOT ? nearness : nearness * nearness;
  }

  /** A list of a segment, and what may be expected of the nearness of its vectors. */
  ListChoice choice(Layout.Part part, int list) {
    VectorList vectors = part.opened().index().lists().get(list);
    double base = base(part, list);
    double spread = vectors.spread();
    return metric == VectorMetric.DOT
        ? new ListChoice(part, list, vectors.rows(), base, length * spread)
        : new ListChoice(
            part, list, vectors.rows(), base + spread * spread, 2 * Math.sqrt(base) * spread);
  }

  /** Told of how near a row may be. */
  interface Sink {
    /**
     * @param about how near it is by its codes
     * @param least how near it may be
     * @param most how far it may be
     */
    void row(int number, double about, double least, double most);
  }

  /** How near the rows of a page are, by their codes. */
  void compare(ListChoice list, ListPage page, Sink sink) {
    double base = base(list.part(), list.list());
    double[] from = vector.clone();
    if (metric != VectorMetric.DOT) {
      float[] centres = list.part().opened().centres();
      for (int i = 0; i < from.length; i++) {
        from[i] -= centres[list.list() * from.length + i];
      }
    }
    // Of a vector of length one the numbers were rounded.
    double unit = metric == VectorMetric.COSINE ? ROUNDING : 0;
    double apart = metric == VectorMetric.DOT ? length : Math.sqrt(base);
    double across = apart * Math.min(1, DEVIATIONS / Math.sqrt(from.length));
    for (int row = 0; row < page.rows(); row++) {
      double own = page.length(row);
      double product = page.scale(row) * page.dot(row, from);
      double error = page.off(row) * across + own * apart * ROUNDING;
      if (metric == VectorMetric.DOT) {
        double about = base - product;
        sink.row(page.number(row), about, about - error, about + error);
      } else {
        double square = base - 2 * product + own * own;
        error = 2 * error + own * (own * ROUNDING + Float.MIN_VALUE);
        sink.row(
            page.number(row),
            root(square),
            root(square - error) - unit,
            root(square + error) + unit);
      }
    }
  }

  private static double root(double square) {
    return Math.sqrt(Math.max(0, square));
  }

  /** The nearness of a list's centre, summed. */
  private double base(Layout.Part part, int list) {
    float[] centres = part.opened().centres();
    int centre = list * vector.length;
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      if (metric == VectorMetric.DOT) {
        sum -= vector[i] * centres[centre + i];
      } else {
        double apart = vector[i] - centres[centre + i];
        sum += apart * apart;
      }
    }
    return sum;
  }
}
