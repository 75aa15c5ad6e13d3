package dev.omnigraph.exec;

import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.ArrowSchemas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * What the query knows of the entities of one variable. A node's number is that of its type's
 * {@link IdDictionary}; an edge's number is its place among the edges read for the variable.
 */
final class Bound {
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

  /**
   * @param ids of a node's type; null for an edge
   */
  Bound(Variable variable, @Nullable IdDictionary ids) {
    this.variable = variable;
    this.ids = ids;
  }

  IdDictionary ids() {
    if (ids == null) {
      throw new IllegalStateException("$" + variable.name() + " is an edge.");
    }
    return ids;
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
