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
}
