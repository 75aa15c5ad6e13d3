package dev.omnigraph.protocol.world;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.protocol.world.FakeTables.Change;
import dev.omnigraph.protocol.world.FakeTables.Fragment;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A version of a table, as operations of the tests read and change it. */
public final class FakeTable extends UnreadTable {
  private final FakeTables tables;
  private final List<Fragment> fragments;

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
    List<Fragment> removed = new ArrayList<>();
    List<Fragment> added = new ArrayList<>();
    for (Fragment fragment : fragments) {
      if (fragment.rows().keySet().stream().anyMatch(rows::containsKey)) {
        Map<String, String> kept = new TreeMap<>(fragment.rows());
        kept.keySet().removeAll(rows.keySet());
        removed.add(fragment);
        if (!kept.isEmpty()) {
          added.add(tables.write(pin(), kept));
        }
      }
    }
    added.add(tables.write(pin(), rows));
    return new Change(OperationId.NONE, removed, added);
  }

  public Change delete(String id) {
    Change change = upsert(Map.of(id, "deleted"));
    return new Change(
        OperationId.NONE, change.removed(), change.added().subList(0, change.added().size() - 1));
  }

  public Change compact() {
    return new Change(OperationId.NONE, fragments, List.of(tables.write(pin(), rows())));
  }

  public int fragmentCount() {
    return fragments.size();
  }

  @Override
  public Optional<Pin> commit(StagedChange staged) {
    Change change = (Change) staged;
    List<Fragment> after = new ArrayList<>(fragments);
    for (Fragment fragment : change.removed()) {
      if (!after.remove(fragment)) {
        return Optional.empty();
      }
    }
    after.addAll(change.added());
    return Optional.of(tables.commit(pin(), change.operationId(), after));
  }

  @Override
  public void close() {
    tables.closed.incrementAndGet();
  }

  /** Rows here have no columns. */
  @Override
  public StagedChange stageColumns(ColumnChange change, OperationId operationId) {
    return (change.rewrite() ? compact() : new Change(OperationId.NONE, List.of(), List.of()))
        .by(operationId);
  }
}
