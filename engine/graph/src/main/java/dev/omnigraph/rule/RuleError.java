package dev.omnigraph.rule;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** The rules that an entity, or a line of an input, can break. */
public enum RuleError implements ErrorCode {
  NOT_UTF8(ErrorKind.INVALID, "A line has bytes that are not UTF-8."),
  NOT_JSON(ErrorKind.INVALID, "A line is not one JSON value."),
  NOT_JSON_LINES(ErrorKind.INVALID, "The input is another format than JSON Lines."),
  MISSING_MEMBER(
      ErrorKind.INVALID, "A line lacks a member that says which entity it is, such as `type`."),
  UNKNOWN_MEMBER(
      ErrorKind.INVALID,
      "A line has a member beside the data that its kind of entity does not have."),
  ID_NOT_CANONICAL(
      ErrorKind.INVALID,
      "A given id is not the one that the key makes, or not a ULID where the type has no key."),
  REQUIRED_MISSING(
      ErrorKind.INVALID, "A property that is not optional, or an end of an edge, has no value."),
  RANGE(ErrorKind.INVALID, "A number is outside the `@range` of its property."),
  CHECK(ErrorKind.INVALID, "A string does not match the `@check` of its property."),
  KEY_CONFLICT(
      ErrorKind.CONFLICT,
      "An entity is inserted or appended whose id exists already, or is in the input twice."),
  UNIQUE_VIOLATION(
      ErrorKind.CONFLICT, "Two entities would have the same values where `@unique` forbids it."),
  ENDPOINT_MISSING(ErrorKind.CONFLICT, "An edge would lead from or to a node that does not exist."),
  CARDINALITY(
      ErrorKind.CONFLICT, "A node would have fewer or more edges of a type than `@card` allows.");

  static final String NEXT_STEP = "Nothing was written. Correct the input and send it again.";

  private final Entry entry;

  RuleError(ErrorKind kind, String meaning) {
    entry = new Entry(kind, meaning, NEXT_STEP);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
