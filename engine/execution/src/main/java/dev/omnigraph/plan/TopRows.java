package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the scan that a query begins with give no more nodes than its limit, where the first rows of
 * the answer can only come from the first nodes: when everything after the scan keeps each of its
 * rows, and the order is decided by columns of its own, down to the id.
 */
final class TopRows {
  private TopRows() {}

  /**
   * @param query with a limit, without groups and not distinct
   * @param steps changed in place
   * @param ties the variables whose ids decide last, most significant first
   */
  static void push(TypedQuery.Read query, List<Step> steps, List<Variable> ties) {
    if (steps.isEmpty()
        || !(steps.getFirst() instanceof Step.Scan scan)
        || Pushdown.isLookup(scan.variable().type(), scan.conditions())
        || !scan.found().isEmpty()
        || !steps.stream().skip(1).allMatch(TopRows::keepsRows)) {
      return;
    }
    List<ScanRequest.Order> order = order(query, scan, ties);
    if (order != null) {
      steps.set(0, scan.with(order, Math.min(scan.rows(), number(query.limit()) + skipped(query))));
    }
  }

  /** Whether every row it is given is still there after it, if perhaps more than once. */
  static boolean keepsRows(Step step) {
    return switch (step) {
      case Step.Optionally optional -> true;
      case Step.Fetch fetch -> fetch.conditions().isEmpty();
      case Step.Scan scan -> false;
      case Step.Join join -> false;
      case Step.Expand expand -> false;
      case Step.Connect connect -> false;
      case Step.Select select -> false;
      case Step.Exists exists -> false;
      case Step.Summarize summarize -> true;
      case Step.Score score -> true;
      case Step.Fuse fuse -> true;
    };
  }

  /** The whole order in columns of the scan; null when something else decides, too. */
  private static @Nullable List<ScanRequest.Order> order(
      TypedQuery.Read query, Step.Scan scan, List<Variable> ties) {
    List<ScanRequest.Order> order = new ArrayList<>();
    for (TypedQuery.OrderKey key : query.order()) {
      Expr expr = key.value();
      if (ConstantValues.isConstant(expr)) {
        continue;
      }
      Optional<String> column = column(expr, scan);
      if (column.isEmpty()) {
        return null;
      }
      order.add(new ScanRequest.Order(column.get(), key.descending()));
      if (column.get().equals(ArrowSchemas.ID)) {
        return order;
      }
    }
    if (ties.isEmpty()) {
      return order;
    }
    order.add(new ScanRequest.Order(ArrowSchemas.ID, false));
    return ties.getFirst().equals(scan.variable()) ? order : null;
  }

  private static Optional<String> column(Expr expr, Step.Scan scan) {
    return switch (expr) {
      case Expr.Meta meta when meta.variable().equals(scan.variable()) ->
          Optional.of(ArrowSchemas.ID);
      case Expr.Prop prop
          when prop.variable().equals(scan.variable())
              && (prop.property().type() instanceof PropertyType.Enumeration
                  || prop.property().type() instanceof PropertyType.Scalar) ->
          Optional.of(EntityColumns.name(prop))
              .filter(name -> name.equals(ArrowSchemas.ID) || scan.columns().contains(name));
      default -> Optional.empty();
    };
  }

  private static double skipped(TypedQuery.Read query) {
    return query.offset() == null ? 0 : number(query.offset());
  }

  private static double number(@Nullable Expr limit) {
    return limit instanceof Expr.Literal literal && literal.value() instanceof Number number
        ? number.doubleValue()
        : Double.MAX_VALUE;
  }
}
