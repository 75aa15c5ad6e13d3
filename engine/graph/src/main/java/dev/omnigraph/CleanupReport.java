package dev.omnigraph;

import dev.omnigraph.id.TableId;
import java.time.Instant;
import java.util.List;

/**
 * What a cleanup deleted, or in a dry run would delete.
 *
 * @param retainedSince by the store's clock: states that were newest at any time after it stay
 * @param tables those that lost something
 * @param changeSets lists of changed ids that belong to no commit
 * @param auditEntries entries older than the retention
 * @param objects of all of these together
 * @param bytes of all of these together
 */
public record CleanupReport(
    Instant retainedSince,
    boolean dryRun,
    List<TableReport> tables,
    long changeSets,
    long auditEntries,
    long objects,
    long bytes) {
  public CleanupReport {
    tables = List.copyOf(tables);
  }

  /** One table, of any branch, also one that no schema has any more. */
  public record TableReport(TableId tableId, long objects, long bytes) {}
}
