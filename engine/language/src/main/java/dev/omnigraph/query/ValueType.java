package dev.omnigraph.query;

import dev.omnigraph.schema.EntityType;
import dev.omnigraph.value.PropertyType;

/** The type of an expression or result column. */
public sealed interface ValueType {

  /** A property's type; entity ids are non-null strings. */
  record Value(PropertyType type, boolean nullable) implements ValueType {}

  /** A whole entity: projected as an object of its id (endpoints) and properties. */
  record Entity(EntityType type, boolean nullable) implements ValueType {}

  /** A list of entities of one type; never null, and of no null. */
  record Entities(EntityType type) implements ValueType {}

  /** A path: projected as an object of its length, and of the ids of its nodes and edges. */
  record Path(boolean nullable) implements ValueType {}

  /** The type of the literal {@code null}. */
  record Null() implements ValueType {}

  /** As the language writes it, {@code ?} for what may be null. */
  default String spelling() {
    return switch (this) {
      case Value(var type, var nullable) -> type.spelling() + (nullable ? "?" : "");
      case Entity(var type, var nullable) -> type.name() + (nullable ? "?" : "");
      case Entities(var type) -> "[" + type.name() + "]";
      case Path(var nullable) -> "path" + (nullable ? "?" : "");
      case Null() -> "null";
    };
  }
}
