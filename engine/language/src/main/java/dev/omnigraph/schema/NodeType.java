package dev.omnigraph.schema;

import java.util.List;

/**
 * A node type; its table has the columns {@code id} and one for each property, in this order, which
 * is that of the stable ids.
 *
 * @param nextPropertyId above the id of every property that the type ever had
 */
public record NodeType(
    String id,
    int incarnation,
    String name,
    List<String> interfaces,
    List<Property> properties,
    List<Constraint> constraints,
    List<Annotation> annotations,
    int nextPropertyId)
    implements EntityType {
  public NodeType {
    interfaces = List.copyOf(interfaces);
    properties = List.copyOf(properties);
    constraints = List.copyOf(constraints);
    annotations = List.copyOf(annotations);
  }

  /** The same, which gives out no property id below. */
  NodeType from(int next) {
    return new NodeType(
        id, incarnation, name, interfaces, properties, constraints, annotations, next);
  }
}
