package dev.omnigraph.commit;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.store.IoStats;

/**
 * What a write took, and what it changed.
 *
 * @param operationId the last one; a write that recovery took over has had others before
 * @param starts operation ids used; more than one when an arming was not certain or recovery came
 * @param attempts records sent, each for another seq
 * @param lostRaces attempts whose seq somebody else held
 * @param recovery what the sweep did that came first
 * @param controlIo requests for objects of the protocol; those for tables are counted by the tables
 * @param changes what the commit changed; nothing when there was none
 */
public record CommitReport(
    OperationId operationId,
    int starts,
    int attempts,
    int lostRaces,
    SweepReport recovery,
    IoStats controlIo,
    Changes changes) {
  /** Of a write that asked nobody. */
  public static final CommitReport NONE =
      new CommitReport(OperationId.NONE, 0, 0, 0, SweepReport.NOTHING, IoStats.NONE, Changes.NONE);

  /**
   * What a commit changed.
   *
   * @param tables with a new version, compacted ones included
   * @param entities in all of them
   */
  public record Changes(int tables, ChangeSet.Counts entities) {
    public static final Changes NONE = new Changes(0, ChangeSet.Counts.NONE);

    public static Changes of(ManifestRecord record) {
      ChangeSet.Counts all =
          record.tables().values().stream()
              .map(change -> change.changes().counts())
              .reduce(ChangeSet.Counts.NONE, ChangeSet.Counts::plus);
      return new Changes(record.tables().size(), all);
    }
  }
}
