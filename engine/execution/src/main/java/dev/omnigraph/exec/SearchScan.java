package dev.omnigraph.exec;

import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.plan.Rankings;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Expr;
import dev.omnigraph.search.text.Hits;
import dev.omnigraph.search.vector.AllowedRows;
import dev.omnigraph.search.vector.Neighbours;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Chooses the nodes of a scan by words or by nearness, before the table is asked for them. */
final class SearchScan {
  /** More rows are not taken because they are as good as the last. */
  private static final int MOST_TIES = 1_000;

  private final Execution execution;
  private final Step.Scan step;
  private final Searches searches;

  SearchScan(Execution execution, Step.Scan step) {
    this.execution = execution;
    this.step = step;
    this.searches = execution.searches();
  }

  /** Whether a scan is one of this kind. */
  static boolean is(Step.Scan step) {
    return !step.found().isEmpty() || step.best() != null;
  }

  /** Starts reading what choosing needs; does not wait. */
  static void start(Execution execution, Step.Scan step) {
    step.found().forEach(execution.searches()::start);
    if (step.best() != null) {
      rankings(step.best()).forEach(execution.searches()::start);
    }
  }

  /**
   * What was chosen.
   *
   * @param rows addresses, ascending
   * @param values of the ranking that they were chosen by; null without one
   * @param isFiltered whether the scan's conditions hold for all of them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Chosen(long[] rows, double @Nullable [] values, boolean isFiltered) {}

  Chosen choose() {
    long[] found = null;
    for (Expr.Search search : step.found()) {
      long[] rows = execution.hits(search).addresses();
      found = found == null ? rows : RowSets.intersection(found, rows);
    }
    Step.Ranking ranking = step.best();
    if (ranking == null) {
      return new Chosen(found == null ? new long[0] : found, null, false);
    }
    long[] allowed = matching(found);
    Ranked ranked = ranked(ranking, allowed);
    long all = allowed == null ? execution.table(step).pin().rows() : allowed.length;
    int size = ranked.chosen((int) execution.best().most());
    boolean exhausted = size == ranked.rows().length && !ranked.isCut();
    execution.best().chose(ranking, ranked.left(size), size == all, exhausted);
    return ranked.first(size);
  }

  /** The rows among those found that the conditions hold for; null for all. */
  private long @Nullable [] matching(long @Nullable [] found) {
    if (step.conditions().isEmpty()) {
      return found;
    }
    Predicate filter =
        Pushdown.predicate(step.variable().type(), step.conditions(), execution.arguments());
    if (Pushdown.NEVER.equals(filter)) {
      return new long[0];
    }
    if (filter == null) {
      return found;
    }
    Table table = execution.table(step);
    ScanRequest request =
        ScanRequest.of(List.of())
            .where(filter)
            .indexed(IndexSpec.columns(step.variable().type()))
            .addressed();
    if (found != null && execution.prefersAddresses(found.length, table, request)) {
      return execution.addresses(table, request.at(Arrays.stream(found).boxed().toList()));
    }
    long[] rows = execution.addresses(table, request);
    return found == null ? rows : RowSets.intersection(found, rows);
  }

  /**
   * Rows by a ranking, the best first.
   *
   * @param isCut whether there may be more that have a value
   * @param rest what all others are worth at most
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Ranked(long[] rows, double[] values, boolean isCut, double rest) {
    /** So many, and those that are as good as the last of them. */
    int chosen(int most) {
      int size = Math.min(rows.length, most);
      int last = Math.min(rows.length, size + MOST_TIES);
      while (size > 0 && size < last && values[size] == values[size - 1]) {
        size++;
      }
      return size;
    }

    /** What those are worth at most that are not chosen. */
    double left(int size) {
      return size < rows.length ? values[size] : rest;
    }

