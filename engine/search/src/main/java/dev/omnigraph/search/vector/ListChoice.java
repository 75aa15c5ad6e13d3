package dev.omnigraph.search.vector;

/**
 * A list that may be read, and what its nearness in the sense of {@link Target#summed} should be. A
 * vector differs from its centre in a direction of its own, mostly across that in which the target
 * lies; so the nearness of many is about normally distributed.
 *
 * @param rows that it has
 * @param middle of the nearness of its vectors
 * @param width the deviation of a vector that differs from the centre straight towards the target,
 *     or away from it
 */
record ListChoice(Layout.Part part, int list, int rows, double middle, double width) {
  /** How many of its vectors should be nearer. */
  double expected(double than, double deviation) {
    if (than == Double.POSITIVE_INFINITY) {
      return rows;
    }
    double apart = middle - than;
    double varies = width * deviation;
    return varies > 0 ? rows * beyond(apart / varies) : apart <= 0 ? rows : 0;
  }

  /**
   * The part of a normal distribution that is so many deviations above its mean, or more. The
   * exponential is within a few hundredths of it, which is closer than the distribution is normal.
   */
  private static double beyond(double deviations) {
    return deviations < 0
        ? 1 - beyond(-deviations)
        : Math.exp(-0.717 * deviations - 0.416 * deviations * deviations) / 2;
  }
}
