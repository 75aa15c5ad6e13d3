package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;

/**
 * A {@link dev.omnigraph.view.View} of a branch at one of its states, over tables that somebody has
 * open.
 */
public final class StateView implements BranchView {
  private final BranchObject branch;
  private final ManifestState state;
  private final Catalog catalog;
  private final Instant now;
  private final OpenTables tables;
  private final boolean ownsTables;

  public StateView(
      BranchObject branch,
      ManifestState state,
      Catalog catalog,
      Instant now,
      OpenTables tables,
      boolean ownsTables) {
    this.branch = branch;
    this.state = state;
    this.catalog = catalog;
    this.now = now;
    this.tables = tables;
    this.ownsTables = ownsTables;
  }

  @Override
  public ManifestState state() {
    return state;
  }

  @Override
  public String branchId() {
    return branch.branchId();
  }

  @Override
  public String branch() {
    return branch.name();
  }

  @Override
  public long seq() {
    return state.seq();
  }

  @Override
  public String commitId() {
    return state.commitId();
  }

  @Override
  public String logicalCommitId() {
    return state.logicalCommitId();
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public SortedMap<String, Pin> pins() {
    return state.pins();
  }

  @Override
  public Table table(EntityType type) {
    return tables.table(pin(type));
  }

  @Override
  public void prefetch(Collection<? extends EntityType> types) {
    types.forEach(type -> tables.start(pin(type)));
  }

  @Override
  public void close() {
    if (ownsTables) {
      tables.close();
    }
  }

  private Pin pin(EntityType type) {
    Pin pin = state.pins().get(type.tableId());
    if (pin == null) {
      throw Failures.defect(
          "Commit " + state.commitId() + " has no table for type " + type.name() + ".");
    }
    if (state.isPurged(type.tableId())) {
      throw Failures.dataPurged(branch.name(), type.name());
    }
    return pin;
  }
}
