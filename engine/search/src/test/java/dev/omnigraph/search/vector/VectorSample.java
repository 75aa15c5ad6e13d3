package dev.omnigraph.search.vector;

import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** In no clusters, and farther in some directions than in others, as vectors of texts are. */
  static float[] decaying(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (random.nextGaussian() / Math.sqrt(i + 1));
    }
    return vector;
  }

  /** Near one of some centres. */
  static Supplier<float[]> clustered(Random random, int dimension, int clusters) {
    float[][] centres = new float[clusters][];
    for (int i = 0; i < clusters; i++) {
      centres[i] = uniform(random, dimension);
    }
    return () -> {
      float[] vector = centres[random.nextInt(clusters)].clone();
      for (int i = 0; i < dimension; i++) {
        vector[i] += (float) (0.3 * random.nextGaussian());
      }
      return vector;
    };
  }

  static float[][] many(int rows, Supplier<float[]> vectors) {
    float[][] many = new float[rows][];
    for (int i = 0; i < rows; i++) {
      many[i] = vectors.get();
    }
    return many;
  }

  /** Of three dimensions: some are missing, some are zero, and some are equal. */
  static float[] @Nullable [] mixed(Random random, int rows) {
    float[] @Nullable [] vectors = new float[rows][];
    for (int i = 0; i < rows; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {}
        case 1 -> vectors[i] = new float[3];
        case 2 -> vectors[i] = new float[] {1, 2, 3};
        default -> vectors[i] = uniform(random, 3);
      }
    }
    return vectors;
  }
}
