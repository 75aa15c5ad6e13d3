package dev.omnigraph.search.vector;

import dev.omnigraph.derived.Joined;
import dev.omnigraph.schema.VectorMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One question for neighbours to segments and tail. The lists nearest to the target are read first,
 * and more of them as long as these should still have some of the neighbours; which is always so
 * until as many are found as are wanted. Codes say within bounds how near a row is: the rows that
 * may be among the neighbours by these bounds are compared by their vectors.
 */
final class VectorQuery {
  /** Lists that are read at first. */
  private static final int FIRST = 16;

  /** Each further time it may be as many times more of them. */
  private static final int GROWTH = 4;

  /**
   * The part of the neighbours that lists which are not read may be expected to have at most. About
   * as many are missed, or fewer.
   */
  private static final double MISSED = 0.06;

  /** Once more lists have to be read, as many that they seldom have to be yet again. */
  private static final double MISSED_THEN = 0.03;

  /** How nearness varies before any is known, as a part of the most that it could. */
  private static final double DEVIATION = 0.2;

  /** Of candidates whose vectors are read together. */
  static final int MOST_EXACT = 4096;

  private final int k;
  private final @Nullable AllowedRows allowed;
  private final Layout layout;
  private final TableVectors vectors;
  private final Distance distance;
  private final Target target;
  private final Nearest exact;

  /** The nearest by how far they may be at most: who is farther than all these is none. */
  private final Nearest surely;

  /** The same of those whose exact distances are wanted. */
  private final Nearest surelyFirst;

  /** The nearest by how near they may be at most. */
  private final Nearest candidates;

  /** The nearest by how near they should be. */
  private final Nearest about;

  private double variance;
  private long compared;

  VectorQuery(
      VectorMetric metric,
      float[] to,
      int k,
      int first,
      @Nullable AllowedRows allowed,
      Layout layout,
      TableVectors vectors) {
    this.k = k;
    this.allowed = allowed;
    this.layout = layout;
    this.vectors = vectors;
    this.distance = Distance.from(metric, to);
    this.target = new Target(metric, to);
    this.exact = new Nearest(k);
    this.surely = new Nearest(k);
    this.surelyFirst = new Nearest(Math.min(k, first));
    this.about = new Nearest(first < k ? k : 0);
    // More of them are near only where many vectors are equal or nearly so.
    this.candidates = new Nearest((int) Math.min(Integer.MAX_VALUE, 4L * k + 256));
  }

  Neighbours run() {
    if (!target.hasDistances()) {
      return exact.sorted();
    }
    List<ListChoice> all = lists();
    List<ListChoice> next = all.subList(0, Math.min(FIRST, all.size()));
    ListReading first = new ListReading(next);
    if (!layout.tail().isEmpty()) {
      vectors.read(layout.tail(), this::tail);
    }
    first.finish(this::page);
    Set<ListChoice> read = new HashSet<>();
    for (int most = GROWTH * FIRST; !next.isEmpty(); most *= GROWTH) {
      read.addAll(next);
      next = promising(all, read, most);
      new ListReading(next).finish(this::page);
    }
    exact();
    return merged(exact.sorted(), about.sorted());
  }

  /** The rows whose distances are exact, and behind them those that codes say. */
  private Neighbours merged(Neighbours sure, Neighbours rest) {
    Set<Long> known = new HashSet<>();
    Nearest all = new Nearest(k);
    for (int i = 0; i < sure.size(); i++) {
      known.add(sure.addresses()[i]);
      all.offer(sure.addresses()[i], sure.distances()[i]);
    }
    for (int i = 0; i < rest.size(); i++) {
      if (known.add(rest.addresses()[i])) {
        all.offer(rest.addresses()[i], target.distance(rest.distances()[i]));
      }
    }
    return all.sorted();
  }

  /** All lists, those first that may have the nearest vectors. */
  private List<ListChoice> lists() {
    List<ListChoice> lists = new ArrayList<>();
    for (Layout.Part part : layout.parts()) {
      for (int i = 0; i < part.opened().index().lists().size(); i++) {
        lists.add(target.choice(part, i));
      }
    }
    lists.sort(
        Comparator.comparingDouble(choice -> choice.middle() - 2 * DEVIATION * choice.width()));
    return lists;
  }

  /**
   * The lists to read next; none when all that are left should have too few neighbours. What all
   * lists should have is wrong where vectors are not as normal as is assumed; but then it is wrong
   * in the same way for those that are read and those that are not, and only the part counts.
   */
  private List<ListChoice> promising(List<ListChoice> all, Set<ListChoice> read, int most) {
    record Expected(ListChoice choice, double rows) {}
    double reach = target.summed(surely.reach());
    double deviation = compared == 0 ? DEVIATION : Math.sqrt(variance / compared);
    List<Expected> left = new ArrayList<>();
    double found = 0;
    double missed = 0;
    for (ListChoice choice : all) {
      double rows = choice.expected(reach, deviation);
      if (read.contains(choice)) {
        found += rows;
      } else {
        left.add(new Expected(choice, rows));
        missed += rows;
      }
    }
    double expected = found + missed;
    boolean isFull = surely.size() == k;
    List<ListChoice> next = new ArrayList<>();
    if (isFull && missed <= MISSED * expected) {
      return next;
    }
    left.sort(Comparator.comparingDouble(choice -> -choice.rows()));
    for (Expected choice : left) {
      if (next.size() >= most || (isFull && missed <= MISSED_THEN * expected)) {
        break;
      }
      next.add(choice.choice());
      missed -= choice.rows();
    }
    return next;
  }

  private void tail(long address, float[] vector) {
    if (allowed == null || allowed.has(address)) {
      double own = distance.to(vector);
      exact.offer(address, own);
      surely.offer(address, target.nearness(own));
      surelyFirst.offer(address, target.nearness(own));
    }
  }

  private void page(ListChoice choice, ListPage page) {
    Layout.Part part = choice.part();
    Map<Integer, BitSet> deleted = Joined.of(part.deleted());
    target.compare(
        choice,
        page,
        (number, near, error) -> {
          if (choice.width() > 0) {
            double off = (target.summed(near) - choice.middle()) / choice.width();
            variance += off * off;
            compared++;
          }
          if (near - error > surely.reach()) {
            return;
          }
          long address = part.coverage().address(number, deleted);
          if (address >= 0 && (allowed == null || allowed.has(address))) {
            surely.offer(address, near + error);
            surelyFirst.offer(address, near + error);
            candidates.offer(address, near - error);
            about.offer(address, near);
          }
        });
  }

  /** Compares the vectors of those that may be neighbours. */
  private void exact() {
    Neighbours all = candidates.sorted();
    int count = 0;
    while (count < all.size() && all.distances()[count] <= surelyFirst.reach()) {
      count++;
    }
    long[] addresses = Arrays.stream(all.addresses(), 0, count).sorted().distinct().toArray();
    for (int from = 0; from < addresses.length; from += MOST_EXACT) {
      int to = Math.min(addresses.length, from + MOST_EXACT);
      vectors.read(
          Arrays.copyOfRange(addresses, from, to),
          (address, vector) -> exact.offer(address, distance.to(vector)));
    }
  }
}
