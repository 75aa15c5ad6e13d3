package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

  /** The data, deletions and indexes. */
  static Set<String> parts(String path, Dataset dataset) {
    return LanceFailures.guard(
        "read what a version of " + path + " names", () -> named(path, dataset));
  }

  private static VersionContents read(TableVersion version, Dataset dataset) {
    Set<String> vital = named(version.path(), dataset);
    vital.add(TableObject.manifest(version));
    Set<String> units = new HashSet<>(vital);
    return new VersionContents(addTransaction(units, version.path(), dataset), units, vital);
  }

  private static Set<String> named(String path, Dataset dataset) {
    Set<String> parts = new HashSet<>();
    for (Fragment fragment : dataset.getFragments()) {
      parts.addAll(files(path, fragment.metadata()));
    }
    for (Index index : dataset.getIndexes()) {
      parts.add(TableObject.index(path, index.uuid().toString()));
    }
    return parts;
  }

  /** A fragment's data and its list of deleted rows. */
  static List<String> files(String path, FragmentMetadata fragment) {
    List<String> files = new ArrayList<>();
    addFragment(files, path, fragment);
    return files;
  }

  private static void addFragment(List<String> units, String path, FragmentMetadata fragment) {
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

  private static @Nullable OperationId addTransaction(
      Set<String> units, String path, Dataset dataset) {
    try (Transaction transaction = dataset.readTransaction().orElse(null)) {
      if (transaction == null) {
        return null;
      }
      units.add(TableObject.transactionUnit(path, transaction.uuid()));
      String operation =
          transaction.transactionProperties().orElse(Map.of()).get(DetachedCommit.OPERATION);
      return operation == null ? null : new OperationId(operation);
    }
  }
}
