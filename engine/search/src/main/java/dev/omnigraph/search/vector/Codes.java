package dev.omnigraph.search.vector;

import java.util.Arrays;

/**
 * How a vector becomes a byte for each coordinate: what it has beyond its centre, as whole numbers
 * from -127 to 127 of a step, which is its own. So a far vector or one odd coordinate makes no
 * other vector's codes coarser.
 */
final class Codes {
  static final int MOST = 127;

  private Codes() {}

  /**
   * Puts a vector's codes into an array.
   *
   * @param centre where its centre begins among centres
   * @return the step
   */
  static float encode(float[] vector, float[] centres, int centre, byte[] into, int at) {
    double largest = 0;
    for (int i = 0; i < vector.length; i++) {
      largest = Math.max(largest, Math.abs((double) vector[i] - centres[centre + i]));
    }
    if (largest == 0) {
      Arrays.fill(into, at, at + vector.length, (byte) 0);
      return 0;
    }
    float step = Math.max((float) (largest / MOST), Float.MIN_VALUE);
    for (int i = 0; i < vector.length; i++) {
      long code = Math.round(((double) vector[i] - centres[centre + i]) / step);
      into[at + i] = (byte) Math.clamp(code, -MOST, MOST);
    }
    return step;
  }

  /**
   * How far a distance by codes may be from the true one. Each coordinate is off by half a step at
   * most, so the vector is by half the root of the dimension; of many coordinates, whose errors
   * know nothing of each other, four standard deviations of what they are off in one direction do.
   */
  static double error(double step, int dimension) {
    return step * Math.min(Math.sqrt(dimension) / 2, 4 / Math.sqrt(12));
  }

  /** The sum of the squares of some codes. */
  static long square(byte[] codes, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += codes[i] * codes[i];
    }
    return sum;
  }
}
