package dev.omnigraph.schema;

import java.util.List;

/**
 * An edge type; its table has the columns {@code id}, {@code src}, {@code dst} and one for each
 * property, in this order, which is that of the stable ids.
 *
 * @param source the name of the node type that edges start from
 * @param target the name of the node type that edges lead to
 * @param cardinality how many edges of this type each source node has
 * @param nextPropertyId above the id of every property that the type ever had
 */
public record EdgeType(
    String id,
    int incarnation,
    String name,
    String source,
    String target,
    Cardinality cardinality,
    List<Property> properties,
    List<Constraint> constraints,
    List<Annotation> annotations,
    int nextPropertyId)
    implements EntityType {
  public EdgeType {
    properties = List.copyOf(properties);
    constraints = List.copyOf(constraints);
    annotations = List.copyOf(annotations);
  }

  /** The same, which gives out no property id below. */
  EdgeType from(int next) {
    return new EdgeType(
        id,
        incarnation,
        name,
        source,
        target,
        cardinality,
        properties,
        constraints,
        annotations,
        next);
  }
}
