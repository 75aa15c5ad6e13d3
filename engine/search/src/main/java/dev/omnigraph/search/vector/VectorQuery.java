package dev.omnigraph.search.vector;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Page;
import dev.omnigraph.schema.VectorMetric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One question for neighbours to segments and tail. */
final class VectorQuery {
  /** Lists that are read at first. */
  private static final int FIRST = 16;

  /** A list is read unless its vectors would have to be so many deviations nearer than they are. */
  private static final double DEVIATIONS = 4;

  /** Vectors vary as if they had no more dimensions than this, until some of them are known. */
  private static final int PRIOR = 32;

  /** Of pages that are read together; while they are looked through, as many more are read. */
  private static final long GROUP_BYTES = 4L << 20;

  /** Of candidates whose vectors are read together. */
  private static final int MOST_EXACT = 4096;

  private final VectorMetric metric;
  private final int k;
  private final @Nullable AllowedRows allowed;
  private final Layout layout;
  private final TableVectors vectors;
  private final Distance distance;

  /** What is looked for, as long as the vectors in segments are. */
  private final double[] to;

  private final double length;
  private final Nearest exact;

  /** The nearest by the farthest that they may be: who is surely farther is no candidate. */
  private final Nearest surely;

  /** Candidates by the nearest that they may be. */
  private final Nearest candidates;

  private double squares;
  private long squaresOf;

  VectorQuery(
      VectorMetric metric,
      float[] to,
      int k,
      @Nullable AllowedRows allowed,
      Layout layout,
      TableVectors vectors) {
    this.metric = metric;
    this.k = k;
    this.allowed = allowed;
    this.layout = layout;
    this.vectors = vectors;
    this.distance = Distance.from(metric, to);
    this.to = new double[to.length];
    double square = 0;
    for (float value : to) {
      square += (double) value * value;
    }
    double scale = metric == VectorMetric.COSINE ? Math.sqrt(square) : 1;
    for (int i = 0; i < to.length; i++) {
      this.to[i] = to[i] / scale;
    }
    this.length = Math.sqrt(square) / scale;
    this.exact = new Nearest(k);
    this.surely = new Nearest(k);
    this.candidates = new Nearest((int) Math.min(Integer.MAX_VALUE, 4L * k + 256));
  }

  /**
   * A list, and what is expected of the distances of its vectors: their mean, and how they vary.
   */
  private record Choice(Layout.Part part, int list, double middle, double width) {}

  Neighbours run() {
    if (metric == VectorMetric.COSINE && !(length > 0)) {
      return exact.sorted();
    }
    List<Choice> lists = lists();
    int done = Math.min(lists.size(), FIRST);
    Reading first = new Reading(lists.subList(0, done));
    vectors.read(layout.tail(), this::tail);
    first.finish();
    List<Choice> rest = lists.subList(done, lists.size());
    for (int most = FIRST; ; most *= 2) {
      List<Choice> next = new ArrayList<>();
      List<Choice> later = new ArrayList<>();
      double reach = surely.reach();
      double key = metric == VectorMetric.DOT ? reach : reach * reach;
      double deviation = deviation();
      for (Choice choice : rest) {
        boolean may = choice.middle() - DEVIATIONS * deviation * choice.width() <= key;
        (may && next.size() < most ? next : later).add(choice);
      }
      if (next.isEmpty()) {
        break;
      }
      new Reading(next).finish();
      rest = later;
    }
    exact();
    return exact.sorted();
  }

  private double deviation() {
    return squaresOf == 0
        ? 1 / Math.sqrt(Math.min(PRIOR, to.length))
        : Math.sqrt(squares / squaresOf);
  }

  private List<Choice> lists() {
    List<Choice> lists = new ArrayList<>();
    for (Layout.Part part : layout.parts()) {
      VectorSegmentIndex index = part.opened().index();
      float[] centres = part.opened().centres();
      for (int i = 0; i < index.lists().size(); i++) {
        double spread = index.lists().get(i).spread();
        double sum = 0;
        int at = i * to.length;
        for (int d = 0; d < to.length; d++) {
          sum +=
              metric == VectorMetric.DOT
                  ? -to[d] * centres[at + d]
                  : square(to[d] - centres[at + d]);
        }
        lists.add(
            metric == VectorMetric.DOT
                ? new Choice(part, i, sum, length * spread)
                : new Choice(part, i, sum + spread * spread, 2 * Math.sqrt(sum) * spread));
      }
    }
    double prior = DEVIATIONS / Math.sqrt(Math.min(PRIOR, to.length));
    lists.sort(Comparator.comparingDouble(list -> list.middle() - prior * list.width()));
    return lists;
  }

  private static double square(double a) {
    return a * a;
  }

