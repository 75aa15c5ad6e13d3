package dev.omnigraph.search.vector;

import java.util.Arrays;
import java.util.Random;

/**
 * Some of the vectors that came, each with the same chance, as codes: what they are needed for does
 * not need more, and they take a quarter of the memory. The same vectors in the same order leave
 * the same sample.
 */
final class Sample {
  private final int dimension;
  private final int most;
  private final float[] origin;
  private final Random random = new Random(1);
  private float[] steps = new float[64];
  private byte[][] codes = new byte[64][];
  private long came;
  private int size;

  Sample(int dimension, int most) {
    this.dimension = dimension;
    this.most = most;
    this.origin = new float[dimension];
  }

  void add(float[] vector) {
    long place = came++;
    if (size == most) {
      place = random.nextLong(came);
      if (place >= most) {
        return;
      }
    } else if (size++ == steps.length) {
      steps = Arrays.copyOf(steps, 2 * steps.length);
      codes = Arrays.copyOf(codes, steps.length);
    }
    byte[] code = codes[(int) place] == null ? new byte[dimension] : codes[(int) place];
    steps[(int) place] = Codes.encode(vector, origin, 0, code, 0);
    codes[(int) place] = code;
  }

  int size() {
    return size;
  }

  int dimension() {
    return dimension;
  }

  void get(int index, float[] into) {
    byte[] code = codes[index];
    float step = steps[index];
    for (int i = 0; i < into.length; i++) {
      into[i] = step * code[i];
    }
  }

  /** Some of them, from everywhere among them. */
  float[][] some(int most) {
    float[][] some = new float[Math.min(most, size)][dimension];
    for (int i = 0; i < some.length; i++) {
      get((int) ((long) i * size / some.length), some[i]);
    }
    return some;
  }
}
