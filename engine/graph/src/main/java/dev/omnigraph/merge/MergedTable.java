package dev.omnigraph.merge;

import dev.omnigraph.commit.Proposal;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.WritableTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a merge does to one table of the target.
 *
 * @param how to write it
 * @param changes the entities that it changes, by id
 * @param decided the entities that were looked at one by one
 */
record MergedTable(EntityType type, How how, ChangeSet.Inline changes, Decided decided)
    implements AutoCloseable, Proposal.TableWrite {
  /** Of which no entity was looked at. */
  static MergedTable whole(EntityType type, How how, ChangeSet.Inline changes) {
    return new MergedTable(type, how, changes, Decided.NONE);
  }

  /** Where the rows come from. */
  sealed interface How {
    /** The target takes the source's version. */
    record Take(Pin version) implements How {}

    /**
     * The target gets fragments of the source as they are, and loses rows.
     *
     * @param gone addresses in the target
     */
    record Adopt(Table source, List<LiveFile> fragments, List<Long> gone) implements How {}

    /**
     * Rows are written.
     *
     * @param gone addresses in the target of rows that go beside those that the delta names
     */
    record Rows(TableDelta delta, List<Long> gone) implements How {}

    /** The target takes the source's version, with a change made on that. */
    record TakeChanged(WritableTable version, How change) implements How {}
  }

  /** The rows, if they were read. */
  @Nullable TableDelta delta() {
    return how instanceof How.Rows rows ? rows.delta() : null;
  }

  boolean isEmpty() {
    return changes.counts().total() == 0;
  }

  /** Ids that are in the table after it, because of it. */
  Set<String> written() {
    Set<String> written = new HashSet<>(changes.inserted());
    written.addAll(changes.updated());
    return written;
  }

  @Override
  public StagedChange stage(WritableTable table, OperationId operationId) {
    return stage(table, how, operationId);
  }

  private static StagedChange stage(WritableTable table, How how, OperationId operationId) {
    return switch (how) {
      case How.Take(Pin version) -> table.take(version);
      case How.TakeChanged(WritableTable version, How change) ->
          table.take(version, stage(version, change, operationId));
      case How.Adopt(Table source, List<LiveFile> fragments, List<Long> gone) -> {
        try (Staging staging = table.stage(operationId)) {
          gone.forEach(staging::delete);
          fragments.forEach(fragment -> staging.adopt(source, fragment));
          yield staging.finish();
        }
      }
      case How.Rows(TableDelta delta, List<Long> gone) -> {
        try (Staging staging = table.stage(operationId)) {
          gone.forEach(staging::delete);
          delta.forEachAddress(staging::delete);
          delta.forEachBatch(staging::append);
          yield staging.finish();
        }
      }
    };
  }

  @Override
  public void close() {
    if (how instanceof How.Rows rows) {
      rows.delta().close();
    }
  }
}
