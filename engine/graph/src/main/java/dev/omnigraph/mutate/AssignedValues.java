package dev.omnigraph.mutate;

import dev.omnigraph.exec.RowEvaluator;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Statement;
import dev.omnigraph.value.KeySpelling;
import dev.omnigraph.value.Numbers;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.ValueException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values that statements give. */
final class AssignedValues {
  private final RowEvaluator evaluator;

  AssignedValues(RowEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * A value in the Java form of its property, computed from a row.
   *
   * @param row as it was before the statement, by column name
   * @throws dev.omnigraph.error.GraphException {@code out_of_range} of the property, or as the
   *     expression says
   */
  @Nullable Object of(Statement.Assignment assignment, Function<String, @Nullable Object> row) {
    return fit(assignment, evaluator.value(assignment.value(), row));
  }

  /**
   * A computed value in the Java form of its property.
   *
   * @throws dev.omnigraph.error.GraphException {@code out_of_range} of the property
   */
  static @Nullable Object fit(Statement.Assignment assignment, @Nullable Object value) {
    if (!(value instanceof Number number)) {
      return value;
    }
    try {
      return Numbers.fit(
          (PropertyType.Scalar) assignment.property().type(), Numbers.written(number));
    } catch (ValueException e) {
      throw e.in(assignment.property().name());
    }
  }

  /** A value that depends on no row. */
  @Nullable Object of(Statement.Assignment assignment) {
    return of(assignment, column -> null);
  }

  /** The id that an expression names as an endpoint: a key's spelling when it is no text. */
  @Nullable String id(Expr expr) {
    Object value = evaluator.value(expr, column -> null);
    return value == null ? null : KeySpelling.scalar(value);
  }
}
