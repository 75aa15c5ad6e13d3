package dev.omnigraph.evolve;

import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ColumnChange;
import java.util.ArrayList;
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
      ColumnChange change = ColumnChange.between(type, now, purged.contains(type.tableId()));
      boolean sameNames =
          change.origins().entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
      if (!sameNames
          || !change.renamed().isEmpty()
          || !change.cleared().isEmpty()
          || !ArrowSchemas.of(type).equals(change.columns())) {
        changes.add(new Reshaped(type, change));
      }
    }
    return changes;
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
}
