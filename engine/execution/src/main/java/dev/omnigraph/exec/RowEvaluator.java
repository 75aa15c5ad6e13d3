package dev.omnigraph.exec;

import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.EntityColumns;
import dev.omnigraph.plan.SearchFunctions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.ValueOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions on one entity in Java form: what a writer needs for rows that are in no
 * table yet. The same answers as the kernels give on columns.
 */
public final class RowEvaluator {
  private final ConstantValues arguments;

  /**
   * @param arguments by parameter name, in the Java form of {@link Expr.Literal}
   * @param now what {@code now()} means
   */
  public RowEvaluator(Map<String, ? extends @Nullable Object> arguments, Instant now) {
    this.arguments = new ConstantValues(arguments, now);
  }

  /**
   * Whether the condition holds; a comparison with null does not.
   *
   * @param columns the entity's values by column name, {@code id}, {@code src} and {@code dst}
   *     included
   */
  public boolean test(Expr condition, Function<String, @Nullable Object> columns) {
    return switch (condition) {
      case Expr.And and -> and.terms().stream().allMatch(term -> test(term, columns));
      case Expr.Or or -> or.terms().stream().anyMatch(term -> test(term, columns));
      case Expr.Compare compare -> {
        Object left = value(compare.left(), columns);
        Object right = value(compare.right(), columns);
        yield left != null && right != null && holds(compare.op(), ValueOrder.compare(left, right));
      }
      case Expr.Contains contains -> {
        Object subject = value(contains.subject(), columns);
        Object part = value(contains.part(), columns);
        yield subject != null && part != null && contains(subject, part);
      }
      case Expr.StartsWith starts -> {
        Object subject = value(starts.subject(), columns);
        Object prefix = value(starts.prefix(), columns);
        yield subject instanceof String s && prefix instanceof String p && s.startsWith(p);
      }
      case Expr.Search search -> throw SearchFunctions.indexRequired(search);
      default -> Boolean.TRUE.equals(value(condition, columns));
    };
  }

  /** The value of an expression; an entity as a whole is its id. */
  public @Nullable Object value(Expr expr, Function<String, @Nullable Object> columns) {
    return switch (expr) {
      case Expr.Prop prop -> columns.apply(prop.property().name());
      case Expr.Meta meta -> columns.apply(EntityColumns.name(meta.field()));
      case Expr.Whole whole -> columns.apply(ArrowSchemas.ID);
      case Expr.Literal literal -> arguments.constant(literal);
      case Expr.Param param -> arguments.constant(param);
      case Expr.Now now -> arguments.constant(now);
      case Expr.Search search -> throw SearchFunctions.indexRequired(search);
      case Expr.Aggregate aggregate ->
          throw new IllegalArgumentException("An aggregate has no value on one row.");
      case Expr.Compare compare -> test(compare, columns);
      case Expr.Contains contains -> test(contains, columns);
      case Expr.StartsWith starts -> test(starts, columns);
      case Expr.And and -> test(and, columns);
      case Expr.Or or -> test(or, columns);
    };
  }

  static boolean holds(Expr.Compare.Op op, int order) {
    return switch (op) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case GT -> order > 0;
      case LE -> order <= 0;
      case GE -> order >= 0;
    };
  }

  static boolean contains(Object subject, Object part) {
    return switch (subject) {
      case String text when part instanceof String s -> text.contains(s);
      case List<?> list -> list.stream().anyMatch(e -> e != null && ValueOrder.equal(e, part));
      default -> throw new IllegalArgumentException("Neither text nor a list.");
    };
  }
}
