package dev.omnigraph.merge;

import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which schema a merge ends with: the one that only one side changed. */
final class SchemaMerge {
  private SchemaMerge() {}

  /**
   * Refuses what cannot be merged.
   *
   * @throws GraphException {@code merge_schemas_differ}
   */
  static void check(MergeInput input) {
    if (input.hasOneSchema()) {
      return;
    }
    SchemaHash ours = input.target().state().schema();
    SchemaHash theirs = input.source().state().schema();
    boolean onlyOursChanged =
        input.common() != null && input.common().state().schema().equals(theirs);
    if (!ours.equals(theirs) && !onlyOursChanged) {
      throw refused("The source changed the schema, and the target has gone on since.", input);
    }
    requireTypes(input);
  }

  /** That the target still has every type of which the source changed entities. */
  static void requireTypes(MergeInput input) {
    for (EntityType type : input.source().catalog().entities()) {
      if (!input.theirs(type).isEmpty() && Images.typeIn(input.target(), type).isEmpty()) {
        throw refused(
            "The source changed entities of type %s, which the target's schema has no longer."
                .formatted(type.name()),
            input);
      }
    }
  }

  /** What brings the source's schema to a target that has not changed. */
  static Optional<SchemaChange> taken(MergeInput input) {
    return taken(input.target(), input.source());
  }

  /** What brings the schema of one state, and the tables that only it has, to another. */
  static Optional<SchemaChange> taken(BranchView target, BranchView source) {
    ManifestState ours = target.state();
    ManifestState theirs = source.state();
    if (ours.schema().equals(theirs.schema())) {
      return Optional.empty();
    }
    SortedMap<TableId, Pin> adopted = new TreeMap<>();
    SortedMap<TableId, String> renamed = new TreeMap<>();
    for (EntityType type : source.catalog().entities()) {
      TableId table = type.tableId();
      Pin pin = theirs.pins().get(table);
      if (pin != null && !ours.pins().containsKey(table)) {
        adopted.put(table, pin);
      }
      Images.typeIn(target, type)
          .filter(own -> !own.name().equals(type.name()))
          .ifPresent(own -> renamed.put(table, type.name()));
    }
    List<TableId> dropped = new ArrayList<>(ours.pins().keySet());
    dropped.removeAll(theirs.pins().keySet());
    List<TableId> purged = new ArrayList<>();
    for (Map.Entry<TableId, Long> entry : theirs.purged().entrySet()) {
      if (!entry.getValue().equals(ours.purged().get(entry.getKey()))) {
        purged.add(entry.getKey());
      }
    }
    return Optional.of(
        new SchemaChange(source.catalog(), List.of(), adopted, renamed, dropped, purged));
  }

  static GraphException refused(String reason, MergeInput input) {
    return GraphException.of(MergeError.MERGE_SCHEMAS_DIFFER, reason)
        .with("target_schema", input.target().state().schema().toString())
        .with("source_schema", input.source().state().schema().toString())
        .build();
  }
}
