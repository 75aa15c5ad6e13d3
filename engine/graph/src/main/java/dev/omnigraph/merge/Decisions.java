package dev.omnigraph.merge;

import dev.omnigraph.call.Resolution;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What callers decide about single entities, against the schema. */
final class Decisions {
  private Decisions() {}

  /**
   * By table and id.
   *
   * @throws GraphException {@code merge_resolution}
   */
  static Map<TableId, Map<String, Resolution>> of(List<Resolution> resolutions, Catalog catalog) {
    Map<TableId, Map<String, Resolution>> decided = new HashMap<>();
    for (Resolution resolution : resolutions) {
      EntityType type =
          catalog.entities().stream()
              .filter(entity -> entity.name().equals(resolution.type()))
              .findFirst()
              .orElseThrow(() -> refused("There is no type \"%s\".".formatted(resolution.type())));
      for (String property : resolution.values().keySet()) {
        if (type.property(property).isEmpty()) {
          throw refused("Type %s has no property \"%s\".".formatted(type.name(), property));
        }
        if (type.key().stream().anyMatch(key -> key.members().contains(property))) {
          throw refused(
              "Property \"%s\" is of the key of %s, which stays.".formatted(property, type.name()));
        }
      }
      Resolution other =
          decided
              .computeIfAbsent(type.tableId(), t -> new HashMap<>())
              .put(resolution.id(), resolution);
      if (other != null) {
        throw refused(
            "Two resolutions decide about %s \"%s\".".formatted(type.name(), resolution.id()));
      }
    }
    return decided;
  }

  static GraphException refused(String reason) {
    return GraphException.of(MergeError.MERGE_RESOLUTION, reason).build();
  }
}
