package dev.omnigraph.exec;

import dev.omnigraph.search.text.Hits;
import java.util.Arrays;
import java.util.List;

/** Sets of rows as their addresses in ascending order. */
final class RowSets {
  private RowSets() {}

  /** The rows of both, with the sum of their scores where there are any. */
  static Hits union(Hits left, Hits right) {
    long[] a = left.addresses();
    long[] b = right.addresses();
    boolean scored = left.scores().length == a.length && right.scores().length == b.length;
    long[] rows = new long[a.length + b.length];
    double[] scores = new double[scored ? rows.length : 0];
    int size = 0;
    for (int i = 0, j = 0; i < a.length || j < b.length; size++) {
      boolean fromLeft = j == b.length || i < a.length && a[i] <= b[j];
      boolean fromRight = i == a.length || j < b.length && b[j] <= a[i];
      rows[size] = fromLeft ? a[i] : b[j];
      if (scored) {
        scores[size] = (fromLeft ? left.scores()[i] : 0) + (fromRight ? right.scores()[j] : 0);
      }
      i += fromLeft ? 1 : 0;
      j += fromRight ? 1 : 0;
    }
    return new Hits(Arrays.copyOf(rows, size), scored ? Arrays.copyOf(scores, size) : scores);
  }

  /** The rows that are in both. */
  static long[] intersection(long[] a, long[] b) {
    long[] rows = new long[Math.min(a.length, b.length)];
    int size = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        rows[size++] = a[i];
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return Arrays.copyOf(rows, size);
  }

  /** Those that are not in a set. */
  static List<Long> difference(List<Long> rows, long[] set) {
    return rows.stream().filter(row -> !has(set, row)).toList();
  }

  static boolean has(long[] rows, long row) {
    return Arrays.binarySearch(rows, row) >= 0;
  }
}
