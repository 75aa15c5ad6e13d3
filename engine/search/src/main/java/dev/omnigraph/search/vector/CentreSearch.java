package dev.omnigraph.search.vector;

import java.util.Arrays;

/**
 * Finds the nearest of many centres, nearly always: only the groups whose means are nearest are
 * looked through. Not thread-safe.
 */
final class CentreSearch {
  private static final int GROUPS_READ = 6;

  private final int[] starts;
  private final Block[] groups;
  private final Block means;
  private final float[] toMeans;
  private final float[] toCentres;

  CentreSearch(Centres centres) {
    int dimension = centres.dimension();
    starts = centres.starts();
    groups = new Block[starts.length - 1];
    float[] middle = new float[groups.length * dimension];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = new Block(centres.values(), starts[i], starts[i + 1], dimension);
      for (int d = 0; d < dimension; d++) {
        double sum = 0;
        for (int j = starts[i]; j < starts[i + 1]; j++) {
          sum += centres.values()[j * dimension + d];
        }
        middle[i * dimension + d] = (float) (sum / groups[i].size());
      }
    }
    means = new Block(middle, 0, groups.length, dimension);
    toMeans = new float[groups.length];
    toCentres = new float[Arrays.stream(groups).mapToInt(Block::size).max().orElse(0)];
  }

  int nearest(float[] vector) {
    means.squares(vector, toMeans);
    int best = 0;
    float square = Float.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(GROUPS_READ, groups.length); i++) {
      int group = Block.smallest(toMeans, groups.length);
      toMeans[group] = Float.POSITIVE_INFINITY;
      groups[group].squares(vector, toCentres);
      int own = Block.smallest(toCentres, groups[group].size());
      if (toCentres[own] < square) {
        square = toCentres[own];
        best = starts[group] + own;
      }
    }
    return best;
  }
}
