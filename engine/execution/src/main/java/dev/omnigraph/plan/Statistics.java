package dev.omnigraph.plan;

import dev.omnigraph.query.Clause.Traverse.Edge;
import dev.omnigraph.query.Expr;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Enumeration;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Estimates from what the manifest says of tables; no table is asked.
 *
 * <p>An equality keeps one in as many as there are different values: as many as rows where the
 * schema says that they are unique, else as many as were counted when the table was optimized.
 * Until then it is those of an enumeration, and else the square root of the rows, which is as far
 * from one as from all of them, so that a guess neither hides a join that multiplies its rows nor a
 * condition that leaves few.
 */
final class Statistics {
  private static final double RANGE = 0.3;
  private static final double TEXT = 0.1;
  private static final double WORDS = 0.02;
  private static final double OTHER = 0.5;

  private final Function<EntityType, TableCounts> counts;
  private final ToLongFunction<String> nodes;

  /**
   * @param counts of a type's table
   * @param nodes of a node type, by name
   */
  Statistics(Function<EntityType, TableCounts> counts, ToLongFunction<String> nodes) {
    this.counts = counts;
    this.nodes = nodes;
  }

  double matching(EntityType type, List<Expr> conditions) {
    if (Pushdown.isLookup(type, conditions)) {
      return 1;
    }
    return Math.max(1, counts.apply(type).rows() * selectivity(conditions));
  }

  double selectivity(List<Expr> conditions) {
    return conditions.stream().mapToDouble(this::selectivity).reduce(1, (a, b) -> a * b);
  }

  /**
   * How many values the keys of a join have together, of which its pairs share one.
   *
   * @param left rows to combine
   * @param right rows to combine them with
   */
  double values(List<Step.Key> keys, double left, double right) {
    double each = 1;
    double all = 1;
    for (Step.Key key : keys) {
      double values = Math.max(values(key.left()), values(key.right()));
      each = Math.max(each, values);
      all *= values;
    }
    // Of several keys no more than there can be rows with them.
    return Math.min(all, Math.max(each, Math.max(left, right)));
  }

  /** Different values of an expression: at most as many as what it is made of has. */
  private double values(Expr expr) {
    double[] most = {1};
    References.collect(
        expr,
        (variable, column) -> {
          if (variable.isEntity()) {
            most[0] = Math.max(most[0], values(variable.type(), column));
          }
        });
    return most[0];
  }

  private double values(EntityType type, String column) {
    TableCounts table = counts.apply(type);
    double all = Math.max(1, table.rows());
    if (column.equals(ArrowSchemas.ID) || isUnique(type, column)) {
      return all;
    }
    Long counted = table.values().get(column);
    if (counted != null) {
      return Math.clamp(counted, 1, all);
    }
    PropertyType values = type.property(column).map(Property::type).orElse(Scalar.STRING);
    double some =
        switch (values) {
          case Enumeration enumeration -> enumeration.values().size();
          case Scalar scalar when scalar == Scalar.BOOL -> 2;
          default -> Math.sqrt(all);
        };
    return Math.min(some, all);
  }

  private static boolean isUnique(EntityType type, String column) {
    return type.constraints().stream()
        .anyMatch(
            constraint ->
                switch (constraint) {
                  case Constraint.Key key -> key.members().equals(List.of(column));
                  case Constraint.Unique unique -> unique.members().equals(List.of(column));
                  case Constraint.Range range -> false;
                  case Constraint.Check check -> false;
                });
  }

  /** Edges per node when followed. */
  double fanOut(List<Edge> edges) {
    return edges.stream().mapToDouble(this::fanOut).sum();
  }

  private double fanOut(Edge edge) {
    double edges = counts.apply(edge.type()).rows();
    double out = edges / Math.max(1, nodes.applyAsLong(edge.type().source()));
    double in = edges / Math.max(1, nodes.applyAsLong(edge.type().target()));
    return switch (edge.direction()) {
      case OUT -> out;
      case IN -> in;
      case BOTH -> out + in;
    };
  }

  /** Nodes within a number of hops, at most all there are. */
  double reach(List<Edge> edges, int hops) {
    double fanOut = fanOut(edges);
    double all = edges.stream().map(Edge::end).distinct().mapToLong(nodes).sum();
    double level = 1;
    double reached = 0;
    for (int hop = 0; hop < hops && reached < all; hop++) {
      level *= fanOut;
      reached += level;
    }
    return Math.min(reached, Math.max(1, all));
  }

  private double selectivity(Expr condition) {
    return switch (condition) {
      case Expr.Compare compare ->
          switch (compare.op()) {
            case EQ -> equal(compare);
            case NE -> 1 - equal(compare);
            case LT, GT, LE, GE -> RANGE;
          };
      case Expr.Contains contains -> TEXT;
      case Expr.StartsWith starts -> TEXT;
      case Expr.And and ->
          and.terms().stream().mapToDouble(this::selectivity).reduce(1, (a, b) -> a * b);
      case Expr.Or or -> Math.min(1, or.terms().stream().mapToDouble(this::selectivity).sum());
      case Expr.Search search -> WORDS;
      default -> OTHER;
    };
  }

  private double equal(Expr.Compare compare) {
    return 1 / Math.max(values(compare.left()), values(compare.right()));
  }
}
