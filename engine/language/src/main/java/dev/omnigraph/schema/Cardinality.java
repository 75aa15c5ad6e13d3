package dev.omnigraph.schema;

import java.util.OptionalInt;

/** The number of edges of one type that a source node has in every committed state. */
public record Cardinality(int min, OptionalInt max) {
  public static final Cardinality ANY = new Cardinality(0, OptionalInt.empty());
}
