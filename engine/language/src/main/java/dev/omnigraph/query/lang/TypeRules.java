package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with values of which types. */
final class TypeRules {
  static final ValueType BOOL = new ValueType.Value(Scalar.BOOL, false);
  static final ValueType SCORE = new ValueType.Value(Scalar.F64, false);

  private TypeRules() {}

  /** The type of a condition on these, which is null where one of them is and decides. */
  static ValueType bool(List<Expr> parts) {
    return new ValueType.Value(Scalar.BOOL, isAnyNullable(parts));
  }

  static boolean isAnyNullable(List<Expr> parts) {
    return parts.stream().map(Expr::type).anyMatch(TypeRules::isNullable);
  }

  static boolean isNullable(ValueType type) {
    return switch (type) {
      case ValueType.Value(var value, var nullable) -> nullable;
      case ValueType.Entity(var entity, var nullable) -> nullable;
      case ValueType.Entities(var entity) -> false;
      case ValueType.Path(var nullable) -> nullable;
      case ValueType.Null() -> true;
    };
  }

  /** What two numbers are computed as; null when one is none. */
  static @Nullable Scalar computed(PropertyType a, PropertyType b) {
    if (!(a instanceof Scalar left
        && left.isNumber()
        && b instanceof Scalar right
        && right.isNumber())) {
      return null;
    }
    if (!left.isInteger() || !right.isInteger()) {
      return Scalar.F64;
    }
    return left == Scalar.U64 || right == Scalar.U64 ? Scalar.U64 : Scalar.I64;
  }

  /** The type that holds the values of both; null when there is none. */
  static @Nullable PropertyType common(PropertyType a, PropertyType b) {
    if (a.equals(b)) {
      return a;
    }
    return isText(a) && isText(b) ? Scalar.STRING : computed(a, b);
  }

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
    if (from instanceof PropertyType.Enumeration some
        && to instanceof PropertyType.Enumeration all) {
      return all.values().containsAll(some.values());
    }
    return from.equals(to) || (isText(from) && isText(to));
  }

  /** Whether a number of one type can be stored as the other if it is in its range. */
  static boolean fits(PropertyType from, PropertyType to) {
    return from instanceof Scalar number
        && number.isNumber()
        && to instanceof Scalar stored
        && stored.isNumber()
        && (number.isInteger() || !stored.isInteger());
  }

  static String describe(ValueType type) {
    return switch (type) {
      case ValueType.Value(var value, var nullable) -> value.spelling();
      case ValueType.Entity(EdgeType edge, var nullable) -> "an edge (" + edge.name() + ")";
      case ValueType.Entity(var entity, var nullable) -> "an entity (" + entity.name() + ")";
      case ValueType.Entities(EdgeType edge) -> "a list of edges (" + edge.name() + ")";
      case ValueType.Entities(var entity) -> "a list of entities (" + entity.name() + ")";
      case ValueType.Path(var nullable) -> "a path";
      case ValueType.Null() -> "null";
    };
  }
}
