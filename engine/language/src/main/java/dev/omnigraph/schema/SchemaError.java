package dev.omnigraph.schema;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What is wrong with a schema: with its text in the schema language, or with the stored one. */
public enum SchemaError implements ErrorCode {
  // Types and names
  TYPE_NAME_CASE("The name of a type starts with a lower-case letter."),
  DUPLICATE_TYPE("Two types have the same name; the names of edge types are the same in any case."),
  UNKNOWN_INTERFACE("A node type implements something that is not an interface."),
  DUPLICATE_INTERFACE("A node type names an interface twice."),
  INTERFACE_MISMATCH(
      "A node type lacks a property of its interface, or declares it with another type."),
  UNKNOWN_ENDPOINT("An edge type names a node type that is not declared."),
  ENDPOINT_NOT_NODE("An edge type leads from or to something that is not a node type."),
  BAD_CARDINALITY(
      "The bounds of `@card` allow no edges, are in the wrong order, or are too large."),
  MISPLACED_CARD(
      "`@card` is not directly after the two node types of an edge.",
      "Write `edge WorksAt: Person -> Company @card(0..1) @description(\"…\")`."),

  // Properties
  PROPERTY_NAME_CASE("The name of a property starts with an upper-case letter."),
  DUPLICATE_PROPERTY("A type has two properties of the same name."),
  RESERVED_PROPERTY(
      "A property has a name that every entity uses for something else, or that is a literal of queries."),
  EMPTY_ENUM("An enumeration has no values."),
  DUPLICATE_ENUM_VALUE("An enumeration has a value twice."),

  // Annotations
  DUPLICATE_ANNOTATION("An annotation is given twice where it may be given once."),
  MISPLACED_ANNOTATION("An annotation is at a place where it has no meaning."),
  ANNOTATION_ARGUMENTS("An annotation has other arguments than it takes."),
  DEFAULT_VALUE(
      "The argument of `@default` is not a value of the property.",
      "Numbers are written plainly, `true` and `false` too, and all else as text in quotes."),
  INDEX_TYPE(
      "A property of this type cannot be indexed.",
      "Indexes are for scalars, enumerations and vectors."),
  INDEX_ARGUMENT(
      "`@index` has an argument that it does not take there, or one twice, or with another value than it has."),
  EMBED_TARGET("`@embed` is on a property that is not a Vector."),
  EMBED_SOURCE("`@embed` names a property that does not exist or is not a String."),
  EMBED_ARGUMENT(
      "`@embed` does not name its source first and then its model, or has more arguments than these."),
  EMBED_REQUIRED(
      "`@embed` is on a required Vector.",
      "A vector is made after the row is written, so until then there is none."),

  // Constraints
  MULTIPLE_KEYS(
      "A type has more than one key.",
      "A key of several properties is written `@key(a, b)` in the body."),
  NULLABLE_KEY("A property of the key may be null."),
  KEY_FUNCTION(
      "A key is made with a function that it cannot have, or of what the function does not take."),
  KEY_TYPE("A property of this type cannot be in a key.", "Keys are of scalars and enumerations."),
  EDGE_KEY_ENDPOINTS(
      "The key of an edge type lacks one of its ends.",
      "Write `@key(src, dst, …)`, or `@unique` for a rule that is not the identity."),
  UNIQUE_TYPE("A property of this type cannot be unique."),
  DUPLICATE_CONSTRAINT("The same constraint is given twice."),
  RANGE_TYPE("`@range` is on a property that is not a number."),
  RANGE_BOUNDS(
      "The bounds of `@range` are missing, in the wrong order, or not values of the property's type."),
  CHECK_TYPE("`@check` is on a property that is not a String."),
  CHECK_PATTERN(
      "The pattern of `@check` is not a regular expression, or repeats too much.",
      "The syntax is RE2's: no back references, no look-around."),

  // Renames
  RENAME_SOURCE_MISSING("`@rename_from` names what the accepted schema does not have."),
  RENAME_CONFLICT(
      "`@rename_from` names what goes on under another declaration, or gives it a name that is in use."),

  // The stored schema
  SCHEMA_UNREADABLE(ErrorKind.INTERNAL, "The stored schema is damaged.", null);

  private final Entry entry;

  SchemaError(String meaning) {
    this(meaning, null);
  }

  SchemaError(String meaning, @Nullable String nextStep) {
    this(ErrorKind.INVALID, meaning, nextStep);
  }

  SchemaError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
