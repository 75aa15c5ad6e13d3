package dev.omnigraph.table;

import java.util.Optional;

/** Another version of the table, taken as it is: nothing is written for it. */
record TakenVersion(Pin version) implements LanceChange {
  @Override
  public Optional<Pin> commitOn(LanceTable table) {
    Pin now = table.pin();
    if (!now.path().equals(version.path())) {
      throw LanceFailures.defect("A version of " + version.path() + " was taken for " + now.path());
    }
    return Optional.of(
        now.digest().equals(version.digest()) ? now : version.withGeneration(now.generation() + 1));
  }

  @Override
  public long appendedRows() {
    return 0;
  }

  @Override
  public long deletedRows() {
    return 0;
  }
}
