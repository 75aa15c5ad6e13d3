package dev.omnigraph.table;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.lance.index.Index;

/** Reads what a version's manifest names. */
final class LanceContents {
  private LanceContents() {}

  static VersionContents of(TableVersion version, Dataset dataset) {
    return LanceFailures.guard(
        "read what a version of " + version.path() + " names", () -> read(version, dataset));
  }

  private static VersionContents read(TableVersion version, Dataset dataset) {
    String path = version.path();
    Set<String> vital = new HashSet<>();
    vital.add(TableObject.manifest(version));
    for (Fragment fragment : dataset.getFragments()) {
      addFragment(vital, path, fragment.metadata());
    }
    for (Index index : dataset.getIndexes()) {
      vital.add(TableObject.index(path, index.uuid().toString()));
    }
    Set<String> units = new HashSet<>(vital);
    return new VersionContents(addTransaction(units, path, dataset), units, vital);
  }

  private static void addFragment(Set<String> units, String path, FragmentMetadata fragment) {
    for (DataFile file : fragment.getFiles()) {
      units.add(TableObject.data(path, file.getPath()));
    }
    @Nullable DeletionFile deletions = fragment.getDeletionFile();
    if (deletions != null) {
      units.add(
          TableObject.deletions(
              path,
              fragment.getId(),
              deletions.getReadVersion(),
              deletions.getId(),
              deletions.getFileType() == DeletionFileType.ARRAY ? ".arrow" : ".bin"));
    }
  }

  private static @Nullable String addTransaction(Set<String> units, String path, Dataset dataset) {
    try (Transaction transaction = dataset.readTransaction().orElse(null)) {
      if (transaction == null) {
        return null;
      }
      units.add(TableObject.transactionUnit(path, transaction.uuid()));
      return transaction.transactionProperties().orElse(Map.of()).get(DetachedCommit.OPERATION);
    }
  }
}
