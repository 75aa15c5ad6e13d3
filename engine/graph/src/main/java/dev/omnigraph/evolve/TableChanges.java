package dev.omnigraph.evolve;

import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.RenamedValues;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which tables a plan touches, and how: by the plan alone. */
final class TableChanges {
  private TableChanges() {}

  /** A table that gets other columns. */
  record Reshaped(EntityType before, ColumnChange change) {}

  /** Of the types in both schemas, those whose columns differ. */
  static List<Reshaped> of(SchemaPlan plan) {
    Map<String, EntityType> after =
        plan.after().entities().stream().collect(Collectors.toMap(EntityType::id, type -> type));
    Set<TableId> purged = Set.copyOf(purgedColumns(plan));
    List<Reshaped> changes = new ArrayList<>();
    for (EntityType type : plan.before().entities()) {
      EntityType now = after.get(type.id());
      if (now == null) {
        continue;
      }
      ColumnChange change = columns(type, now, purged.contains(type.tableId()));
      boolean sameNames =
          change.origins().entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
      if (!sameNames
          || !change.renamed().isEmpty()
          || !ArrowSchemas.of(type).equals(change.columns())) {
        changes.add(new Reshaped(type, change));
      }
    }
    return changes;
  }

  /** From the columns of a type to those that it is to have. */
  static ColumnChange columns(EntityType before, EntityType after, boolean rewrite) {
    Map<String, String> origins = origins(before, after);
    Map<String, Object> defaults = new HashMap<>();
    for (Property property : after.properties()) {
      Object value = origins.containsKey(property.name()) ? null : property.defaultValue();
      if (value != null) {
        defaults.put(property.name(), value);
      }
    }
    return new ColumnChange(
        ArrowSchemas.of(after), origins, defaults, renamedValues(before, after), rewrite);
  }

  /** The tables that lose a property, or go, from history too. */
  static List<TableId> purged(SchemaPlan plan) {
    List<TableId> tables = new ArrayList<>(purgedColumns(plan));
    for (Planned planned : plan.steps()) {
      if (planned.step() instanceof SchemaStep.DropType(var type, var hard) && hard) {
        tables.add(type.tableId());
      }
    }
    return tables.stream().distinct().sorted().toList();
  }

  private static List<TableId> purgedColumns(SchemaPlan plan) {
    List<TableId> tables = new ArrayList<>();
    for (Planned planned : plan.steps()) {
      if (planned.step() instanceof SchemaStep.DropProperty(var type, var property, var hard)
          && hard) {
        tables.add(type.tableId());
      }
    }
    return tables;
  }

  private static Map<String, Map<String, String>> renamedValues(
      EntityType before, EntityType after) {
    Map<Integer, PropertyType> types =
        before.properties().stream().collect(Collectors.toMap(Property::id, Property::type));
    Map<String, Map<String, String>> renamed = new HashMap<>();
    for (Property property : after.properties()) {
      PropertyType type = types.get(property.id());
      Map<String, String> names = new HashMap<>();
      if (type != null) {
        RenamedValues.of(type, property.type()).forEach((name, old) -> names.put(old, name));
      }
      if (!names.isEmpty()) {
        renamed.put(property.name(), names);
      }
    }
    return renamed;
  }

  /** Names before by names after, of the columns that stay. */
  private static Map<String, String> origins(EntityType before, EntityType after) {
    Map<String, String> origins = new HashMap<>();
    for (String column : List.of(ArrowSchemas.ID, ArrowSchemas.SRC, ArrowSchemas.DST)) {
      if (ArrowSchemas.of(after).getFields().stream().anyMatch(f -> f.getName().equals(column))) {
        origins.put(column, column);
      }
    }
    Map<Integer, String> names =
        before.properties().stream().collect(Collectors.toMap(Property::id, Property::name));
    for (Property property : after.properties()) {
      String name = names.get(property.id());
      if (name != null) {
        origins.put(property.name(), name);
      }
    }
    return origins;
  }
}
