package dev.omnigraph.value;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The type of a property's value, null aside. */
public sealed interface PropertyType {

  /** As the languages write it: {@code I32}, {@code Vector(4)}, {@code [enum(a, b)]}. */
  default String spelling() {
    return TypeSpelling.of(this, false);
  }

  /** As a schema writes it: with what values of an enumeration were called before. */
  default String declaration() {
    return TypeSpelling.of(this, true);
  }

  /** The types of one value without parameters. */
  enum Scalar implements PropertyType {
    STRING("String", Kind.OTHER),
    BOOL("Bool", Kind.OTHER),
    I32("I32", Kind.INTEGER),
    I64("I64", Kind.INTEGER),
    U32("U32", Kind.INTEGER),
    U64("U64", Kind.INTEGER),
    F32("F32", Kind.FLOAT),
    F64("F64", Kind.FLOAT),
    DATE("Date", Kind.OTHER),
    DATETIME("DateTime", Kind.OTHER);

    private enum Kind {
      INTEGER,
      FLOAT,
      OTHER
    }

    private final String spelling;
    private final Kind kind;

    Scalar(String spelling, Kind kind) {
      this.spelling = spelling;
      this.kind = kind;
    }

    @Override
    public String spelling() {
      return spelling;
    }

    public boolean isInteger() {
      return kind == Kind.INTEGER;
    }

    public boolean isNumber() {
      return kind != Kind.OTHER;
    }
  }

  /**
   * One of the named values; stored as its name. Equal when the values are, in any order.
   *
   * @param renamed what values were called before, by their names; it counts where a schema changes
   */
  record Enumeration(List<String> values, Map<String, String> renamed) implements PropertyType {
    public Enumeration {
      values = List.copyOf(values);
      renamed = Map.copyOf(renamed);
    }

    public Enumeration(List<String> values) {
      this(values, Map.of());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Enumeration(var others, var names)
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
