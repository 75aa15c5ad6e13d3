package dev.omnigraph.search.vector;

/**
 * Measures how far vectors lie from their centres in the directions of others, as a part of how far
 * they do in all: the root of one by the dimension if they lie alike in all directions, and more
 * the more they vary in the directions in which centres do. Not thread-safe.
 */
final class Deviation {
  /** Targets are enough that none of them matters by itself. */
  static final int MOST_TARGETS = 64;

  /** Where nothing is known. */
  private static final float USUAL = 0.1f;

  private final float[][] targets;
  private int next;
  private double along;
  private double all;

  /**
   * @param targets vectors as good as any
   */
  Deviation(float[][] targets) {
    this.targets = targets;
  }

  /**
   * @param centre where its centre begins among centres
   */
  void add(float[] vector, float[] centres, int centre) {
    if (targets.length == 0) {
      return;
    }
    float[] target = targets[next];
    next = (next + 1) % targets.length;
    double product = 0;
    double apart = 0;
    double square = 0;
    for (int i = 0; i < vector.length; i++) {
      double direction = (double) target[i] - centres[centre + i];
      double beyond = (double) vector[i] - centres[centre + i];
      product += direction * beyond;
      apart += direction * direction;
      square += beyond * beyond;
    }
    if (apart > 0) {
      along += product / apart * product;
      all += square;
    }
  }

  float value() {
    return all > 0 ? (float) Math.sqrt(along / all) : USUAL;
  }
}
