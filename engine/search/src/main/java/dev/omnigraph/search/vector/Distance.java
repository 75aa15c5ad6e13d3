package dev.omnigraph.search.vector;

import dev.omnigraph.schema.VectorMetric;

/**
 * How far vectors are from one vector; a smaller distance is nearer.
 *
 * <ul>
 *   <li>cosine: 1 − cos of the angle, from 0 to 2; {@code NaN}, which is no distance, where either
 *       vector has no direction, being zero
 *   <li>l2: the Euclidean distance, not squared
 *   <li>dot: the dot product with its sign turned
 * </ul>
 *
 * <p>Sums are of doubles and in one fixed order, whoever asks for them: the same two vectors always
 * have the same distance to the last bit, and equal ones have 0 under cosine and l2. Thread-safe.
 */
public final class Distance {
  private final VectorMetric metric;
  private final float[] from;
  private final double square;

  private Distance(VectorMetric metric, float[] from) {
    this.metric = metric;
    this.from = from;
    this.square = metric == VectorMetric.COSINE ? dot(from, from) : 0;
  }

  /** From one vector to any others. */
  public static Distance from(VectorMetric metric, float[] from) {
    return new Distance(metric, from.clone());
  }

  /**
   * Of two vectors, whichever comes first.
   *
   * @throws IllegalArgumentException if they have different dimensions
   */
  public static double of(VectorMetric metric, float[] a, float[] b) {
    return new Distance(metric, a).to(b);
  }

  /**
   * @throws IllegalArgumentException if it has another dimension
   */
  public double to(float[] vector) {
    if (vector.length != from.length) {
      throw new IllegalArgumentException(
          "vectors of " + from.length + " and " + vector.length + " dimensions have no distance");
    }
    return switch (metric) {
      case COSINE -> {
        double squares = square * dot(vector, vector);
        yield squares == 0
            ? Double.NaN
            : Math.clamp(1 - dot(from, vector) / Math.sqrt(squares), 0.0, 2.0);
      }
      case L2 -> Math.sqrt(squares(from, vector));
      // Not a mere change of sign: two zeros of different signs would not be equal.
      case DOT -> 0.0 - dot(from, vector);
    };
  }

  /** Four sums side by side, which a processor adds up at once. */
  private static double dot(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int whole = a.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      first += (double) a[i] * b[i];
      second += (double) a[i + 1] * b[i + 1];
      third += (double) a[i + 2] * b[i + 2];
      fourth += (double) a[i + 3] * b[i + 3];
    }
    for (int i = whole; i < a.length; i++) {
      first += (double) a[i] * b[i];
    }
    return first + second + (third + fourth);
  }

  private static double squares(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int whole = a.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      first += square(a[i], b[i]);
      second += square(a[i + 1], b[i + 1]);
      third += square(a[i + 2], b[i + 2]);
      fourth += square(a[i + 3], b[i + 3]);
    }
    for (int i = whole; i < a.length; i++) {
      first += square(a[i], b[i]);
    }
    return first + second + (third + fourth);
  }

  private static double square(float a, float b) {
    double apart = (double) a - b;
    return apart * apart;
  }
}
