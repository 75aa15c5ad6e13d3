package dev.omnigraph.table;

import java.util.HashSet;
import java.util.Set;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.Transaction;
import org.lance.index.Index;

/** Reads what a version's manifest names. */
final class LanceContents {
  private LanceContents() {}

  static VersionContents of(TableVersion version, Dataset dataset) {
    return LanceFailures.guard(
        "read what a version of " + version.path() + " names", () -> read(version, dataset));
  }

  /** The data, deletions and indexes. */
  static Set<String> parts(String path, Dataset dataset) {
    return LanceFailures.guard(
        "read what a version of " + path + " names", () -> named(path, dataset));
  }

  private static VersionContents read(TableVersion version, Dataset dataset) {
    Set<String> vital = named(version.path(), dataset);
    vital.add(TableObject.manifest(version));
    Set<String> units = new HashSet<>(vital);
    addTransaction(units, version.path(), dataset);
    return new VersionContents(units, vital);
  }

  private static Set<String> named(String path, Dataset dataset) {
    Set<String> parts = new HashSet<>();
    for (Fragment fragment : dataset.getFragments()) {
      parts.addAll(FragmentMessage.of(fragment.metadata()).files(path));
    }
    for (Index index : dataset.getIndexes()) {
      parts.add(TableObject.index(path, index.uuid().toString()));
    }
    return parts;
  }

  private static void addTransaction(Set<String> units, String path, Dataset dataset) {
    try (Transaction transaction = dataset.readTransaction().orElse(null)) {
      if (transaction != null) {
        units.add(TableObject.transactionUnit(path, transaction.uuid()));
      }
    }
  }
}
