package dev.omnigraph.mutate;

import dev.omnigraph.exec.RowEvaluator;
import dev.omnigraph.query.Expr;
import dev.omnigraph.value.KeySpelling;
import dev.omnigraph.value.Numbers;
import dev.omnigraph.value.PropertyType;
import org.jspecify.annotations.Nullable;

/** Values that statements give: literals, parameters and {@code now()}. */
final class Constants {
  private final RowEvaluator evaluator;

  Constants(RowEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * The value in the Java form of a property: a number may come in a narrower type.
   *
   * @throws dev.omnigraph.value.ValueException if the property's type does not admit it
   */
  @Nullable Object value(Expr expr, PropertyType type) {
    Object value = evaluator.value(expr, column -> null);
    return value instanceof Number number
            && type instanceof PropertyType.Scalar scalar
            && scalar.isNumber()
        ? Numbers.fit(scalar, Numbers.written(number))
        : value;
  }

  /** The id that an expression names as an endpoint: a key's spelling when it is no text. */
  @Nullable String id(Expr expr) {
    Object value = evaluator.value(expr, column -> null);
    return value == null ? null : KeySpelling.scalar(value);
  }
}
