package dev.omnigraph.table;

import dev.omnigraph.store.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Another version of the table, taken with a change that was staged on it. */
record ChangedVersion(LanceTable version, LanceChange change) implements LanceChange {
  @Override
  public Optional<Pin> commitOn(LanceTable table) {
    return change.commitOn(version).flatMap(changed -> new TakenVersion(changed).commitOn(table));
  }

  @Override
  public long appendedRows() {
    return change.appendedRows();
  }

  @Override
  public long deletedRows() {
    return change.deletedRows();
  }

  @Override
  public List<String> files() {
    return change.files();
  }

  @Override
  public Map<String, Fingerprint> known() {
    return change.known();
  }

  @Override
  public boolean isWhole() {
    return change.isWhole();
  }
}