    Chosen first(int size) {
      Integer[] places =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.comparingLong(i -> rows[i]))
              .toArray(Integer[]::new);
      return new Chosen(
          Arrays.stream(places).mapToLong(i -> rows[i]).toArray(),
          Arrays.stream(places).mapToDouble(i -> values[i]).toArray(),
          true);
    }
  }

  private Ranked ranked(Step.Ranking ranking, long @Nullable [] allowed) {
    int most = (int) execution.best().most();
    return switch (ranking.by()) {
      case Expr.Fusion fusion -> fused(fusion, allowed);
      // One more, to know what the others are worth.
      case Expr.Search search -> ranked(search, allowed, most + 1, most + 1);
      default -> throw new IllegalArgumentException("No ranking: " + ranking);
    };
  }

  /**
   * The first of a ranking; of words all that are as good as the last of them, too.
   *
   * @param exact how many of the nearest are sure to be in order
   */
  private Ranked ranked(Expr.Search search, long @Nullable [] allowed, int most, int exact) {
    if (search.function() == Expr.Search.Function.NEAREST) {
      Neighbours near =
          searches
              .vectors(search)
              .nearest(
                  searches.target(search),
                  most,
                  exact,
                  allowed == null ? null : AllowedRows.of(allowed));
      boolean isCut = near.size() == most;
      return new Ranked(
          near.addresses(),
          near.distances(),
          isCut,
          isCut ? near.distances()[most - 1] : Double.POSITIVE_INFINITY);
    }
    Hits hits = execution.hits(search);
    int[] among =
        IntStream.range(0, hits.addresses().length)
            .filter(i -> allowed == null || RowSets.has(allowed, hits.addresses()[i]))
            .toArray();
    double least = least(hits, among, most);
    Integer[] places =
        Arrays.stream(among)
            .filter(i -> hits.scores()[i] >= least)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> hits.scores()[i]).reversed())
            .toArray(Integer[]::new);
    boolean isCut = places.length < among.length;
    return new Ranked(
        Arrays.stream(places).mapToLong(i -> hits.addresses()[i]).toArray(),
        Arrays.stream(places).mapToDouble(i -> hits.scores()[i]).toArray(),
        isCut,
        isCut ? Math.nextDown(least) : 0);
  }

  /** The score of the last of the best, or of any where there are not more than these. */
  private static double least(Hits hits, int[] among, int most) {
    PriorityQueue<Double> best = new PriorityQueue<>();
    for (int place : among) {
      double score = hits.scores()[place];
      if (best.size() < most || score > best.element()) {
        best.add(score);
        if (best.size() > most) {
          best.remove();
        }
      }
    }
    return best.size() < most ? 0 : best.element();
  }

  /** The first of a ranking, and all that are as good as the last of them. */
  private Ranked window(Expr.Search ranking, long @Nullable [] allowed) {
    if (!Rankings.isDistance(ranking)) {
      return ranked(ranking, allowed, FuseOperator.WINDOW, FuseOperator.WINDOW);
    }
    int most = FuseOperator.WINDOW + 1;
    int exact = (int) Math.min(most, execution.best().most());
    Ranked ranked = ranked(ranking, allowed, most, exact);
    while (ranked.isCut()
        && ranked.values()[most - 1] == ranked.values()[FuseOperator.WINDOW - 1]) {
      most *= 2;
      ranked = ranked(ranking, allowed, most, exact);
    }
    return ranked;
  }

  private Ranked fused(Expr.Fusion fusion, long @Nullable [] allowed) {
    Map<Long, Double> values = new HashMap<>();
    double k = searches.k(fusion);
    for (Expr.Search ranking : fusion.rankings()) {
      Ranked ranked = window(ranking, allowed);
      int better = 0;
      for (int i = 0; i < ranked.rows().length; i++) {
        if (i > 0 && ranked.values()[i] != ranked.values()[i - 1]) {
          better = i;
        }
        if (better < FuseOperator.WINDOW) {
          values.merge(ranked.rows()[i], FuseOperator.share(k, better), Double::sum);
        }
      }
    }
    List<Map.Entry<Long, Double>> best =
        values.entrySet().stream()
            .sorted(
                Map.Entry.<Long, Double>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    return new Ranked(
        best.stream().mapToLong(Map.Entry::getKey).toArray(),
        best.stream().mapToDouble(Map.Entry::getValue).toArray(),
        false,
        0);
  }

  private static List<Expr.Search> rankings(Step.Ranking ranking) {
    return switch (ranking.by()) {
      case Expr.Fusion fusion -> fusion.rankings();
      case Expr.Search search -> List.of(search);
      default -> List.of();
    };
  }
}
