package dev.omnigraph.schema;

import java.util.List;
import java.util.Set;

/** The type of a property's value, null aside. */
public sealed interface PropertyType {

  /** As the languages write it: {@code I32}, {@code Vector(4)}, {@code [enum(a, b)]}. */
  default String spelling() {
    return TypeSpelling.of(this);
  }

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

    public boolean isInteger() {
      return switch (this) {
        case I32, I64, U32, U64 -> true;
        case STRING, BOOL, F32, F64, DATE, DATETIME -> false;
      };
    }

    public boolean isNumber() {
      return switch (this) {
        case I32, I64, U32, U64, F32, F64 -> true;
        case STRING, BOOL, DATE, DATETIME -> false;
      };
    }
  }

  /** One of the named values; stored as its name. Equal when the values are, in any order. */
  record Enumeration(List<String> values) implements PropertyType {
    public Enumeration {
      values = List.copyOf(values);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Enumeration(var others)
          && Set.copyOf(values).equals(Set.copyOf(others));
    }

    @Override
    public int hashCode() {
      return Set.copyOf(values).hashCode();
    }
  }

  /** A fixed number of 32-bit floats. */
  record Vector(int dimension) implements PropertyType {}

  /** A list of scalars or enumeration values; elements are never null. */
  record ListOf(PropertyType element) implements PropertyType {}

  /** Bytes, stored apart from the row. */
  record Blob() implements PropertyType {}
}
