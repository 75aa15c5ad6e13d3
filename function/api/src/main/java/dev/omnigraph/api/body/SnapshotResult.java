package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.call.Snapshot;
import java.util.List;

/** A branch at one commit. */
@JsonNaming(SnakeCaseStrategy.class)
public record SnapshotResult(
    String branch,
    String branchId,
    long seq,
    String commit,
    String authoredAt,
    String schemaHash,
    List<Table> tables) {

  public static SnapshotResult of(Snapshot snapshot) {
    return new SnapshotResult(
        snapshot.branch(),
        snapshot.branchId(),
        snapshot.seq(),
        snapshot.commitId(),
        snapshot.authoredAt().toString(),
        snapshot.schemaHash().toString(),
        snapshot.tables().stream().map(Table::of).toList());
  }

  /** One table. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Table(
      String type, String kind, String tableId, long rows, String path, String version) {
    static Table of(Snapshot.Table table) {
      return new Table(
          table.type(),
          table.kind(),
          table.tableId().toString(),
          table.rows(),
          table.path(),
          table.version());
    }
  }
}
