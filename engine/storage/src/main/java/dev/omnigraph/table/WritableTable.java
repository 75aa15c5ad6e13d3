package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import java.util.Optional;
import java.util.Set;

/**
 * A version on which others can be based. It stays as it is: every change makes a version of its
 * own, which nobody sees before a commit names it.
 */
public interface WritableTable extends Table {
  /**
   * The files that the version names, as {@link TableObject#unit} names them: a file by its key, an
   * index by its folder. At most two requests, for the list of indexes.
   */
  default Set<String> named() {
    return Set.of();
  }

  /**
   * Whether data files of the other version can be used here as they are: it is of the same table,
   * and its columns have the same names, types and numbers. Costs no request.
   */
  default boolean hasColumnsOf(Table other) {
    return false;
  }

  /**
   * A change whose version is another version of this table, taken whole: on whatever version it is
   * committed, nothing of that one is left.
   */
  default StagedChange take(Pin other) {
    throw new UnsupportedOperationException();
  }

  /**
   * The same with a change made on it: what is committed is the other version with the change.
   *
   * @param other a version of the same table, open until the change is committed for the last time
   * @param change staged on the other version
   */
  default StagedChange take(WritableTable other, StagedChange change) {
    throw new UnsupportedOperationException();
  }

  /** Starts staging a change based on this version. Nothing it writes is visible to anyone. */
  Staging stage(OperationId operationId);

  /**
   * Stages a plan made on this very version. The rows stay the same. The change fits another
   * version while every fragment that it rewrites is unchanged there.
   */
  StagedChange stageUpkeep(UpkeepPlan plan, UpkeepPolicy policy, OperationId operationId);

  /**
   * Stages other columns for the rows that are there. Without a rewrite, and without values to
   * write, the change fits every version with the same columns, at a cost that does not depend on
   * the rows. With values it fits those whose fragments all have the data files of fragments of
   * this version, and indexes of columns that become wider are gone until the next upkeep. With a
   * rewrite it fits only this version, and all indexes are gone.
   *
   * @param beforeFragment run before each fragment that is written, here and by {@link #moved};
   *     what it throws ends the staging
   */
  StagedChange stageColumns(ColumnChange change, OperationId operationId, Runnable beforeFragment);

  /**
   * A change that was staged on another version of the same table, made complete for this one: of
   * columns with values, what is missing is written, and the other files are taken as they are.
   * Every other change stays as it is.
   *
   * @return empty when nothing that was staged is of use here
   */
  default Optional<StagedChange> moved(StagedChange change) {
    return Optional.of(change);
  }

  /**
   * The version of this one plus the change. A change of rows costs no request; others, and those
   * of a version of very many fragments, make a new base by detached commits that carry the
   * operation id.
   *
   * <p>The change may have been staged on another version of the same table: appends always fit;
   * deletes fit only while every fragment that they touch is unchanged, and otherwise the answer is
   * empty and the change must be staged again.
   */
  Optional<Pin> commit(StagedChange change);
}
