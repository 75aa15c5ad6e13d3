package dev.omnigraph.protocol.world;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.protocol.world.FakeTables.Change;
import dev.omnigraph.protocol.world.FakeTables.Fragment;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.LookupCost;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.UpkeepPlan;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.table.WritableTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A version of a table, as operations of the tests read and change it. */
public final class FakeTable implements WritableTable {
  private final FakeTables tables;
  private final Pin pin;
  private final List<Fragment> fragments;

  FakeTable(FakeTables tables, Pin pin) {
    this.tables = tables;
    this.pin = pin;
    this.fragments = tables.fragments(pin);
  }

  public Map<String, String> rows() {
    return tables.rows(pin);
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
          added.add(tables.write(pin, kept));
        }
      }
    }
    added.add(tables.write(pin, rows));
    return new Change(OperationId.NONE, removed, added);
  }

  public Change delete(String id) {
    Change change = upsert(Map.of(id, "deleted"));
    return new Change(
        OperationId.NONE, change.removed(), change.added().subList(0, change.added().size() - 1));
  }

  public Change compact() {
    return new Change(OperationId.NONE, fragments, List.of(tables.write(pin, rows())));
  }

  public int fragmentCount() {
    return fragments.size();
  }

  @Override
  public Pin pin() {
    return pin;
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
    return Optional.of(tables.commit(pin, change.operationId(), after));
  }

  @Override
  public void close() {
    tables.closed.incrementAndGet();
  }

  @Override
  public UpkeepPlan planUpkeep(UpkeepPolicy policy, List<IndexSpec> indexes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StagedChange stageUpkeep(UpkeepPlan plan, UpkeepPolicy policy, OperationId operationId) {
    throw new UnsupportedOperationException();
  }

  /** Rows here have no columns. */
  @Override
  public StagedChange stageColumns(ColumnChange change, OperationId operationId) {
    return (change.rewrite() ? compact() : new Change(OperationId.NONE, List.of(), List.of()))
        .by(operationId);
  }

  @Override
  public Schema schema() {
    throw new UnsupportedOperationException();
  }

  @Override
  public BatchStream scan(ScanRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean usesIndex(ScanRequest request) {
    return request.filter() != null;
  }

  @Override
  public int roundTrips(ScanRequest request) {
    return 1;
  }

  @Override
  public LookupCost lookupCost() {
    return LookupCost.NEAR;
  }

  @Override
  public long count(@Nullable Predicate filter) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Staging stage(OperationId operationId) {
    throw new UnsupportedOperationException();
  }
}
