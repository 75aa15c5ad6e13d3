package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.schema.VectorMetric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
 * A table in memory with a column of vectors, some of which are missing, its segments, and what was
 * asked for.
 */
final class VectorWorld implements TableVectors, DeletedRows {
  final VectorMetric metric;
  final List<LiveFile> version = new ArrayList<>();
  final List<VectorSegment> segments = new ArrayList<>();
  final Map<DerivedRef, byte[]> objects = new HashMap<>();
  final List<Integer> requests = new ArrayList<>();
  final List<Integer> exactReads = new ArrayList<>();
  final List<Integer> filesRead = new ArrayList<>();
  PageCache cache = new PageCache(64L << 20);
  private final Map<Integer, float[] @Nullable []> fragments = new HashMap<>();
  private final Map<Integer, BitSet> deleted = new HashMap<>();

  VectorWorld(VectorMetric metric) {
    this.metric = metric;
  }

  /** Adds a fragment of these rows. */
  VectorWorld add(int fragment, float[] @Nullable ... rows) {
    fragments.put(fragment, rows);
    deleted.put(fragment, new BitSet());
    version.add(
        new LiveFile(fragment, new CoveredFile("data/" + fragment, rows.length, ""), rows.length));
    return this;
  }

  /** Deletes a row: the version has another list of deleted rows. */
  void delete(int fragment, int place) {
    BitSet rows = Objects.requireNonNull(deleted.get(fragment));
    rows.set(place);
    version.replaceAll(
        live ->
            live.fragment() == fragment
                ? new LiveFile(
                    fragment,
                    new CoveredFile(
                        live.file().path(), live.file().rows(), "deleted" + rows.cardinality()),
                    live.file().rows() - rows.cardinality())
                : live);
  }

  /** Drops a fragment from the version. */
  void drop(int fragment) {
    version.removeIf(live -> live.fragment() == fragment);
  }

  /** Adds a segment of all rows that some fragments have now. */
  VectorWorld segment(int... of) {
    List<LiveFile> files =
        Arrays.stream(of)
            .mapToObj(
                fragment ->
                    version.stream()
                        .filter(live -> live.fragment() == fragment)
                        .findFirst()
                        .orElseThrow())
            .toList();
    DerivedRef ref = write(files);
    segments.add(open(ref));
    return this;
  }

  VectorSegment open(DerivedRef ref) {
    return new VectorSegment(ref, ranges(ref), cache, Runnable::run);
  }

  VectorSearch search() {
    return new VectorSearch(metric, segments, version, this, this, Runnable::run);
  }

  Ranges ranges(DerivedRef ref) {
    return (offset, length) -> {
      synchronized (this) {
        requests.add(length);
      }
      byte[] body = Objects.requireNonNull(objects.get(ref));
      int from = (int) Math.min(offset, body.length);
      return Arrays.copyOfRange(body, from, (int) Math.min(offset + length, body.length));
    };
  }

  private DerivedRef write(List<LiveFile> files) {
    long rows = files.stream().mapToLong(LiveFile::rows).sum();
    try (VectorSegmentWriter writer =
        new VectorSegmentWriter(
            metric,
            dimension(files),
            files.stream().map(LiveFile::file).toList(),
            rows,
            Long.MAX_VALUE)) {
      hand(files, (address, vector) -> writer.sample(vector));
      long first = 0;
      for (LiveFile file : files) {
        long start = first;
        hand(List.of(file), (address, vector) -> writer.row(start + (int) address, vector));
        first += file.file().rows();
      }
      VectorSegmentWriter.Written written = writer.finish();
      try (InputStream body = written.body().open()) {
        objects.put(written.ref(), body.readAllBytes());
      }
      return written.ref();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int dimension(List<LiveFile> files) {
    int[] dimension = {1};
    hand(files, (address, vector) -> dimension[0] = vector.length);
    return dimension[0];
  }

  @Override
  public synchronized void read(Collection<LiveFile> files, Sink sink) {
    filesRead.add(files.size());
    hand(files, sink);
  }

  private void hand(Collection<LiveFile> files, Sink sink) {
    for (LiveFile file : files) {
      for (int i = 0; i < file.file().rows(); i++) {
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
    asked.forEach(
        file -> lists.put(file.fragment(), Objects.requireNonNull(deleted.get(file.fragment()))));
    return lists;
  }

  private void hand(int fragment, int place, Sink sink) {
    float @Nullable [] vector = Objects.requireNonNull(fragments.get(fragment))[place];
    if (vector != null && !Objects.requireNonNull(deleted.get(fragment)).get(place)) {
      float[] lent = vector.clone();
      sink.row(address(fragment, place), lent);
      Arrays.fill(lent, Float.NaN);
    }
  }

  static long address(int fragment, int place) {
    return (long) fragment << Integer.SIZE | place;
  }

  /** What should be found. */
  Neighbours expected(float[] to, int k, LongPredicate allowed) {
    record Row(long address, double distance) {}
    List<Row> rows = new ArrayList<>();
    hand(
        version,
        (address, vector) -> {
          double distance = Distance.of(metric, to, vector);
          if (!Double.isNaN(distance) && allowed.test(address)) {
            rows.add(new Row(address, distance));
          }
        });
    rows.sort(Comparator.comparingDouble(Row::distance).thenComparingLong(Row::address));
    List<Row> nearest = rows.subList(0, Math.min(k, rows.size()));
    return new Neighbours(
        nearest.stream().mapToLong(Row::address).toArray(),
        nearest.stream().mapToDouble(Row::distance).toArray());
  }
}
