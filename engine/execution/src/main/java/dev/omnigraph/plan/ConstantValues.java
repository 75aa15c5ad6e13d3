package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the constants of a query stand for in one call.
 *
 * @param values in the Java form of {@link Expr.Literal}, by parameter name; absent means null
 * @param now what {@code now()} means
 */
public record ConstantValues(Map<String, ? extends @Nullable Object> values, Instant now) {

  /** Whether the expression has the same value for every row. */
  public static boolean isConstant(Expr expr) {
    return expr instanceof Expr.Literal || expr instanceof Expr.Param || expr instanceof Expr.Now;
  }

  /** The value of a constant. */
  public @Nullable Object constant(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> literal.value();
      case Expr.Param param -> values.get(param.name());
      case Expr.Now time -> now;
      default -> throw new IllegalArgumentException("Not a constant: " + expr);
    };
  }
}
