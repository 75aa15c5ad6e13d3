package dev.omnigraph.protocol.world;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.protocol.world.FakeTables.Change;
import dev.omnigraph.protocol.world.FakeTables.Fragment;
import dev.omnigraph.protocol.world.FakeTables.Present;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A version of a table, as operations of the tests read and change it. */
public final class FakeTable extends UnreadTable {
  private final FakeTables tables;
  private final List<Present> fragments;

  FakeTable(FakeTables tables, Pin pin) {
    super(pin);
    this.tables = tables;
    this.fragments = tables.fragments(pin);
  }

  public Map<String, String> rows() {
    return tables.rows(pin());
  }

  /** Rows put under their ids, replacing those that are there. */
  public Change upsert(Map<String, String> rows) {
    List<Fragment> added = new ArrayList<>();
    List<Present> removed = without(rows.keySet(), added);
    added.add(tables.write(pin(), rows));
    return Change.ofRows(removed, added);
  }

  public Change delete(String id) {
    List<Fragment> left = new ArrayList<>();
    return Change.ofRows(without(Set.of(id), left), left);
  }

  /** The files that another version has and an earlier one did not, as they are. */
  Change adopt(FakeTable source, Pin before) {
    List<Fragment> known = tables.fragmentsOf(before).stream().map(Present::fragment).toList();
    return Change.ofRows(
        List.of(),
        source.fragments.stream()
            .map(Present::fragment)
            .filter(fragment -> !known.contains(fragment))
            .toList());
  }

  public Change compact() {
    return Change.ofBase(fragments, List.of(tables.write(pin(), rows())));
  }

  /** A look-up object and a search segment of the rows that are there. */
  public Change derive() {
    return new Change(
        false,
        List.of(),
        List.of(),
        List.of(tables.writeLookup(pin())),
        List.of(tables.writeSegment(pin())));
  }

  /** What is found to be as it should be only while it is staged. */
  public Change nothing() {
    return Change.NOTHING;
  }

  /** Other columns for the rows that are there. */
  public Change newColumns() {
    return Change.ofBase(List.of(), List.of());
  }

  /** The fragments that have some of the ids, and what is left of them. */
  private List<Present> without(Set<String> ids, List<Fragment> left) {
    List<Present> removed = new ArrayList<>();
    for (Present present : fragments) {
      Map<String, String> kept = new TreeMap<>(present.fragment().rows());
      if (kept.keySet().removeAll(ids)) {
        removed.add(present);
        if (!kept.isEmpty()) {
          left.add(tables.write(pin(), kept));
        }
      }
    }
    return removed;
  }

  public int fragmentCount() {
    return fragments.size();
  }

  @Override
  public Optional<StagedChange> moved(StagedChange change) {
    return fragments.containsAll(((Change) change).removed())
        ? Optional.of(change)
        : Optional.empty();
  }

  @Override
  public Optional<Pin> commit(StagedChange staged) {
    return tables.commit(pin(), (Change) staged);
  }

  @Override
  public void close() {
    tables.closed.incrementAndGet();
  }

  /** Rows here have no columns. */
  @Override
  public StagedChange stageColumns(
      ColumnChange change, OperationId operationId, Runnable beforeFragment) {
    return change.rewrite() ? compact() : newColumns();
  }
}
