package dev.omnigraph.plan;

import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Expr;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import java.util.List;
import java.util.function.ToLongFunction;

/** Estimates from the row counts that the manifest names; no table is asked. */
final class Statistics {
  private static final double EQUALITY = 0.05;
  private static final double RANGE = 0.3;
  private static final double TEXT = 0.1;
  private static final double OTHER = 0.5;

  private final ToLongFunction<EntityType> rows;
  private final ToLongFunction<String> nodes;

  /**
   * @param rows of a type's table
   * @param nodes of a node type, by name
   */
  Statistics(ToLongFunction<EntityType> rows, ToLongFunction<String> nodes) {
    this.rows = rows;
    this.nodes = nodes;
  }

  double matching(EntityType type, List<Expr> conditions) {
    if (Pushdown.isLookup(type, conditions)) {
      return 1;
    }
    return Math.max(1, rows.applyAsLong(type) * selectivity(conditions));
  }

  double selectivity(List<Expr> conditions) {
    return conditions.stream().mapToDouble(Statistics::selectivity).reduce(1, (a, b) -> a * b);
  }

  /** Edges per node when followed in a direction. */
  double fanOut(EdgeType type, Direction direction) {
    double edges = rows.applyAsLong(type);
    double out = edges / Math.max(1, nodes.applyAsLong(type.source()));
    double in = edges / Math.max(1, nodes.applyAsLong(type.target()));
    return switch (direction) {
      case OUT -> out;
      case IN -> in;
      case BOTH -> out + in;
    };
  }

  /** Nodes within a number of hops, at most all there are. */
  double reach(EdgeType type, Direction direction, int hops) {
    double fanOut = fanOut(type, direction);
    double all = nodes.applyAsLong(direction == Direction.OUT ? type.target() : type.source());
    double level = 1;
    double reached = 0;
    for (int hop = 0; hop < hops && reached < all; hop++) {
      level *= fanOut;
      reached += level;
    }
    return Math.min(reached, Math.max(1, all));
  }

  private static double selectivity(Expr condition) {
    return switch (condition) {
      case Expr.Compare compare ->
          switch (compare.op()) {
            case EQ -> EQUALITY;
            case NE -> 1 - EQUALITY;
            case LT, GT, LE, GE -> RANGE;
          };
      case Expr.Contains contains -> TEXT;
      case Expr.StartsWith starts -> TEXT;
      case Expr.And and ->
          and.terms().stream().mapToDouble(Statistics::selectivity).reduce(1, (a, b) -> a * b);
      case Expr.Or or ->
          Math.min(1, or.terms().stream().mapToDouble(Statistics::selectivity).sum());
      default -> OTHER;
    };
  }
}
