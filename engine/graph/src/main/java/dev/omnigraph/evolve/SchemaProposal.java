package dev.omnigraph.evolve;

import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.WritableTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A supported plan that is ready to be published.
 *
 * @param reads the tables whose rows decided that it is supported
 * @param staged what the last proposal staged, and this one does, of which each takes what fits
 * @param deadline asked before each fragment that is written
 */
record SchemaProposal(
    SchemaPlan plan,
    List<TableChanges.Reshaped> reshaped,
    Set<TableId> reads,
    Map<TableId, Staged> staged,
    Deadline deadline)
    implements Proposal<SchemaAnswer> {

  /** What was staged of a table; under another operation it is of no use. */
  record Staged(OperationId operationId, ColumnChange change, StagedChange files) {}

  @Override
  public List<TableWrite> writes() {
    return reshaped.stream()
        .map(table -> (TableWrite) new Reshape(table.before(), table.change(), staged, deadline))
        .toList();
  }

  @Override
  public Optional<SchemaChange> schema() {
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    List<EntityType> added = new ArrayList<>();
    TreeMap<TableId, String> renamed = new TreeMap<>();
    List<TableId> dropped = new ArrayList<>();
    for (Planned planned : plan.steps()) {
      switch (planned.step()) {
        case SchemaStep.AddType(var type) -> added.add(type);
        case SchemaStep.RenameType(var before, var type) ->
            renamed.put(type.tableId(), type.name());
        case SchemaStep.DropType(var type, var hard) -> dropped.add(type.tableId());
        default -> {}
      }
    }
    return Optional.of(
        new SchemaChange(plan.after(), added, renamed, dropped, TableChanges.purged(plan)));
  }

  /**
   * Unless rows decided: rivals' rows may decide otherwise. Where none did, rivals' rows get the
   * new columns too, and {@link WritableTable#commit} refuses where rows are rewritten.
   */
  @Override
  public boolean survivesDisjointChanges() {
    return reads.isEmpty();
  }

  @Override
  public SchemaAnswer answer(CommitId commitId, CommitReport report) {
    return new SchemaAnswer(plan.steps().stream().map(Planned::step).toList(), commitId, false);
  }

  private record Reshape(
      EntityType type, ColumnChange change, Map<TableId, Staged> staged, Deadline deadline)
      implements TableWrite {
    @Override
    public StagedChange stage(WritableTable table, OperationId operationId) {
      StagedChange files =
          Optional.ofNullable(staged.get(type.tableId()))
              .filter(last -> last.operationId().equals(operationId))
              .filter(last -> last.change().equals(change))
              .flatMap(last -> table.moved(last.files()))
              .orElseGet(() -> table.stageColumns(change, operationId, deadline::require));
      staged.put(type.tableId(), new Staged(operationId, change, files));
      return files;
    }

    /** Entities keep their ids and what is left of their values. */
    @Override
    public ChangeSet.Inline changes() {
      return ChangeSet.Inline.NONE;
    }
  }
}
