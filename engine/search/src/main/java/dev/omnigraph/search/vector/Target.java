package dev.omnigraph.search.vector;

import dev.omnigraph.schema.VectorMetric;

/**
 * What is looked for, as the vectors of segments are compared with it. Under cosine these have the
 * length one, and so has it: the farther apart two such vectors are, the greater is the angle. So
 * nearness in segments is, under cosine and l2, how far vectors are apart, and under dot the
 * negative product.
 */
final class Target {
  /** How far a vector of length one is from where it should be, its numbers being rounded. */
  private static final double ROUNDING = 1e-7;

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
     * @param error by how much that may be wrong
     */
    void row(int number, double about, double error);
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
    for (int row = 0; row < page.rows(); row++) {
      double step = page.step(row);
      double error = Codes.error(step, from.length);
      error += metric == VectorMetric.COSINE ? ROUNDING : 0;
      double product = step * page.dot(row, from);
      if (metric == VectorMetric.DOT) {
        sink.row(page.number(row), base - product, error * length);
      } else {
        double square = base - 2 * product + step * step * page.square(row);
        sink.row(page.number(row), Math.sqrt(Math.max(0, square)), error);
      }
    }
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
