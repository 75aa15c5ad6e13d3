package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Rows that were found, in the order in which they came: 8 bytes for each, and 8 with its score,
 * and as much again while they are put in order.
 */
final class Found {
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final List<long[]> addresses = new ArrayList<>();
  private final List<double[]> scores = new ArrayList<>();

  /** Where ascending addresses begin: rows of one file come in order, files do not. */
  private final List<Integer> starts = new ArrayList<>();

  private long last;
  private int size;

  void add(long address) {
    if (size % CHUNK == 0) {
      addresses.add(new long[CHUNK]);
    }
    if (size == 0 || address <= last) {
      starts.add(size);
    }
    addresses.getLast()[size % CHUNK] = address;
    last = address;
    size++;
  }

  void add(long address, double score) {
    if (size % CHUNK == 0) {
      scores.add(new double[CHUNK]);
    }
    scores.getLast()[size % CHUNK] = score;
    add(address);
  }

  /** Rows that follow each other in the order of their addresses. */
  private final class Run {
    private final int end;
    private int at;

    Run(int start, int end) {
      this.at = start;
      this.end = end;
    }

    long head() {
      return addresses.get(at >> CHUNK_BITS)[at % CHUNK];
    }

    double score() {
      return scores.get(at >> CHUNK_BITS)[at % CHUNK];
    }
  }

  /** The rows in the order of their addresses, with their scores if they came with any. */
  Hits hits() {
    long[] sorted = new long[size];
    double[] values = new double[scores.isEmpty() ? 0 : size];
    PriorityQueue<Run> runs = new PriorityQueue<>(Comparator.comparingLong(Run::head));
    for (int i = 0; i < starts.size(); i++) {
      runs.add(new Run(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : size));
    }
    for (int to = 0; to < size; ) {
      Run run = runs.remove();
      Run next = runs.peek();
      long end = next == null ? Long.MAX_VALUE : next.head();
      for (; run.at < run.end && run.head() <= end; run.at++, to++) {
        sorted[to] = run.head();
        if (values.length > 0) {
          values[to] = run.score();
        }
      }
      if (run.at < run.end) {
        runs.add(run);
      }
    }
    return new Hits(sorted, values);
  }
}
