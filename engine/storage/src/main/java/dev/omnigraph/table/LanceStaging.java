package dev.omnigraph.table;

import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.lance.Fragment;
import org.lance.FragmentMetadata;

/** Collects rows into fragments, and deletions by fragment. */
final class LanceStaging implements Staging {
  private final LanceTable table;
  private final OperationId operationId;
  private final FragmentWriter writer;
  private final Map<Integer, BitSet> deleted = new TreeMap<>();
  private final List<FragmentMetadata> adopted = new ArrayList<>();
  private final Set<Pin> sources = new LinkedHashSet<>();
  private boolean finished;

  LanceStaging(LanceTable table, OperationId operationId) {
    this.table = table;
    this.operationId = operationId;
    this.writer = new FragmentWriter(table);
  }

  @Override
  public void append(VectorSchemaRoot rows) {
    checkOpen();
    writer.append(rows);
  }

  @Override
  public void delete(long rowAddress) {
    checkOpen();
    // A row address is the fragment's id in the upper and the row's offset in the lower half.
    int offset = (int) rowAddress;
    if (offset < 0) {
      throw LanceFailures.defect("There is no row at address " + rowAddress + ".");
    }
    deleted.computeIfAbsent((int) (rowAddress >>> 32), id -> new BitSet()).set(offset);
  }

  @Override
  public void adopt(Table source, LiveFile fragment) {
    checkOpen();
    if (!fragment.file().deletions().isEmpty() || !table.hasColumnsOf(source)) {
      throw LanceFailures.defect(
          "The fragment " + fragment.file().path() + " cannot be adopted as it is.");
    }
    for (Fragment there : ((LanceTable) source).fragments()) {
      if (there.getId() == fragment.fragment()) {
        adopted.add(withoutId(there.metadata()));
        sources.add(source.pin());
        return;
      }
    }
    throw LanceFailures.defect("There is no fragment " + fragment.fragment() + " to adopt.");
  }

  /** As a fragment that was just written: whoever commits it gives it an id. */
  private static FragmentMetadata withoutId(FragmentMetadata fragment) {
    return new FragmentMetadata(
        0,
        fragment.getFiles(),
        fragment.getPhysicalRows(),
        fragment.getDeletionFile(),
        fragment.getRowIdMeta());
  }

  @Override
  public StagedChange finish() {
    checkOpen();
    finished = true;
    List<CompletableFuture<RowChange.Touched>> deletions = deletions();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new));
    List<FragmentMetadata> added;
    try {
      added = writer.finish();
    } finally {
      // Nothing may use the table once this call is over, failed or not.
      all.exceptionally(failure -> null).join();
    }
    return new RowChange(
        table.pin().path(),
        operationId,
        added,
        List.copyOf(adopted),
        deletions.stream().map(LanceStaging::result).toList(),
        List.copyOf(sources),
        Map.copyOf(writer.known()),
        Stream.concat(added.stream(), adopted.stream())
            .mapToLong(FragmentMetadata::getPhysicalRows)
            .sum(),
        deleted.values().stream().mapToLong(BitSet::cardinality).sum());
  }

  @Override
  public void close() {
    finished = true;
    writer.close();
  }

  /** Checks all before it starts any. */
  private List<CompletableFuture<RowChange.Touched>> deletions() {
    if (deleted.isEmpty()) {
      return List.of();
    }
    Map<Integer, Fragment> fragments =
        table.fragments().stream().collect(Collectors.toMap(Fragment::getId, f -> f));
    deleted.forEach(
        (id, rows) -> {
          Fragment fragment = fragments.get(id);
          if (fragment == null || rows.length() > fragment.metadata().getPhysicalRows()) {
            throw LanceFailures.defect(
                "The table " + table.pin().path() + " has no row at a staged deletion's address.");
          }
        });
    return fragments.entrySet().stream()
        .filter(fragment -> deleted.containsKey(fragment.getKey()))
        .map(
            fragment ->
                CompletableFuture.supplyAsync(
                    () -> delete(fragment.getValue(), rows(fragment.getKey())),
                    table.tables().executor()))
        .toList();
  }

  private BitSet rows(int fragment) {
    return deleted.getOrDefault(fragment, new BitSet());
  }

  private static RowChange.Touched result(CompletableFuture<RowChange.Touched> deletion) {
    try {
      return deletion.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GraphException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private RowChange.Touched delete(Fragment fragment, BitSet rows) {
    FragmentMetadata before = fragment.metadata();
    if (before.getDeletionFile() == null && rows.cardinality() == before.getPhysicalRows()) {
      return new RowChange.Touched(before, null);
    }
    List<Integer> offsets = rows.stream().boxed().toList();
    FragmentMetadata after =
        LanceFailures.guard(
            "write a deletion file of the table " + table.pin().path(),
            () -> fragment.deleteRows(offsets));
    table.tables().counter().wrote(1, 0);
    return new RowChange.Touched(before, after);
  }

  private void checkOpen() {
    if (finished) {
      throw LanceFailures.defect("The staging is finished.");
    }
  }
}
