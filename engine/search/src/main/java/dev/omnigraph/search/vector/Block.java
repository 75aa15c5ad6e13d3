package dev.omnigraph.search.vector;

import java.util.Arrays;

/**
 * Points of which all squared distances from one vector are wanted at once. They are held by
 * coordinate, so that a processor computes several of them side by side.
 */
final class Block {
  private final int size;
  private final float[][] coordinates;

  /**
   * @param points one after the other
   */
  Block(float[] points, int from, int to, int dimension) {
    this.size = to - from;
    this.coordinates = new float[dimension][size];
    for (int i = 0; i < size; i++) {
      for (int d = 0; d < dimension; d++) {
        coordinates[d][i] = points[(from + i) * dimension + d];
      }
    }
  }

  int size() {
    return size;
  }

  /** Puts the squared distance of each point into the beginning of an array. */
  void squares(float[] from, float[] into) {
    Arrays.fill(into, 0, size, 0);
    int whole = coordinates.length & ~3;
    for (int d = 0; d < whole; d += 4) {
      add(
          into,
          size,
          coordinates[d],
          coordinates[d + 1],
          coordinates[d + 2],
          coordinates[d + 3],
          from[d],
          from[d + 1],
          from[d + 2],
          from[d + 3]);
    }
    for (int d = whole; d < coordinates.length; d++) {
      add(into, size, coordinates[d], from[d]);
    }
  }

  /** Four coordinates at once: the sums are loaded and stored a quarter as often. */
  private static void add(
      float[] sums,
      int size,
      float[] as,
      float[] bs,
      float[] cs,
      float[] ds,
      float fromA,
      float fromB,
      float fromC,
      float fromD) {
    for (int i = 0; i < size; i++) {
      float a = fromA - as[i];
      float b = fromB - bs[i];
      float c = fromC - cs[i];
      float d = fromD - ds[i];
      sums[i] += a * a + b * b + (c * c + d * d);
    }
  }

  private static void add(float[] sums, int size, float[] as, float fromA) {
    for (int i = 0; i < size; i++) {
      float a = fromA - as[i];
      sums[i] += a * a;
    }
  }

  /** Where the smallest of the first numbers is; the first of equal ones. */
  static int smallest(float[] numbers, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (numbers[i] < numbers[best]) {
        best = i;
      }
    }
    return best;
  }
}
