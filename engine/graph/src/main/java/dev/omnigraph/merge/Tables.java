package dev.omnigraph.merge;

import dev.omnigraph.call.Commit;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.Catalog;
import java.util.List;

/** How many entities of each type changed, as answers say it. */
final class Tables {
  private Tables() {}

  static List<MergeAnswer.Table> of(List<MergedTable> writes) {
    return writes.stream().map(Tables::of).toList();
  }

  private static MergeAnswer.Table of(MergedTable write) {
    ChangeSet.Counts counts = write.changes().counts();
    return new MergeAnswer.Table(
        write.type().name(), counts.inserted(), counts.updated(), counts.deleted());
  }

  /** Of a commit that was made before. */
  static List<MergeAnswer.Table> of(ManifestRecord record, BranchName branch, Catalog catalog) {
    return Commit.of(record, branch, catalog).tables().stream()
        .map(
            table ->
                new MergeAnswer.Table(
                    table.type(), table.inserted(), table.updated(), table.deleted()))
        .toList();
  }
}
