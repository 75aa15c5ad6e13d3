package dev.omnigraph.plan;

import dev.omnigraph.query.Clause.Traverse.Edge;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ScanRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operator of a plan. A step takes the rows of the step before it, each a tuple of bound
 * entities, and gives new ones.
 */
public sealed interface Step {

  /**
   * Binds a node variable to the nodes of its type. Nothing is bound before it.
   *
   * @param conditions that the scan decides
   * @param found conditions that a search decides, before the table is asked
   * @param columns properties to fetch
   * @param top how the scan has to order its nodes if it gives only as many as the query's limit;
   *     null where the limit needs all of them
   * @param best by what the scan gives only the best of its nodes; null for all of them
   * @param rows estimate
   */
  record Scan(
      Variable variable,
      List<Expr> conditions,
      List<Expr.Search> found,
      List<String> columns,
      @Nullable List<ScanRequest.Order> top,
      @Nullable Ranking best,
      double rows)
      implements Step {
    Scan with(List<ScanRequest.Order> first, double fewer) {
      return new Scan(variable, conditions, found, columns, first, best, fewer);
    }

    Scan with(Ranking ranking) {
      return new Scan(variable, conditions, found, columns, top, ranking, rows);
    }
  }

  /**
   * What the rows of an answer are ordered by first, if that is what a search says of the nodes of
   * one variable.
   *
   * @param by an {@link Expr.Search} that scores, or an {@link Expr.Fusion} of such
   * @param isWhole whether every node that the scan gives is in the answer's order
   * @param share how many rows of the answer's order a node is expected to have
   */
  record Ranking(Expr by, boolean descending, boolean isWhole, double share) {}

  /**
   * Combines rows with those that other steps give from nothing: every pair for which all keys are
   * equal and all conditions hold.
   *
   * @param steps what gives the other rows
   * @param binds the variables that these have
   * @param keys by which the pairs are found; without any, all pairs are tried
   * @param conditions on pairs, applied while they are made
   * @param left estimated rows to combine
   * @param values estimated, that the keys have
   * @param rows estimate
   */
  record Join(
      List<Step> steps,
      Set<Variable> binds,
      List<Key> keys,
      List<Expr> conditions,
      double left,
      double values,
      double rows)
      implements Step {}

  /**
   * An equality in a join.
   *
   * @param left on the rows that there are
   * @param right on those that come
   */
  record Key(Expr left, Expr right) {

    /** The condition as a key, if it is an equality of what is bound with what is not yet. */
    static Optional<Key> of(Expr condition, Set<Variable> bound, Set<Variable> others) {
      if (condition instanceof Expr.Compare compare && compare.op() == Expr.Compare.Op.EQ) {
        if (isOf(compare.left(), bound) && isOf(compare.right(), others)) {
          return Optional.of(new Key(compare.left(), compare.right()));
        }
        if (isOf(compare.right(), bound) && isOf(compare.left(), others)) {
          return Optional.of(new Key(compare.right(), compare.left()));
        }
      }
      return Optional.empty();
    }

    /** Whether an expression speaks of some of these variables and of no others. */
    static boolean isOf(Expr expr, Set<Variable> variables) {
      Set<Variable> used = References.variables(expr);
      return !used.isEmpty() && variables.containsAll(used);
    }
  }

  /**
   * Follows edges from a bound variable.
   *
   * @param hop the traversal, turned so that it starts at the bound variable
   * @param counts whether a row that it leads on from stays one row, in which the variables that it
   *     would bind have the number of rows that there would be
   * @param rows estimate
   */
  record Expand(Hop hop, boolean counts, double rows) implements Step {}

  /**
   * Keeps rows whose two bound variables the traversal connects; binds the edge variable if any.
   */
  record Connect(Hop hop, double rows) implements Step {}

  /**
   * Fetches properties of a bound node variable; with conditions, keeps only the rows whose node
   * matches them.
   */
  record Fetch(Variable variable, List<Expr> conditions, List<String> columns, double rows)
      implements Step {}

  /** Computes what search functions say of the entities of a bound variable. */
  record Score(Variable variable, List<Expr.Search> searches, double rows) implements Step {}

  /**
   * Computes a fusion of rankings for every row, from the scores of all rows.
   *
   * @param slot in which each row then has where its value is
   */
  record Fuse(Expr.Fusion fusion, int slot, double rows) implements Step {}

  /** Keeps the rows for which all conditions hold. */
  record Select(List<Expr> conditions, double rows) implements Step {}

  /** Keeps the rows for which the steps, started from that row alone, give any, or give none. */
  record Exists(List<Step> steps, boolean wanted, double rows) implements Step {}

  /**
   * Computes for every row what the rows come to that the steps, started from that row alone, give.
   *
   * @param slot in which each row then has where its value is
   * @param ties the variables whose ids decide the order of a list, most significant first
   */
  record Summarize(Expr.Block block, int slot, List<Step> steps, List<Variable> ties, double rows)
      implements Step {
    /** The variable that has in each of the steps' rows how many it stands for; null if one. */
    public @Nullable Variable counted() {
      return Plan.counted(steps);
    }
  }

  /** Every row with what the steps add to it, or with nulls when they give none. */
  record Optionally(List<Step> steps, Set<Variable> binds, double rows) implements Step {}

  /**
   * A traversal from one variable to another.
   *
   * @param edges as seen from {@code from}
   * @param along bound to each edge, one hop; or to a path for each pair; or null, and then the
   *     hops give a set of pairs
   * @param turned whether it is followed from what was written as its end
   * @param conditions on the edge, which the scan decides
   * @param columns of the edge or path to fetch
   */
  record Hop(
      Variable from,
      Variable to,
      List<Edge> edges,
      int min,
      int max,
      @Nullable Variable along,
      boolean turned,
      List<Expr> conditions,
      List<String> columns) {

    /** Whether it follows edges of one type and gives no paths. */
    public boolean isPlain() {
      return edges.size() == 1 && (along == null || along.isEntity());
    }

    public boolean hasPath() {
      return along != null && along.kind() == Variable.Kind.PATH;
    }

    /** Of those that are followed the first, and the only one of what is plain. */
    public Edge edge() {
      return edges.getFirst();
    }
  }

  /** Estimated rows that the step gives. */
  double rows();
}
