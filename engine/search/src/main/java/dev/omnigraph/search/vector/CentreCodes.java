package dev.omnigraph.search.vector;

/**
 * Centres as two bytes for each coordinate: half of what they would take, and every cold question
 * reads them. What vectors have beyond a centre is what they have beyond it as it is read again.
 *
 * @param origin the mean of all, from which codes count
 * @param codes of one centre after the other, in steps
 */
@SuppressWarnings("ArrayRecordComponent")
record CentreCodes(float[] origin, float step, short[] codes) {
  /**
   * @param values of at least one centre
   */
  static CentreCodes of(float[] values, int dimension) {
    float[] origin = new float[dimension];
    int count = values.length / dimension;
    for (int d = 0; d < dimension; d++) {
      double sum = 0;
      for (int i = d; i < values.length; i += dimension) {
        sum += values[i];
      }
      origin[d] = (float) (sum / count);
    }
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs((double) values[i] - origin[i % dimension]));
    }
    float step = (float) (largest / Short.MAX_VALUE);
    short[] codes = new short[values.length];
    for (int i = 0; step > 0 && i < values.length; i++) {
      long code = Math.round(((double) values[i] - origin[i % dimension]) / step);
      codes[i] = (short) Math.clamp(code, -Short.MAX_VALUE, Short.MAX_VALUE);
    }
    return new CentreCodes(origin, step, codes);
  }

  int size() {
    return codes.length / origin.length;
  }

  /** Some of them, in an order. */
  CentreCodes of(int[] kept) {
    int dimension = origin.length;
    short[] some = new short[kept.length * dimension];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(codes, kept[i] * dimension, some, i * dimension, dimension);
    }
    return new CentreCodes(origin, step, some);
  }

  /** One centre after the other. */
  float[] values() {
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      double value = origin[i % origin.length] + (double) step * codes[i];
      values[i] = (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
    return values;
  }
}
