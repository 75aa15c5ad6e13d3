package dev.omnigraph;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The protocol's objects as people read them. */
final class Summaries {
  private Summaries() {}

  static Snapshot snapshot(BranchView view) {
    List<Snapshot.TableInfo> tables = new ArrayList<>();
    for (EntityType type : view.catalog().entities()) {
      Pin pin = Objects.requireNonNull(view.pins().get(type.tableId()), type.name());
      tables.add(
          new Snapshot.TableInfo(
              type.name(),
              type instanceof EdgeType ? "edge" : "node",
              type.tableId(),
              pin.rows(),
              pin.path(),
              Long.toString(pin.version())));
    }
    return new Snapshot(
        view.branch(),
        view.branchId(),
        view.seq(),
        view.logicalCommitId(),
        view.state().authoredAt(),
        view.catalog().hash(),
        tables);
  }

  /**
   * @param catalog names the types; a table that it does not know keeps its id
   */
  static CommitInfo commit(ManifestRecord record, String branch, Catalog catalog) {
    List<String> parents = new ArrayList<>();
    if (record.parentCommitId() != null) {
      parents.add(record.parentCommitId());
    }
    if (record.merged() != null) {
      parents.add(record.merged().commitId());
    }
    List<CommitInfo.TableSummary> tables = new ArrayList<>();
    record.tables().forEach((id, change) -> tables.add(table(nameOf(id, catalog), change)));
    return new CommitInfo(
        record.commitId(),
        record.seq(),
        record.kind(),
        branch,
        record.actor(),
        record.authoredAt(),
        parents,
        tables);
  }

  /** How many entities a commit changed, of nodes or of edges. */
  static long affected(ManifestRecord record, boolean edges) {
    return record.tables().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("edges/") == edges)
        .mapToLong(entry -> entry.getValue().changes().counts().total())
        .sum();
  }

  private static CommitInfo.TableSummary table(String name, TableChange change) {
    long rows = change.pin().rows();
    ChangeSet.Counts counts = change.changes().counts();
    return new CommitInfo.TableSummary(
        name, counts.inserted(), counts.updated(), counts.deleted(), rows);
  }

  private static String nameOf(String tableId, Catalog catalog) {
    return catalog.entities().stream()
        .filter(type -> type.tableId().equals(tableId))
        .map(EntityType::name)
        .findFirst()
        .orElse(tableId);
  }
}
