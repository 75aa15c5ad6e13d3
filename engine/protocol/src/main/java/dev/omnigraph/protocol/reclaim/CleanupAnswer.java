package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.id.TableId;
import java.time.Instant;
import java.util.SortedMap;

/**
 * What a cleanup deleted, or in a dry run would delete.
 *
 * @param retainedSince by the store's clock: states that were newest at any time after it are kept
 * @param tables of any branch, also those that no schema has any more; only those that lost
 *     something
 * @param changeSets lists of changed ids that belong to no commit
 * @param auditEntries entries older than the retention
 */
public record CleanupAnswer(
    Instant retainedSince,
    boolean dryRun,
    SortedMap<TableId, Deleted> tables,
    Deleted changeSets,
    Deleted auditEntries) {

  /** Objects and their bytes. */
  public record Deleted(long objects, long bytes) {
    public static final Deleted NOTHING = new Deleted(0, 0);

    public Deleted plus(Deleted other) {
      return new Deleted(objects + other.objects(), bytes + other.bytes());
    }
  }

  /** All of these together. */
  public Deleted total() {
    return tables.values().stream()
        .reduce(Deleted.NOTHING, Deleted::plus)
        .plus(changeSets)
        .plus(auditEntries);
  }
}
