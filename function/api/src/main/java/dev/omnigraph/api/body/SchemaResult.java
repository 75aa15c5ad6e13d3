package dev.omnigraph.api.body;

import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import java.util.List;

/** The schema in force: its text, and its types for programs. */
public record SchemaResult(String hash, String source, List<Node> nodes, List<Edge> edges) {

  public static SchemaResult of(Catalog catalog) {
    return new SchemaResult(
        catalog.hash().toString(),
        catalog.source(),
        catalog.nodes().stream().map(Node::of).toList(),
        catalog.edges().stream().map(Edge::of).toList());
  }

  /** A node type. */
  public record Node(String name, List<Property> properties) {
    static Node of(NodeType type) {
      return new Node(type.name(), Property.of(type));
    }
  }

  /** An edge type, from one node type to another. */
  public record Edge(String name, String from, String to, List<Property> properties) {
    static Edge of(EdgeType type) {
      return new Edge(type.name(), type.source(), type.target(), Property.of(type));
    }
  }

  /** A property; the type as schemas write it. */
  public record Property(String name, String type) {
    static List<Property> of(EntityType type) {
      return type.properties().stream()
          .map(p -> new Property(p.name(), p.type().spelling() + (p.nullable() ? "?" : "")))
          .toList();
    }
  }
}
