package dev.omnigraph.query.lang;

import dev.omnigraph.query.ValueType;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;

/** What can be done with values of which types. */
final class TypeRules {
  static final ValueType BOOL = new ValueType.Value(Scalar.BOOL, false);
  static final ValueType SCORE = new ValueType.Value(Scalar.F64, false);

  private TypeRules() {}

  static boolean isNumber(PropertyType type) {
    return type instanceof Scalar scalar && scalar.isNumber();
  }

  static boolean isText(PropertyType type) {
    return type == Scalar.STRING || type instanceof PropertyType.Enumeration;
  }

  /** Scalars and enumerations: what has equality, an order in results, minimum and maximum. */
  static boolean isSingle(PropertyType type) {
    return type instanceof Scalar || type instanceof PropertyType.Enumeration;
  }

  /** What has {@code < > <= >=}. */
  static boolean isOrdered(PropertyType type) {
    return type instanceof Scalar && type != Scalar.BOOL;
  }

  /** Whether values of the two are ever equal. */
  static boolean comparable(PropertyType a, PropertyType b) {
    return a.equals(b) || (isNumber(a) && isNumber(b)) || (isText(a) && isText(b));
  }

  /**
   * Whether every non-null value of one type can be stored as the other, or may be, as text in an
   * enumeration.
   */
  static boolean storable(PropertyType from, PropertyType to) {
    if (from instanceof PropertyType.Enumeration(var values)
        && to instanceof PropertyType.Enumeration(var allowed)) {
      return allowed.containsAll(values);
    }
    return from.equals(to) || (isText(from) && isText(to));
  }

  static String describe(ValueType type) {
    return switch (type) {
      case ValueType.Value(var value, var nullable) -> value.spelling();
      case ValueType.Entity(EdgeType edge, var nullable) -> "an edge (" + edge.name() + ")";
      case ValueType.Entity(var entity, var nullable) -> "an entity (" + entity.name() + ")";
      case ValueType.Null() -> "null";
    };
  }
}
