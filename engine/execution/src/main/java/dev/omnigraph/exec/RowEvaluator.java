package dev.omnigraph.exec;

import dev.omnigraph.plan.Computation;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.EntityColumns;
import dev.omnigraph.query.Expr;
import dev.omnigraph.table.ArrowSchemas;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions on one entity in Java form: what a writer needs for rows that are in no
 * table yet. The same answers as the kernels give on columns. Not thread-safe.
 */
public final class RowEvaluator {
  private final ConstantValues arguments;
  private final Map<Expr, IntFunction<@Nullable Object>> compiled = new IdentityHashMap<>();

  /** The entity at hand. */
  private Function<String, @Nullable Object> columns = column -> null;

  /**
   * @param arguments by parameter name, in the Java form of {@link Expr.Literal}
   * @param now what {@code now()} means
   */
  public RowEvaluator(Map<String, ? extends @Nullable Object> arguments, Instant now) {
    this.arguments = new ConstantValues(arguments, now);
  }

  /**
   * Whether the condition holds; one that is null does not.
   *
   * @param columns the entity's values by column name, {@code id}, {@code src} and {@code dst}
   *     included
   * @throws dev.omnigraph.error.GraphException as {@link Computation} says
   */
  public boolean test(Expr condition, Function<String, @Nullable Object> columns) {
    return condition instanceof Expr.And and
        ? and.terms().stream().allMatch(term -> test(term, columns))
        : Boolean.TRUE.equals(value(condition, columns));
  }

  /** The value of an expression; an entity as a whole is its id. */
  public @Nullable Object value(Expr expr, Function<String, @Nullable Object> columns) {
    this.columns = columns;
    return compiled.computeIfAbsent(expr, this::compile).apply(0);
  }

  private IntFunction<@Nullable Object> compile(Expr expr) {
    return Computation.of(
        expr,
        arguments,
        new Computation.Rows() {
          @Override
          public IntFunction<@Nullable Object> values(Expr leaf) {
            String column = column(leaf);
            return row -> columns.apply(column);
          }

          @Override
          public IntPredicate presence(Expr leaf) {
            String column = column(leaf);
            return row -> columns.apply(column) != null;
          }
        });
  }

  private static String column(Expr leaf) {
    return switch (leaf) {
      case Expr.Prop prop -> prop.property().name();
      case Expr.Meta meta -> EntityColumns.name(meta.field());
      default -> ArrowSchemas.ID;
    };
  }
}
