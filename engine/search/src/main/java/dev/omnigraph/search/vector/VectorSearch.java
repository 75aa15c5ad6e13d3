package dev.omnigraph.search.vector;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.schema.VectorMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for neighbours in the segments of a column, and among the vectors that none of them knows.
 * A segment that cannot be used is done without. Thread-safe.
 */
public final class VectorSearch implements VectorIndex {
  private static final Logger LOG = LoggerFactory.getLogger(VectorSearch.class);

  /** Up to so many allowed rows are read one by one in place of lists or files. */
  static final int FEW = 256;

  /** Where this part of all rows or more is wanted, all vectors are read. */
  private static final int LARGE_PART = 8;

  private final VectorMetric metric;
  private final List<LiveFile> version;
  private final DeletedRows deletedRows;
  private final TableVectors vectors;
  private final Executor executor;
  private List<VectorSegment> segments;
  private @Nullable Layout layout;

  /**
   * Sends no request.
   *
   * @param segments of the column; a file that several know belongs to the first
   * @param version the fragments of the version of the table
   * @param executor of whatever waits for the store
   */
  public VectorSearch(
      VectorMetric metric,
      List<VectorSegment> segments,
      List<LiveFile> version,
      DeletedRows deletedRows,
      TableVectors vectors,
      Executor executor) {
    this.metric = metric;
    this.segments = List.copyOf(segments);
    this.version = List.copyOf(version);
    this.deletedRows = deletedRows;
    this.vectors = vectors;
    this.executor = executor;
  }

  @Override
  public void start() {
    segments().forEach(VectorSegment::open);
  }

  @Override
  public Neighbours nearest(float[] to, int k, @Nullable AllowedRows allowed) {
    return nearest(to, k, k, allowed);
  }

  @Override
  public Neighbours nearest(float[] to, int k, int exact, @Nullable AllowedRows allowed) {
    Distance distance = Distance.from(metric, to);
    Nearest nearest = new Nearest(k);
    if (allowed != null && isFew(allowed, Math.min(k, exact))) {
      vectors.read(
          allowed.addresses(), (address, vector) -> nearest.offer(address, distance.to(vector)));
      return nearest.sorted();
    }
    long rows = version.stream().mapToLong(LiveFile::rows).sum();
    while (k > 0 && (long) k * LARGE_PART < rows) {
      Layout layout = layout(to.length);
      if (layout.parts().isEmpty()) {
        break;
      }
      try {
        return new VectorQuery(metric, to, k, exact, allowed, rows, layout, vectors).run();
      } catch (SegmentUnusable e) {
        drop(e.segment, e);
      }
    }
    vectors.read(
        version,
        (address, vector) -> {
          if (allowed == null || allowed.has(address)) {
            nearest.offer(address, distance.to(vector));
          }
        });
    return nearest.sorted();
  }

  /** All of them have to be read anyway where not more than these are wanted. */
  private static boolean isFew(AllowedRows allowed, int k) {
    return allowed.count() <= Math.max(FEW, Math.min(k, VectorQuery.MOST_EXACT));
  }

  /** A segment turned out to be damaged while it was read. */
  static final class SegmentUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient VectorSegment segment;

    SegmentUnusable(VectorSegment segment, DerivedUnusable reason) {
      super(reason.getMessage(), reason);
      this.segment = segment;
    }
  }

  private synchronized List<VectorSegment> segments() {
    return segments;
  }

  private synchronized void drop(VectorSegment segment, RuntimeException reason) {
    LOG.warn("The vector segment {} is not used: {}", segment.name(), reason.getMessage());
    segments = segments.stream().filter(other -> other != segment).toList();
    layout = null;
  }

  private Layout layout(int dimension) {
    Layout known;
    synchronized (this) {
      known = layout;
    }
    // A store that did not answer is asked again.
    if (known != null
        && known.parts().stream().noneMatch(part -> part.deleted().isCompletedExceptionally())) {
      return known;
    }
    Map<VectorSegment, CompletableFuture<VectorSegment.Opened>> opening = new LinkedHashMap<>();
    segments().forEach(segment -> opening.put(segment, segment.open()));
    List<Layout.Part> parts = new ArrayList<>();
    List<LiveFile> left = version;
    for (var entry : opening.entrySet()) {
      VectorSegment segment = entry.getKey();
      try {
        VectorSegment.Opened opened = Joined.of(entry.getValue());
        if (opened.index().metric() != metric || opened.index().dimension() != dimension) {
          throw new DerivedUnusable("It is of another metric or dimension.");
        }
        Coverage coverage = new Coverage(opened.index().files(), left);
        left = coverage.uncovered();
        parts.add(
            new Layout.Part(
                segment, opened, coverage, deletedRows.start(coverage.changed(), executor)));
      } catch (DerivedUnusable e) {
        drop(segment, e);
      }
    }
    Layout made = new Layout(List.copyOf(parts), left);
    synchronized (this) {
      layout = made;
    }
    return made;
  }
}