  private void tail(long address, float[] vector) {
    if (allowed != null && !allowed.has(address)) {
      return;
    }
    double own = distance.to(vector);
    exact.offer(address, own);
    // Vectors of length one whose cosine is c are the root of 2 - 2c apart.
    surely.offer(address, metric == VectorMetric.COSINE ? Math.sqrt(2 * own) : own);
  }

  /** Lists that are being read, some megabytes at a time. */
  private final class Reading {
    private record Wanted(Choice choice, Page page, int rows) {}

    private final Queue<Wanted> left = new ArrayDeque<>();
    private final Queue<Group> started = new ArrayDeque<>();

    private record Group(
        List<Wanted> pages, Map<VectorSegment, Map<Page, CompletableFuture<byte[]>>> read) {}

    Reading(List<Choice> lists) {
      for (Choice choice : lists) {
        VectorList list = choice.part().opened().index().lists().get(choice.list());
        int perPage = VectorIndexCodec.rowsOfPage(to.length);
        int rows = list.rows();
        for (Page page : list.pages()) {
          left.add(new Wanted(choice, page, Math.min(rows, perPage)));
          rows -= perPage;
        }
      }
      start();
      start();
    }

    private void start() {
      List<Wanted> pages = new ArrayList<>();
      Map<VectorSegment, List<Page>> bySegment = new LinkedHashMap<>();
      for (long bytes = 0; bytes < GROUP_BYTES && !left.isEmpty(); ) {
        Wanted next = left.remove();
        pages.add(next);
        bySegment
            .computeIfAbsent(next.choice().part().segment(), segment -> new ArrayList<>())
            .add(next.page());
        bytes += next.page().length();
      }
      if (!pages.isEmpty()) {
        Map<VectorSegment, Map<Page, CompletableFuture<byte[]>>> read = new HashMap<>();
        bySegment.forEach((segment, wanted) -> read.put(segment, segment.pages(wanted, false)));
        started.add(new Group(pages, read));
      }
    }

    void finish() {
      for (Group group = started.poll(); group != null; group = started.poll()) {
        for (Wanted wanted : group.pages()) {
          VectorSegment segment = wanted.choice().part().segment();
          Map<Integer, BitSet> deleted = VectorSegment.join(wanted.choice().part().deleted());
          try {
            byte[] bytes =
                VectorSegment.join(
                    Objects.requireNonNull(
                        Objects.requireNonNull(group.read().get(segment)).get(wanted.page())));
            look(wanted, bytes, deleted);
          } catch (DerivedUnusable e) {
            throw new VectorSearch.SegmentUnusable(segment, e);
          }
        }
        start();
      }
    }

    private void look(Wanted wanted, byte[] bytes, Map<Integer, BitSet> deleted) {
      Layout.Part part = wanted.choice().part();
      VectorSegmentIndex index = part.opened().index();
      ListPage page = new ListPage(bytes, wanted.rows(), to.length, index.numbers());
      int centre = wanted.choice().list() * to.length;
      float[] centres = part.opened().centres();
      double[] from = to.clone();
      double base = 0;
      for (int i = 0; i < from.length; i++) {
        if (metric == VectorMetric.DOT) {
          base += to[i] * centres[centre + i];
        } else {
          from[i] -= centres[centre + i];
          base += square(from[i]);
        }
      }
      double across = metric == VectorMetric.DOT ? square(length) : base;
      for (int row = 0; row < page.rows(); row++) {
        double step = page.step(row);
        double dot = page.dot(row, from);
        double square = page.square(row);
        if (across > 0 && square > 0) {
          squares += dot * dot / (across * square);
          squaresOf++;
        }
        double error = Codes.error(step, to.length);
        double about;
        if (metric == VectorMetric.DOT) {
          about = -(base + step * dot);
          error *= length;
        } else {
          about = Math.sqrt(Math.max(0, base - 2 * step * dot + step * step * square));
        }
        if (about - error > surely.reach()) {
          continue;
        }
        long address = part.coverage().address(page.number(row), deleted);
        if (address >= 0 && (allowed == null || allowed.has(address))) {
          surely.offer(address, about + error);
          candidates.offer(address, about - error);
        }
      }
    }
  }

  private void exact() {
    Neighbours all = candidates.sorted();
    int count = 0;
    while (count < all.size() && all.distances()[count] <= surely.reach()) {
      count++;
    }
    long[] addresses = Arrays.stream(all.addresses(), 0, count).sorted().distinct().toArray();
    for (int from = 0; from < addresses.length; from += MOST_EXACT) {
      vectors.read(
          Arrays.copyOfRange(addresses, from, Math.min(addresses.length, from + MOST_EXACT)),
          (address, vector) -> exact.offer(address, distance.to(vector)));
    }
  }
}
