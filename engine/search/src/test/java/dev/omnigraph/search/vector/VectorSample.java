package dev.omnigraph.search.vector;

import java.util.Random;

/** Vectors that are made up. */
final class VectorSample {
  private VectorSample() {}

  /** Each coordinate from -1 to 1. */
  static float[] uniform(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = 2 * random.nextFloat() - 1;
    }
    return vector;
  }
}
