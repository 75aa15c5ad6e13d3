package dev.omnigraph.call;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A branch at one commit: what is in each table. */
public record Snapshot(
    BranchName branch,
    BranchId branchId,
    long seq,
    CommitId commitId,
    Instant authoredAt,
    SchemaHash schemaHash,
    List<Table> tables) {
  public Snapshot {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param kind {@code node} or {@code edge}
   * @param version what tells the versions of the table apart
   */
  public record Table(
      String type, String kind, TableId tableId, long rows, String path, String version) {}

  public static Snapshot of(BranchView view) {
    return new Snapshot(
        view.branch(),
        view.branchId(),
        view.seq(),
        view.logicalCommitId(),
        view.state().authoredAt(),
        view.catalog().hash(),
        view.catalog().entities().stream().map(type -> table(type, view)).toList());
  }

  private static Table table(EntityType type, BranchView view) {
    Pin pin = Objects.requireNonNull(view.pins().get(type.tableId()), type.name());
    return new Table(
        type.name(),
        type instanceof EdgeType ? "edge" : "node",
        type.tableId(),
        pin.rows(),
        pin.path(),
        pin.digest());
  }
}
