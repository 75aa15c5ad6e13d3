package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.schema.VectorMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory with a column of vectors, some of which are missing, and what was asked for.
 */
final class VectorWorld implements TableVectors, DeletedRows {
  final VectorMetric metric;
  final Map<Integer, float[] @Nullable []> fragments = new HashMap<>();
  final Map<Integer, BitSet> deleted = new HashMap<>();
  final List<LiveFile> version = new ArrayList<>();
  final List<Integer> exactReads = new ArrayList<>();
  final List<Integer> filesRead = new ArrayList<>();

  VectorWorld(VectorMetric metric) {
    this.metric = metric;
  }

  /** Adds a fragment of these rows. */
  VectorWorld add(int fragment, float[] @Nullable ... rows) {
    fragments.put(fragment, rows);
    deleted.put(fragment, new BitSet());
    version.add(new LiveFile(fragment, file(fragment), rows.length));
    return this;
  }

  /** Deletes a row, in a version of its own. */
  void delete(int fragment, int place) {
    Objects.requireNonNull(deleted.get(fragment)).set(place);
    version.replaceAll(
        live -> {
          if (live.fragment() != fragment) {
            return live;
          }
          CoveredFile file = live.file();
          return new LiveFile(
              fragment,
              new CoveredFile(file.path(), file.rows(), file.deletions() + "x"),
              live.rows() - 1);
        });
  }

  CoveredFile file(int fragment) {
    int rows = Objects.requireNonNull(fragments.get(fragment)).length;
    return new CoveredFile("data/" + fragment, rows, "");
  }

  @Override
  public synchronized void read(Collection<LiveFile> files, Sink sink) {
    filesRead.add(files.size());
    for (LiveFile file : files) {
      float[] @Nullable [] rows = Objects.requireNonNull(fragments.get(file.fragment()));
      for (int i = 0; i < rows.length; i++) {
        hand(file.fragment(), i, sink);
      }
    }
  }

  @Override
  public synchronized void read(long[] addresses, Sink sink) {
    exactReads.add(addresses.length);
    for (int i = 0; i < addresses.length; i++) {
      if (i > 0 && addresses[i - 1] >= addresses[i]) {
        throw new IllegalArgumentException("addresses are not in order");
      }
      hand((int) (addresses[i] >>> Integer.SIZE), (int) addresses[i], sink);
    }
  }

  @Override
  public Map<Integer, BitSet> of(Collection<LiveFile> asked) {
    Map<Integer, BitSet> lists = new HashMap<>();
    asked.forEach(file -> lists.put(file.fragment(), deleted.get(file.fragment())));
    return lists;
  }

  private void hand(int fragment, int place, Sink sink) {
    float @Nullable [] vector = Objects.requireNonNull(fragments.get(fragment))[place];
    if (vector != null && !Objects.requireNonNull(deleted.get(fragment)).get(place)) {
      float[] lent = vector.clone();
      sink.row((long) fragment << Integer.SIZE | place, lent);
      Arrays.fill(lent, Float.NaN);
    }
  }

  /** What should be found. */
  Neighbours expected(float[] to, int k, LongPredicate allowed) {
    record Row(long address, double distance) {}
    List<Row> rows = new ArrayList<>();
    for (LiveFile file : version) {
      int count = Objects.requireNonNull(fragments.get(file.fragment())).length;
      for (int i = 0; i < count; i++) {
        hand(
            file.fragment(),
            i,
            (address, vector) -> {
              double distance = Distance.of(metric, to, vector);
              if (!Double.isNaN(distance) && allowed.test(address)) {
                rows.add(new Row(address, distance));
              }
            });
      }
    }
    rows.sort(Comparator.comparingDouble(Row::distance).thenComparingLong(Row::address));
    List<Row> nearest = rows.subList(0, Math.min(k, rows.size()));
    return new Neighbours(
        nearest.stream().mapToLong(Row::address).toArray(),
        nearest.stream().mapToDouble(Row::distance).toArray());
  }
}
