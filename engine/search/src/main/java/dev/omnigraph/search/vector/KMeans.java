package dev.omnigraph.search.vector;

import java.util.Arrays;
import java.util.Random;

/**
 * Centres of the vectors of a sample by Lloyd's algorithm. Many centres are found in two levels, a
 * group of them in each part of the sample, since all of them at once would take a time that grows
 * with their square. The same sample gives the same centres.
 */
final class KMeans {
  private static final int ROUNDS = 8;

  /** As many centres are still found at once. */
  private static final int FLAT = 64;

  /** The upper level does not need more vectors for a centre. */
  private static final int MOST_PER_GROUP = 256;

  private final Sample sample;
  private final Random random = new Random(2);
  private final float[] vector;

  private KMeans(Sample sample) {
    this.sample = sample;
    this.vector = new float[sample.dimension()];
  }

  /**
   * @param count how many are wanted; not more than the sample has
   */
  static Centres centres(Sample sample, int count) {
    KMeans training = new KMeans(sample);
    int[] all = new int[sample.size()];
    Arrays.setAll(all, i -> i);
    if (count <= FLAT) {
      return new Centres(sample.dimension(), training.flat(all, count), new int[] {0, count});
    }
    return training.inGroups(all, count);
  }

  private Centres inGroups(int[] all, int count) {
    int dimension = sample.dimension();
    int groups = (int) Math.round(Math.sqrt(count));
    float[] upper = flat(some(all, groups * MOST_PER_GROUP), groups);
    int[] group = assign(all, new Block(upper, 0, groups, dimension));
    int[] sizes = new int[groups];
    for (int of : group) {
      sizes[of]++;
    }
    int[] shares = shares(sizes, count);
    float[] centres = new float[count * dimension];
    int[] starts = new int[groups + 1];
    int begun = 0;
    int at = 0;
    for (int i = 0; i < groups; i++) {
      if (shares[i] > 0) {
        float[] own = flat(members(all, group, i, sizes[i]), shares[i]);
        System.arraycopy(own, 0, centres, at * dimension, own.length);
        starts[begun++] = at;
        at += shares[i];
      }
    }
    starts[begun] = at;
    return new Centres(dimension, centres, Arrays.copyOf(starts, begun + 1));
  }

  private static int[] members(int[] all, int[] group, int wanted, int size) {
    int[] members = new int[size];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      if (group[i] == wanted) {
        members[next++] = all[i];
      }
    }
    return members;
  }

  /**
   * How many of the centres each group has: as its part of the sample is, and not more than that.
   */
  private static int[] shares(int[] sizes, int count) {
    long total = Arrays.stream(sizes).asLongStream().sum();
    int[] shares = new int[sizes.length];
    long before = 0;
    for (int i = 0; i < sizes.length; i++) {
      long from = before * count / total;
      before += sizes[i];
      shares[i] = (int) (before * count / total - from);
    }
    return shares;
  }

  /** Centres of some vectors, found at once. */
  private float[] flat(int[] members, int count) {
    int dimension = sample.dimension();
    float[] centres = new float[count * dimension];
    int[] first = some(members, count);
    for (int i = 0; i < count; i++) {
      put(first[i], centres, i);
    }
    for (int round = 0; round < ROUNDS; round++) {
      int[] nearest = assign(members, new Block(centres, 0, count, dimension));
      refill(members, nearest, mean(members, nearest, centres), centres);
    }
    return centres;
  }

  private int[] assign(int[] members, Block centres) {
    int[] nearest = new int[members.length];
    float[] squares = new float[centres.size()];
    for (int i = 0; i < members.length; i++) {
      sample.get(members[i], vector);
      centres.squares(vector, squares);
      nearest[i] = Block.smallest(squares, centres.size());
    }
    return nearest;
  }

  /** Moves each centre to the mean of its vectors; says how many these are. */
  private int[] mean(int[] members, int[] nearest, float[] centres) {
    int dimension = vector.length;
    int[] sizes = new int[centres.length / dimension];
    double[] sums = new double[centres.length];
    for (int i = 0; i < members.length; i++) {
      sample.get(members[i], vector);
      int at = nearest[i] * dimension;
      sizes[nearest[i]]++;
      for (int d = 0; d < dimension; d++) {
        sums[at + d] += vector[d];
      }
    }
    for (int i = 0; i < centres.length; i++) {
      if (sizes[i / dimension] > 0) {
        centres[i] = (float) (sums[i] / sizes[i / dimension]);
      }
    }
    return sizes;
  }

  /** Puts a centre without vectors onto one of the largest part, which the two then divide. */
  private void refill(int[] members, int[] nearest, int[] sizes, float[] centres) {
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > 0) {
        continue;
      }
      int largest = 0;
      for (int j = 1; j < sizes.length; j++) {
        largest = sizes[j] > sizes[largest] ? j : largest;
      }
      int skip = random.nextInt(Math.max(1, sizes[largest]));
      for (int j = 0; j < members.length; j++) {
        if (nearest[j] == largest && skip-- == 0) {
          put(members[j], centres, i);
        }
      }
      sizes[i] = sizes[largest] / 2;
      sizes[largest] -= sizes[i];
    }
  }

  /** Some of them at random, each once. */
  private int[] some(int[] members, int count) {
    int[] some = members.clone();
    int size = Math.min(count, some.length);
    for (int i = 0; i < size; i++) {
      int other = i + random.nextInt(some.length - i);
      int swapped = some[i];
      some[i] = some[other];
      some[other] = swapped;
    }
    return Arrays.copyOf(some, size);
  }

  private void put(int member, float[] centres, int index) {
    sample.get(member, vector);
    System.arraycopy(vector, 0, centres, index * vector.length, vector.length);
  }
}
