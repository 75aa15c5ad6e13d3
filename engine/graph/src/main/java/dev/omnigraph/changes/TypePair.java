package dev.omnigraph.changes;

import dev.omnigraph.call.Change.Kind;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A type as two schemas have it, by its table.
 *
 * @param before null when only the later one has it
 * @param after null when only the earlier one has it
 */
record TypePair(@Nullable EntityType before, @Nullable EntityType after) {
  /** Nodes first. */
  static final Comparator<TableId> ORDER =
      Comparator.comparing(TableId::isOfEdges).thenComparing(Comparator.naturalOrder());

  /** The types of both, in order. */
  static List<TypePair> of(Catalog before, Catalog after) {
    Map<TableId, TypePair> pairs = new TreeMap<>(ORDER);
    before.entities().forEach(type -> pairs.put(type.tableId(), new TypePair(type, null)));
    for (EntityType type : after.entities()) {
      TypePair known = pairs.get(type.tableId());
      pairs.put(type.tableId(), new TypePair(known == null ? null : known.before(), type));
    }
    return new ArrayList<>(pairs.values());
  }

  /** Whether entities of a type may be large. */
  static boolean hasBlobs(EntityType type) {
    return type.properties().stream()
        .anyMatch(property -> property.type() instanceof PropertyType.Blob);
  }

  /** The later form of it where there is one. */
  EntityType type() {
    return Objects.requireNonNull(after == null ? before : after);
  }

  TableId table() {
    return type().tableId();
  }

  Kind kind() {
    return table().isOfEdges() ? Kind.EDGE : Kind.NODE;
  }

  boolean isNamed(String name) {
    return (before != null && before.name().equals(name))
        || (after != null && after.name().equals(name));
  }
}
