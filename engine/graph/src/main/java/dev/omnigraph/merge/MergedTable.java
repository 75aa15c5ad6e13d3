package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.lookup.LiveFile;
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
 * @param conflicts of single entities; with any of them nothing is written
 */
record MergedTable(
    EntityType type, How how, ChangeSet.Inline changes, List<MergeConflict> conflicts)
    implements AutoCloseable, Proposal.TableWrite {
  MergedTable {
    conflicts = List.copyOf(conflicts);
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
    if (how instanceof How.Take(Pin version)) {
      return table.take(version);
    }
    try (Staging staging = table.stage(operationId)) {
      switch (how) {
        case How.Take take -> {}
        case How.Adopt(Table source, List<LiveFile> fragments, List<Long> gone) -> {
          gone.forEach(staging::delete);
          fragments.forEach(fragment -> staging.adopt(source, fragment));
        }
        case How.Rows(TableDelta delta, List<Long> gone) -> {
          gone.forEach(staging::delete);
          delta.forEachAddress(staging::delete);
          delta.forEachBatch(staging::append);
        }
      }
      return staging.finish();
    }
  }

  @Override
  public void close() {
    if (how instanceof How.Rows rows) {
      rows.delta().close();
    }
  }
}
