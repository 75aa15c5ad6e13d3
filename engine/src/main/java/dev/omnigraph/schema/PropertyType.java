package dev.omnigraph.schema;

import java.util.List;

/** The type of a property's value, null aside. */
public sealed interface PropertyType {

  /** The types of one value without parameters. */
  enum Scalar implements PropertyType {
    STRING,
    BOOL,
    I32,
    I64,
    U32,
    U64,
    F32,
    F64,
    DATE,
    DATETIME;

    public boolean isNumber() {
      return switch (this) {
        case I32, I64, U32, U64, F32, F64 -> true;
        case STRING, BOOL, DATE, DATETIME -> false;
      };
    }
  }

  /** One of the named values; stored as its name. The order of the values has no meaning. */
  record Enumeration(List<String> values) implements PropertyType {
    public Enumeration {
      values = List.copyOf(values);
    }
  }

  /** A fixed number of 32-bit floats. */
  record Vector(int dimension) implements PropertyType {}

  /** A list of scalars or enumeration values; elements are never null. */
  record ListOf(PropertyType element) implements PropertyType {}

  /** Bytes, stored apart from the row. */
  record Blob() implements PropertyType {}
}
