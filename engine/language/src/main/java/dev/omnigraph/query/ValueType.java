package dev.omnigraph.query;

import dev.omnigraph.schema.EntityType;
import dev.omnigraph.value.PropertyType;

/** The type of an expression or result column. */
public sealed interface ValueType {

  /** A property's type; entity ids are non-null strings. */
  record Value(PropertyType type, boolean nullable) implements ValueType {}

  /** A whole entity: projected as an object of its id (endpoints) and properties. */
  record Entity(EntityType type, boolean nullable) implements ValueType {}

  /** The type of the literal {@code null}. */
  record Null() implements ValueType {}
}
