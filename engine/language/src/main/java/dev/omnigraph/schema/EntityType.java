package dev.omnigraph.schema;

import dev.omnigraph.id.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node type or an edge type. */
public sealed interface EntityType permits NodeType, EdgeType {

  /** Unique over all types of all branches and times; a rename keeps it. */
  String id();

  /** Counts up when a dropped name is added again; with {@link #id} it names the table. */
  int incarnation();

  String name();

  List<Property> properties();

  List<Constraint> constraints();

  List<Annotation> annotations();

  /** What the next property to be added gets as its id: ids of dropped ones do not come back. */
  int nextPropertyId();

  default TableId tableId() {
    return switch (this) {
      case NodeType node -> TableId.ofNodes(id(), incarnation());
      case EdgeType edge -> TableId.ofEdges(id(), incarnation());
    };
  }

  default Optional<Property> property(String name) {
    return properties().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  default Optional<Constraint.Key> key() {
    return constraints().stream()
        .filter(Constraint.Key.class::isInstance)
        .map(Constraint.Key.class::cast)
        .findFirst();
  }

  /** The id that an end of an edge names: as it is, or as the key makes it of what is given. */
  default String idOf(String given) {
    return key().map(key -> key.idOf(given)).orElse(given);
  }

  /** Whether the key is the property alone, as it is. */
  default boolean isKey(Property property) {
    return key().stream().anyMatch(Constraint.Key.of(property.name())::equals);
  }

  /**
   * The id of an entity of a keyed type.
   *
   * @param values in Java form by member name; on an edge also {@code src} and {@code dst}
   * @throws dev.omnigraph.value.ValueException as {@link Constraint.Key#id}
   * @throws IllegalArgumentException if the type has no key
   */
  default String keyedId(Map<String, ? extends @Nullable Object> values) {
    return key().orElseThrow(() -> new IllegalArgumentException(name() + " has no key")).id(values);
  }
}
