package dev.omnigraph.protocol.world;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.LookupCost;
import dev.omnigraph.table.LookupSpec;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.SegmentSpec;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.StoredBlob;
import dev.omnigraph.table.UpkeepPlan;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.table.WritableTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A version of a table as the protocol sees it, which names versions and commits changes: whoever
 * reads columns or stages a change of them fails.
 */
public abstract class UnreadTable implements WritableTable {
  private final Pin pin;

  protected UnreadTable(Pin pin) {
    this.pin = pin;
  }

  @Override
  public final Pin pin() {
    return pin;
  }

  @Override
  public UpkeepPlan planUpkeep(
      UpkeepPolicy policy,
      List<IndexSpec> indexes,
      List<LookupSpec> lookups,
      List<SegmentSpec> segments) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StagedChange stageUpkeep(UpkeepPlan plan, UpkeepPolicy policy, OperationId operationId) {
    throw new UnsupportedOperationException();
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
  public Optional<StoredBlob> blob(String column, VectorSchemaRoot batch, int row) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> indexes(ScanRequest request) {
    return Set.of();
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

  @Override
  public StagedChange stageColumns(
      ColumnChange change, OperationId operationId, Runnable beforeFragment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
