package dev.omnigraph.merge;

import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.changes.Images;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What callers decide about single entities, against the schema. */
final class Decisions {
  private Decisions() {}

  /**
   * By table and id, as a plan sees the sides.
   *
   * @param kept the state whose schema the merge ends with
   * @param other the other side, of whose types some may be gone
   * @throws GraphException {@code merge_resolution}
   */
  static Map<TableId, Map<String, Resolution>> of(
      List<Resolution> resolutions, Ground ground, View kept, View other) {
    Map<TableId, Map<String, Resolution>> decided = new HashMap<>();
    for (Resolution resolution : resolutions) {
      EntityType type = type(resolution, kept, other);
      for (String property : resolution.values().keySet()) {
        if (type.property(property).isEmpty()) {
          throw refused("Type %s has no property \"%s\".".formatted(type.name(), property));
        }
        if (type.key().stream().anyMatch(key -> key.members().contains(property))) {
          throw refused(
              "Property \"%s\" is of the key of %s, which stays.".formatted(property, type.name()));
        }
      }
      Resolution before =
          decided
              .computeIfAbsent(type.tableId(), t -> new HashMap<>())
              .put(resolution.id(), ground.seen(resolution));
      if (before != null) {
        throw refused(
            "Two resolutions decide about %s \"%s\".".formatted(type.name(), resolution.id()));
      }
    }
    return decided;
  }

  private static EntityType type(Resolution resolution, View kept, View other) {
    Optional<EntityType> type = named(kept, resolution.type());
    if (type.isPresent()) {
      return type.get();
    }
    EntityType dropped =
        named(other, resolution.type())
            .filter(own -> Images.typeIn(kept, own).isEmpty())
            .orElseThrow(() -> refused("There is no type \"%s\".".formatted(resolution.type())));
    if (resolution.take() == Take.VALUES || resolution.take() == Take.BASE) {
      throw refused(
          "One side dropped type %s: its entities can only be let go."
              .formatted(resolution.type()));
    }
    return dropped;
  }

  private static Optional<EntityType> named(View view, String name) {
    return view.catalog().entities().stream().filter(type -> type.name().equals(name)).findFirst();
  }

  static GraphException refused(String reason) {
    return GraphException.of(MergeError.MERGE_RESOLUTION, reason).build();
  }
}
