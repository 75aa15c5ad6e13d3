package dev.omnigraph.mutate;

import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.EntityType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One type's part of the working set: entities as the statements so far have left them. */
final class WorkingTable {
  private final RowLayout layout;
  private final Map<String, Entity> entities = new LinkedHashMap<>();

  /**
   * An entity that a statement touched.
   *
   * @param values as they are now; null when it is deleted
   * @param former the committed row; null when there is none
   */
  record Entity(String id, @Nullable Object @Nullable [] values, @Nullable Former former) {}

  /** A committed row and where it is. */
  record Former(long address, @Nullable Object[] values) {}

  WorkingTable(EntityType type) {
    this.layout = new RowLayout(type);
  }

  RowLayout layout() {
    return layout;
  }

  int size() {
    return entities.size();
  }

  /** Whether a statement touched the entity, so that its committed row counts no more. */
  boolean has(String id) {
    return entities.containsKey(id);
  }

  @Nullable Entity get(String id) {
    return entities.get(id);
  }

  /** The entities there are now, of those that were touched; a copy. */
  List<Entity> present() {
    List<Entity> present = new ArrayList<>();
    for (Entity entity : entities.values()) {
      if (entity.values() != null) {
        present.add(entity);
      }
    }
    return present;
  }

  /** Sets the values of an entity; {@code former} is taken when it was not touched before. */
  void put(String id, @Nullable Object[] values, @Nullable Former former) {
    Entity before = entities.get(id);
    entities.put(id, new Entity(id, values, before == null ? former : before.former()));
  }

  void delete(String id, Former former) {
    entities.put(id, new Entity(id, null, former));
  }

  /** Whether the same statements have left the very same entities in both. */
  boolean isSame(@Nullable WorkingTable other) {
    // Values are compared as objects: it is the very row that an insert stated.
    return other != null && entities.equals(other.entities);
  }

  /** What has changed in the end. */
  TableDelta toDelta(BufferAllocator allocator) {
    TableDelta delta = new TableDelta(layout.type(), allocator);
    for (Entity entity : entities.values()) {
      Former former = entity.former();
      if (entity.values() != null) {
        int row = delta.add(entity.values(), 0, false);
        if (former != null) {
          delta.replaces(row, former.address(), former.values());
        }
      } else if (former != null) {
        delta.delete(entity.id(), former.address(), source(former));
      }
    }
    return delta;
  }

  private @Nullable String source(Former former) {
    return layout.position("src") < 0 ? null : Objects.toString(former.values()[RowLayout.SRC]);
  }
}
