package dev.omnigraph.table;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One version of one table, open. Immutable and thread-safe; close it once, after its streams. */
public interface Table extends AutoCloseable {
  Pin pin();

  Schema schema();

  /**
   * The files that the version names, as {@link TableObject#unit} names them: a file by its key, an
   * index by its folder. Costs no request.
   */
  default Set<String> named() {
    return Set.of();
  }

  /** Starts a scan; rows come in no particular order but the one asked for. */
  BatchStream scan(ScanRequest request);

  /** Rows that match, or all; without a filter it costs no request. */
  long count(@Nullable Predicate filter);

  /** Whether a scan looks into an index for what it can of its filter. */
  boolean usesIndex(ScanRequest request);

  /** How many requests a cold scan waits for one after the other, at most. */
  int roundTrips(ScanRequest request);

  LookupCost lookupCost();

  /** Starts staging a change based on this version. Nothing it writes is visible to anyone. */
  Staging stage(String operationId);

  /**
   * What upkeep has to do here, by the manifest alone: rewriting fragments, and bringing the
   * indexes to cover every row. After it was done, nothing is left to do.
   */
  UpkeepPlan planUpkeep(UpkeepPolicy policy, List<IndexSpec> indexes);

  /**
   * Stages a plan made on this very version. The rows stay the same. The change fits another
   * version while every fragment that it rewrites is unchanged there.
   */
  StagedChange stageUpkeep(UpkeepPlan plan, UpkeepPolicy policy, String operationId);

  /**
   * Stages other columns for the rows that are there. Without a rewrite the change fits every
   * version with the same columns, at a cost that does not depend on the rows; with one, only this
   * version, and its indexes are gone until the next upkeep.
   */
  StagedChange stageColumns(ColumnChange change, String operationId);

  /**
   * Makes a version of this one plus the change, by detached commits that carry the operation id.
   *
   * <p>The change may have been staged on another version of the same table: appends always fit;
   * deletes fit only while every fragment that they touch is unchanged, and otherwise the answer is
   * empty and the change must be staged again.
   */
  Optional<Pin> commit(StagedChange change);

  @Override
  void close();
}
