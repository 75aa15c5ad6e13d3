package dev.omnigraph.query;

import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import java.util.List;

/**
 * What a pattern binds.
 *
 * @param slot unique within the query, from 0, in the order of first appearance
 * @param name without {@code $}; an anonymous {@code $_} gets {@code _} and a slot of its own
 * @param type of the entities; where they are of no one type, an edge type that no table has
 * @param optional whether it is bound inside {@code optional}, so that it may be null
 */
public record Variable(int slot, String name, Kind kind, EntityType type, boolean optional) {
  /** What it stands for. */
  public enum Kind {
    /** An entity of its type. */
    ENTITY,
    /** An edge of one of several types, whose properties are those that all of them have. */
    ANY_EDGE,
    /** An anonymous node of any type that edges lead to. */
    ANY_NODE,
    /** The edges and nodes between two nodes, which has no properties. */
    PATH
  }

  /** The type of what is an entity of no one type. */
  public static EdgeType typeOfMany(String name, List<Property> properties) {
    return new EdgeType("", 0, name, "", "", Cardinality.ANY, properties, List.of(), List.of(), 0);
  }

  /** Whether its entities are rows of the table of its type. */
  public boolean isEntity() {
    return kind == Kind.ENTITY;
  }
}
