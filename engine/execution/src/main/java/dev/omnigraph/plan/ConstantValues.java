package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the constants of a query stand for in one call.
 *
 * @param values in the Java form of {@link Expr.Literal}, by parameter name; absent means null
 * @param now what {@code now()} means
 */
public record ConstantValues(Map<String, ? extends @Nullable Object> values, Instant now) {

  private static final Computation.Rows NONE =
      new Computation.Rows() {
        @Override
        public IntFunction<@Nullable Object> values(Expr leaf) {
          throw new IllegalArgumentException("Not a constant: " + leaf);
        }

        @Override
        public IntPredicate presence(Expr leaf) {
          throw new IllegalArgumentException("Not a constant: " + leaf);
        }
      };

  /** Whether the expression has the same value for every row, since it has no variable. */
  public static boolean isConstant(Expr expr) {
    return switch (expr) {
      case Expr.Prop prop -> false;
      case Expr.Meta meta -> false;
      case Expr.Whole whole -> false;
      case Expr.Aggregate aggregate -> false;
      case Expr.Block block -> false;
      case Expr.Search search -> false;
      case Expr.Fusion fusion -> false;
      default -> expr.parts().stream().allMatch(ConstantValues::isConstant);
    };
  }

  /**
   * The value of a constant.
   *
   * @throws dev.omnigraph.error.GraphException as {@link Computation} says
   */
  public @Nullable Object constant(Expr expr) {
    return Computation.of(expr, this, NONE).apply(0);
  }
}
