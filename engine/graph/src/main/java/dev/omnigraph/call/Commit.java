package dev.omnigraph.call;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit of a branch's history.
 *
 * @param parents none for the first, two for a merge
 * @param tables what it touched
 */
public record Commit(
    CommitId commitId,
    long seq,
    CommitKind kind,
    BranchName branch,
    String actor,
    Instant authoredAt,
    List<CommitId> parents,
    List<Table> tables) {

  /** Entities of one type that a commit changed. */
  public record Table(String type, long inserted, long updated, long deleted, long rowsAfter) {}

  /**
   * @param catalog names the types; a table that it does not know keeps its id
   */
  public static Commit of(ManifestRecord record, BranchName branch, Catalog catalog) {
    List<CommitId> parents = new ArrayList<>();
    if (record.parentCommitId() != null) {
      parents.add(record.parentCommitId());
    }
    if (record.merged() != null) {
      parents.add(record.merged().commitId());
    }
    List<Table> tables = new ArrayList<>();
    record.tables().forEach((id, change) -> tables.add(table(nameOf(id, catalog), change)));
    return new Commit(
        record.commitId(),
        record.seq(),
        record.kind(),
        branch,
        record.actor(),
        record.authoredAt(),
        parents,
        tables);
  }

  private static Table table(String name, TableChange change) {
    ChangeSet.Counts counts = change.changes().counts();
    return new Table(name, counts.inserted(), counts.updated(), counts.deleted(), change.rows());
  }

  private static String nameOf(TableId table, Catalog catalog) {
    return catalog.entities().stream()
        .filter(type -> type.tableId().equals(table))
        .map(EntityType::name)
        .findFirst()
        .orElseGet(table::toString);
  }
}
