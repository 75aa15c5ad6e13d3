package dev.omnigraph.exec;

import dev.omnigraph.plan.SearchName;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a query began with, where these are only the best by what its answer is ordered by
 * first.
 */
final class BestRows {
  /** More are not worth choosing. */
  static final long MOST = 10_000;

  private final long most;
  private Step.@Nullable Ranking ranking;
  private final Map<Integer, Double> values = new HashMap<>();
  private double others;
  private boolean exhausted;
  private boolean complete = true;

  private BestRows(long most) {
    this.most = most;
  }

  /** A query that begins with all nodes. */
  static BestRows all() {
    return new BestRows(Long.MAX_VALUE);
  }

  /**
   * @param most how many nodes to begin with
   */
  static BestRows of(long most) {
    return new BestRows(most);
  }

  long most() {
    return most;
  }

  /**
   * The nodes were chosen.
   *
   * @param left what the others are worth at most
   * @param all whether there are no others
   * @param most whether more of them would be the same ones
   */
  void chose(Step.Ranking by, double left, boolean all, boolean most) {
    ranking = by;
    others = left;
    complete = all;
    exhausted = most;
  }

  /** Whether no others have a value, however many are asked for. */
  boolean isExhausted() {
    return exhausted;
  }

  void put(int number, double value) {
    values.put(number, value);
  }

  /** Whether the nodes were chosen by this, so that all that there are have their value here. */
  boolean isBy(Expr expr) {
    return ranking != null
        && variable(ranking.by()).equals(variable(expr))
        && name(ranking.by()).equals(name(expr));
  }

  private static Variable variable(Expr expr) {
    return switch (expr) {
      case Expr.Search search -> search.variable();
      case Expr.Fusion fusion -> fusion.rankings().getFirst().variable();
      default -> throw new IllegalArgumentException("No ranking: " + expr);
    };
  }

  private static String name(Expr expr) {
    return switch (expr) {
      case Expr.Search search -> SearchName.of(search);
      case Expr.Fusion fusion -> SearchName.of(fusion);
      default -> throw new IllegalArgumentException("No ranking: " + expr);
    };
  }

  /** The value of a node that was chosen. */
  double value(int number) {
    return values.getOrDefault(number, 0.0);
  }

  /**
   * Whether rows are the first of all there are.
   *
   * @param missing whether there are fewer than asked for
   * @param last what the last of them is ordered by; null where it has no value
   */
  boolean suffices(boolean missing, @Nullable Double last) {
    if (ranking == null || complete) {
      return true;
    }
    return !missing && last != null && (ranking.descending() ? last > others : last < others);
  }
}
