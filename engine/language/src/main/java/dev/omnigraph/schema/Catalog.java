package dev.omnigraph.schema;

import dev.omnigraph.id.SchemaHash;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

  /**
   * The same schema, which gives out no id that a later one of its branch has given out: whoever
   * comes back to it and goes on another way makes other properties.
   */
  public Catalog withIdsOf(Catalog later) {
    Map<String, Integer> next = new HashMap<>();
    later.entities().forEach(type -> next.put(type.id(), type.nextPropertyId()));
    Map<String, Integer> gone = new TreeMap<>(retired);
    later.retired.forEach((name, incarnation) -> gone.merge(name, incarnation, Math::max));
    Set<String> ids = entities().stream().map(EntityType::id).collect(Collectors.toSet());
    later.entities().stream()
        .filter(type -> !ids.contains(type.id()))
        .forEach(type -> gone.merge(type.name(), type.incarnation(), Math::max));
    return CatalogJson.withHash(
        new Catalog(
            SchemaHash.NONE,
            source,
            interfaces,
            nodes.stream().map(type -> type.from(next(type, next))).toList(),
            edges.stream().map(type -> type.from(next(type, next))).toList(),
            gone));
  }

  private static int next(EntityType type, Map<String, Integer> later) {
    return Math.max(type.nextPropertyId(), later.getOrDefault(type.id(), 0));
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
