package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.store.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.operation.Append;
import org.lance.operation.Operation;
import org.lance.operation.Update;

/**
 * New fragments, and fragments with rows deleted.
 *
 * @param written fragments of files that the change wrote
 * @param adopted fragments of files that another version of the table has
 * @param touched the fragments that lose rows
 * @param sources versions that have the adopted files
 * @param known checksums of files, by key
 */
record RowChange(
    String path,
    OperationId operationId,
    List<FragmentMetadata> written,
    List<FragmentMetadata> adopted,
    List<Touched> touched,
    List<Pin> sources,
    Map<String, Fingerprint> known,
    long appendedRows,
    long deletedRows)
    implements LanceChange {

  /**
   * One fragment that loses rows.
   *
   * @param before as it was when staged: the change fits only while it still is
   * @param after with its new deletion file, or null when no row is left
   */
  record Touched(FragmentMetadata before, @Nullable FragmentMetadata after) {
    RowDelta.Touched inDelta() {
      return RowDelta.Touched.of(
          FragmentMessage.of(before), after == null ? null : FragmentMessage.of(after));
    }
  }

  @Override
  public Optional<Pin> commitOn(LanceTable table) {
    if (!table.pin().path().equals(path)) {
      throw LanceFailures.defect("A change of " + path + " was committed on " + table.pin().path());
    }
    List<FragmentMetadata> added = added();
    if (added.isEmpty() && touched.isEmpty()) {
      return Optional.of(table.pin());
    }
    if (table.tables().carries(table.pin(), added.size())) {
      return table.pin().after(delta()).map(pin -> withAdopted(table, pin));
    }
    return fits(table)
        ? Optional.of(
                DetachedCommit.commit(table, operationId, this::operation)
                    .withLookups(table.pin().lookups())
                    .withSegments(table.pin().segments())
                    .withValues(table.pin().values()))
            .map(pin -> withAdopted(table, pin))
        : Optional.empty();
  }

  private Pin withAdopted(LanceTable table, Pin pin) {
    return new AdoptedFiles(table, adopted).named(pin, sources);
  }

  private List<FragmentMetadata> added() {
    return Stream.concat(written.stream(), adopted.stream()).toList();
  }

  private RowDelta delta() {
    return RowDelta.of(
        added().stream().map(FragmentMessage::of).toList(),
        touched.stream().map(Touched::inDelta).toList());
  }

  /**
   * Of a fragment that loses rows, the list of them alone is new. Of an adopted one the files are
   * in the record of whoever wrote them.
   */
  @Override
  public List<String> files() {
    List<String> files = new ArrayList<>();
    written.forEach(fragment -> files.addAll(FragmentMessage.of(fragment).files(path)));
    for (Touched fragment : touched) {
      if (fragment.after() != null) {
        List<String> of = new ArrayList<>(FragmentMessage.of(fragment.after()).files(path));
        of.removeAll(FragmentMessage.of(fragment.before()).files(path));
        files.addAll(of);
      }
    }
    return files;
  }

  private boolean fits(LanceTable table) {
    if (touched.isEmpty()) {
      return true;
    }
    Map<Integer, FragmentMetadata> present = new HashMap<>();
    for (Fragment fragment : table.fragments()) {
      present.put(fragment.getId(), fragment.metadata());
    }
    // Ids are given out again in diverging versions; the equality covers the data files' own names.
    return touched.stream().allMatch(t -> t.before().equals(present.get(t.before().getId())));
  }

  private Operation operation() {
    if (touched.isEmpty()) {
      return Append.builder().fragments(added()).build();
    }
    // No update mode and no preserved fields: others leave indexes with stale answers.
    return Update.builder()
        .newFragments(added())
        .updatedFragments(
            touched.stream().flatMap(t -> Optional.ofNullable(t.after()).stream()).toList())
        .removedFragmentIds(
            touched.stream()
                .filter(t -> t.after() == null)
                .map(t -> (long) t.before().getId())
                .toList())
        .build();
  }
}
