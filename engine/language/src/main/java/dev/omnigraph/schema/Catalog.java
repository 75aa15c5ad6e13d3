package dev.omnigraph.schema;

import dev.omnigraph.id.SchemaHash;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A compiled schema. Immutable; equal sources compiled from the same accepted predecessor are
 * equal.
 *
 * @param hash of its stored form; {@link SchemaHash#NONE} until it is known
 * @param source the {@code .pg} text it was compiled from
 * @param retired names of types that were dropped, with the last incarnation of each
 */
public record Catalog(
    SchemaHash hash,
    String source,
    List<InterfaceType> interfaces,
    List<NodeType> nodes,
    List<EdgeType> edges,
    Map<String, Integer> retired) {
  public Catalog {
    interfaces = List.copyOf(interfaces);
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
    retired = Collections.unmodifiableMap(new TreeMap<>(retired));
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
    return Stream.<EntityType>concat(nodes.stream(), edges.stream()).toList();
  }
}
