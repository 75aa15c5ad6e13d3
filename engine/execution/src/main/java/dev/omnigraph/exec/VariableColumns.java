package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ArrowSchemas;
import java.util.ArrayList;
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
  private final @Nullable IdDictionary ids;
  private final Map<String, Fetched> columns = new HashMap<>();
  private Map<Integer, Long> addresses = Map.of();

  /**
   * @param ids of a node's type; null for an edge
   */
  VariableColumns(Variable variable, @Nullable IdDictionary ids) {
    this.variable = variable;
    this.ids = ids;
  }

  IdDictionary ids() {
    if (ids == null) {
      throw new IllegalStateException("$" + variable.name() + " is an edge.");
    }
    return ids;
  }

  /** Where nodes of few rows are in their table. */
  void locate(Map<Integer, Long> addressByNumber) {
    addresses = Map.copyOf(addressByNumber);
  }

  /** The addresses of these nodes; empty unless all are known. */
  Optional<List<Long>> addresses(BitSet numbers) {
    List<Long> found = new ArrayList<>();
    for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
      Long address = addresses.get(number);
      if (address == null) {
        return Optional.empty();
      }
      found.add(address);
    }
    return Optional.of(found);
  }

  void put(List<FieldVector> vectors, @Nullable Ints positions) {
    vectors.forEach(v -> columns.put(v.getName(), new Fetched(v, positions)));
  }

  boolean has(String name) {
    return columns.containsKey(name);
  }

  Fetched column(String name) {
    if (ids != null && name.equals(ArrowSchemas.ID)) {
      return new Fetched(ids.ids(), null);
    }
    Fetched fetched = columns.get(name);
    if (fetched == null) {
      throw new IllegalStateException("$" + variable.name() + "." + name + " was not fetched.");
    }
    return fetched;
  }
}
