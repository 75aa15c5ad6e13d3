package dev.omnigraph.schema;

import java.util.List;
import java.util.Optional;

/**
 * A compiled schema. Immutable; equal sources compiled from the same accepted predecessor are
 * equal.
 *
 * @param hash lower-case hex SHA-256 that names the schema's objects
 * @param source the {@code .pg} text it was compiled from
 */
public record Catalog(
    String hash,
    String source,
    List<InterfaceType> interfaces,
    List<NodeType> nodes,
    List<EdgeType> edges) {
  public Catalog {
    interfaces = List.copyOf(interfaces);
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  public Optional<NodeType> node(String name) {
    return nodes.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /** By name, case-insensitively, as edge names match everywhere. */
  public Optional<EdgeType> edge(String name) {
    return edges.stream().filter(t -> t.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Node types, then edge types. */
  public List<EntityType> entities() {
    return java.util.stream.Stream.<EntityType>concat(nodes.stream(), edges.stream()).toList();
  }
}
