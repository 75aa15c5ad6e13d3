package dev.omnigraph.search.vector;

import dev.omnigraph.derived.Joined;
import dev.omnigraph.schema.VectorMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One question for neighbours to segments and tail. Lists are read as long as those that are left
 * should have some of the neighbours ({@link ListPlan}). Codes say within bounds how near a row is:
 * the rows that may be among the neighbours by these bounds are compared by their vectors.
 */
final class VectorQuery {
  /** Of candidates whose vectors are read together. */
  static final int MOST_EXACT = 4096;

  private final int k;
  private final @Nullable AllowedRows allowed;
  private final long rows;
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
      long rows,
      Layout layout,
      TableVectors vectors) {
    this.k = k;
    this.allowed = allowed;
    this.rows = rows;
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
    ListPlan plan = new ListPlan(lists(), wanted());
    ListReading reading = new ListReading(plan.first(usual()));
    if (!layout.tail().isEmpty()) {
      vectors.read(layout.tail(), this::tail);
    }
    reading.finish(this::page);
    List<ListChoice> next = next(plan);
    while (!next.isEmpty()) {
      new ListReading(next).finish(this::page);
      next = next(plan);
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

  private List<ListChoice> lists() {
    List<ListChoice> lists = new ArrayList<>();
    for (Layout.Part part : layout.parts()) {
      for (int i = 0; i < part.opened().index().lists().size(); i++) {
        lists.add(target.choice(part, i));
      }
    }
    return lists;
  }

  /** Of how many rows the neighbours should be the nearest that are allowed, or somewhat more. */
  private double wanted() {
    double some = k + Math.sqrt(k);
    return allowed == null ? some : some * rows / Math.max(1, allowed.count());
  }

  /** How nearness varies before any is known. */
  private double usual() {
    return layout.parts().stream()
        .mapToDouble(part -> part.opened().index().deviation())
        .max()
        .orElse(0);
  }

  private List<ListChoice> next(ListPlan plan) {
    double deviation = compared == 0 ? usual() : Math.sqrt(variance / compared);
    return plan.next(target.summed(surely.reach()), deviation);
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
        (number, near, least, most) -> {
          if (choice.width() > 0) {
            double off = (target.summed(near) - choice.middle()) / choice.width();
            variance += off * off;
            compared++;
          }
          if (least > surely.reach()) {
            return;
          }
          long address = part.coverage().address(number, deleted);
          if (address >= 0 && (allowed == null || allowed.has(address))) {
            surely.offer(address, most);
            surelyFirst.offer(address, most);
            candidates.offer(address, least);
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
