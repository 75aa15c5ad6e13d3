package dev.omnigraph.search.vector;

/**
 * The centres of lists.
 *
 * @param values one after the other
 * @param starts of groups of centres that are near to each other, where each begins, and the number
 *     of all centres; no group is empty
 */
@SuppressWarnings("ArrayRecordComponent")
record Centres(int dimension, float[] values, int[] starts) {
  int size() {
    return values.length / dimension;
  }
}
