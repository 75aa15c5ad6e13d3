package dev.omnigraph.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule that every committed state keeps, beyond types, nullability and enumerations. */
public sealed interface Constraint {

  /**
   * The identity: equal tuples are one entity.
   *
   * @param members property names, in the order of their stable ids; on an edge also {@code src}
   *     and {@code dst}
   */
  record Key(List<String> members) implements Constraint {
    public Key {
      members = List.copyOf(members);
    }
  }

  /** No two entities of the type share the tuple; a tuple with a null in it is never equal. */
  record Unique(List<String> members) implements Constraint {
    public Unique {
      members = List.copyOf(members);
    }
  }

  /** {@code min <= value <= max}, either side open when null; null values pass. */
  record Range(String property, @Nullable Number min, @Nullable Number max) implements Constraint {}

  /** The whole string matches the regular expression; null values pass. */
  record Check(String property, String pattern) implements Constraint {}
}
