package dev.omnigraph.search.vector;

/**
 * A vector as half a byte for each coordinate: what it has beyond its centre, as whole numbers from
 * -7 to 7 of a step, which is its own. So a far vector makes no other vector's codes coarser. With
 * the codes stands by what they are to be multiplied, so that their product with any vector is that
 * of the vector on average, and by how much it is wrong otherwise.
 *
 * <p>This is a place for one vector at a time. Not thread-safe.
 */
final class RowCode {
  private static final int MOST = 7;

  /** The largest coordinates are cut off where the others become finer by more than that costs. */
  private static final double CUT = 0.85;

  /** So that what is rounded to a float is not less than it was. */
  private static final double UP = 1 + 1e-6;

  private final byte[] bytes;
  private final double[] beyond;
  private final byte[] codes;
  private final byte[] tried;
  private double length;
  private double scale;
  private double off;

  RowCode(int dimension) {
    this.bytes = new byte[bytes(dimension)];
    this.beyond = new double[dimension];
    this.codes = new byte[dimension];
    this.tried = new byte[dimension];
  }

  /** How many bytes the codes of a vector have. */
  static int bytes(int dimension) {
    return (dimension + 1) / 2;
  }

  /**
   * @param centre where its centre begins among centres
   */
  void encode(float[] vector, float[] centres, int centre) {
    double largest = 0;
    double square = 0;
    for (int i = 0; i < beyond.length; i++) {
      beyond[i] = (double) vector[i] - centres[centre + i];
      largest = Math.max(largest, Math.abs(beyond[i]));
      square += beyond[i] * beyond[i];
    }
    length = Math.sqrt(square);
    scale = 0;
    off = length;
    if (length > 0) {
      double step = largest / MOST;
      while (attempt(step, square)) {
        step *= CUT;
      }
    }
    for (int i = 0; i < bytes.length; i++) {
      int high = i + bytes.length < codes.length ? codes[i + bytes.length] : 0;
      bytes[i] = (byte) (high << 4 | codes[i] & 15);
    }
  }

  /** Keeps the codes by a step if they are better than those before. */
  private boolean attempt(double step, double square) {
    long product = 0;
    double along = 0;
    for (int i = 0; i < beyond.length; i++) {
      int code = (int) Math.clamp(Math.round(beyond[i] / step), -MOST, MOST);
      tried[i] = (byte) code;
      product += (long) code * code;
      along += code * beyond[i];
    }
    if (!(along > 0)) {
      return false;
    }
    double by = square / along;
    // The codes so multiplied have the vector's length along it, and the rest lies across.
    double rest = Math.sqrt(Math.max(0, by * by * product - square));
    rest += Math.abs((float) by - by) * Math.sqrt(product);
    if (rest >= off) {
      return false;
    }
    off = rest;
    scale = by;
    System.arraycopy(tried, 0, codes, 0, codes.length);
    return true;
  }

  /** Codes of the first half of the coordinates in the lower halves of bytes. */
  byte[] bytes() {
    return bytes;
  }

  /** By which the codes are to be multiplied. */
  float scale() {
    return (float) Math.min(scale, Float.MAX_VALUE);
  }

  /** How far the vector is from its centre. */
  float length() {
    return (float) Math.min(length, Float.MAX_VALUE);
  }

  /** How long what is wrong about the codes is, which lies across the vector. */
  float off() {
    return (float) Math.min(off * UP, Float.MAX_VALUE);
  }

  double square() {
    return length * length;
  }
}
