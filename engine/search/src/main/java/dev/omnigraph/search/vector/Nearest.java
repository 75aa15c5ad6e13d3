package dev.omnigraph.search.vector;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The nearest so far of rows that are offered, as many as are wanted: a heap with the farthest on
 * top. It takes the memory of those that came, not of those that are wanted.
 */
final class Nearest {
  private static final int FIRST = 64;

  private final int most;
  private long[] addresses;
  private double[] distances;
  private int size;

  /**
   * @param most how many are wanted
   */
  Nearest(int most) {
    this.most = most;
    this.addresses = new long[Math.min(most, FIRST)];
    this.distances = new double[addresses.length];
  }

  /** Takes a row, unless as many are nearer or it has no distance. */
  void offer(long address, double distance) {
    if (Double.isNaN(distance)) {
      return;
    }
    if (size < most) {
      if (size == addresses.length) {
        int more = (int) Math.min(most, 2L * size);
        addresses = Arrays.copyOf(addresses, more);
        distances = Arrays.copyOf(distances, more);
      }
      rise(size++, address, distance);
    } else if (most > 0 && isFarther(addresses[0], distances[0], address, distance)) {
      sink(address, distance);
    }
  }

  int size() {
    return size;
  }

  /** How far the farthest of as many as are wanted is: who is farther will not be taken. */
  double reach() {
    return size < most || most == 0 ? Double.POSITIVE_INFINITY : distances[0];
  }

  Neighbours sorted() {
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> distances[i])
                    .thenComparingLong(i -> addresses[i]))
            .mapToInt(i -> i)
            .toArray();
    return new Neighbours(
        Arrays.stream(order).mapToLong(i -> addresses[i]).toArray(),
        Arrays.stream(order).mapToDouble(i -> distances[i]).toArray());
  }

  /** Puts a row where a leaf is free. */
  private void rise(int leaf, long address, double distance) {
    int at = leaf;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!isFarther(address, distance, addresses[parent], distances[parent])) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    addresses[at] = address;
    distances[at] = distance;
  }

  /** Puts a row in place of the farthest. */
  private void sink(long address, double distance) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size
          && isFarther(
              addresses[child + 1], distances[child + 1], addresses[child], distances[child])) {
        child++;
      }
      if (!isFarther(addresses[child], distances[child], address, distance)) {
        break;
      }
      move(child, at);
      at = child;
    }
    addresses[at] = address;
    distances[at] = distance;
  }

  private void move(int from, int to) {
    addresses[to] = addresses[from];
    distances[to] = distances[from];
  }

  private static boolean isFarther(long address, double distance, long other, double than) {
    int order = Double.compare(distance, than);
    return order > 0 || (order == 0 && address > other);
  }
}
