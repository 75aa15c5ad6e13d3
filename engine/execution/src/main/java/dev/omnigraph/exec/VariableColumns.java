package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.query.Variable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * What the query knows of the entities of one variable. A node's number is that of its type's
 * {@link IdDictionary}; an edge's number is its place among the edges read for the variable.
 */
final class VariableColumns {
  /**
   * Properties fetched together.
   *
   * @param positions by entity number the index in the vector, negative for none; null when they
   *     are the same
   */
  record Fetched(FieldVector vector, @Nullable Ints positions) {}

  private final Variable variable;
  private final @Nullable RankedNodes nodes;
  private final Map<String, Fetched> columns = new HashMap<>();
  private @Nullable Addresses addresses;

  /**
   * @param nodes of a node's type; null for an edge
   */
  VariableColumns(Variable variable, @Nullable RankedNodes nodes) {
    this.variable = variable;
    this.nodes = nodes;
  }

  IdDictionary ids() {
    return nodes().ids();
  }

  RankedNodes nodes() {
    if (nodes == null) {
      throw new IllegalStateException("$" + variable.name() + " is an edge.");
    }
    return nodes;
  }

  /** Where entities are in their table. */
  void locate(Addresses byNumber) {
    addresses = byNumber;
  }

  /** The addresses of these entities; empty unless all are known. */
  Optional<List<Long>> addresses(BitSet numbers) {
    return addresses == null ? Optional.empty() : addresses.of(numbers);
  }

  void put(List<FieldVector> vectors, @Nullable Ints positions) {
    vectors.forEach(v -> columns.put(v.getName(), new Fetched(v, positions)));
  }

  boolean has(String name) {
    return columns.containsKey(name);
  }

  Fetched column(String name) {
    Fetched fetched = columns.get(name);
    if (fetched == null) {
      throw new IllegalStateException("$" + variable.name() + "." + name + " was not fetched.");
    }
    return fetched;
  }
}
