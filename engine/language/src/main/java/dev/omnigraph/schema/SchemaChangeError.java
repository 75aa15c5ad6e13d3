package dev.omnigraph.schema;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** Why a schema change is not applied: as a whole, and for each step that is refused. */
public enum SchemaChangeError implements ErrorCode {
  SCHEMA_CHANGE_REFUSED(
      "A change of the schema has steps that the data could break; the details list each with its own code."),
  SCHEMA_DROPS(
      "A change of the schema would drop types or properties with their data, and the request does not allow it.",
      "Allow the drops, or write what is to stay into the schema."),

  // Steps
  NULLABILITY_TIGHTENED("A property would become required, and entities may have no value for it."),
  TYPE_NARROWED("A number would become of a type that does not hold all of its values."),
  TYPE_CHANGED("A property would become of another type."),
  ENUM_NARROWED("An enumeration would lose a value that entities may have."),
  CARDINALITY_TIGHTENED("Nodes may have fewer or more edges than the new `@card` allows."),
  CARDINALITY_UNMET("A new edge type requires edges of nodes that have none yet."),
  ENDPOINTS_CHANGED("An edge type would lead between other node types."),
  KEY_CHANGED("The key of a type would change, and ids are made of the key."),
  CONSTRAINT_ADDED("A new rule would hold for entities that may break it.");

  private final Entry entry;

  SchemaChangeError(String meaning) {
    this(meaning, null);
  }

  SchemaChangeError(String meaning, @Nullable String nextStep) {
    entry = new Entry(ErrorKind.INVALID, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
