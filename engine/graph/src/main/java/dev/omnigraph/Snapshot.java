package dev.omnigraph;

import java.time.Instant;
import java.util.List;

/** A branch at one commit: what is in each table. */
public record Snapshot(
    String branch,
    String branchId,
    long seq,
    String commitId,
    Instant authoredAt,
    String schemaHash,
    List<TableInfo> tables) {

  /** One table; {@code kind} is {@code node} or {@code edge}. */
  public record TableInfo(
      String type, String kind, String tableId, long rows, String path, String version) {}
}
