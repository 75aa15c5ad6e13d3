package dev.omnigraph.table;

import java.util.Optional;

/** A staged change that knows how to become a version. */
sealed interface LanceChange extends StagedChange
    permits RowChange, UpkeepChange, LanceColumnChange, TakenVersion, ChangedVersion {

  /** See {@link WritableTable#moved}. */
  default Optional<StagedChange> movedTo(LanceTable table) {
    return Optional.of(this);
  }

  /** Empty when the change no longer fits the table, see {@link WritableTable#commit}. */
  Optional<Pin> commitOn(LanceTable table);
}
