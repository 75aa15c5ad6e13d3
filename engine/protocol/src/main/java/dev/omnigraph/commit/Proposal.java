package dev.omnigraph.commit;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.WritableTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a prepared operation would publish. Closed when the operation ends or is prepared again.
 *
 * @param <A> the operation's answer
 */
public interface Proposal<A> extends AutoCloseable {

  /**
   * One entry per table changed, which may be one that a change of the schema adopts. Without any,
   * and without a {@link #schema}, {@link #texts} and a commit that is {@link #merged}, no commit
   * is made; nor when staging leaves all of these tables as they are.
   */
  List<TableWrite> writes();

  /**
   * The schema that the commit brings into force; empty when it stays. Then whoever captured the
   * old one prepares again.
   */
  default Optional<SchemaChange> schema() {
    return Optional.empty();
  }

  /** Stored queries or policies that the commit brings into force; empty when they stay. */
  default Optional<NewTexts> texts() {
    return Optional.empty();
  }

  /**
   * Whether the decision rests on the stored queries, as that of every change of schema, of
   * queries, and of a merge does. After a rival changed them it is prepared again.
   */
  default boolean restsOnQueries() {
    return schema().isPresent() || texts().isPresent() || merged().isPresent();
  }

  /**
   * The second parent of the commit, which is then made even if it changes no table; empty when it
   * is an ancestor already. A rival that merged anything makes the operation be prepared again.
   */
  default Optional<Merged> merged() {
    return Optional.empty();
  }

  /** Whether there is anything to publish. */
  default boolean hasEffect() {
    return !writes().isEmpty()
        || schema().isPresent()
        || texts().isPresent()
        || merged().isPresent();
  }

  /** Tables that the decision rests on beyond the changed ones: endpoints, constraints. */
  default Set<TableId> reads() {
    return Set.of();
  }

  /**
   * Whether, after a race that touched the tables but none of {@link #neededIds}, the staged rows
   * are still right: only inserts, and neither uniqueness other than the id nor cardinality
   * applies.
   */
  boolean survivesDisjointChanges();

  /**
   * The ids of the entities inserted here that others may name too, and of those that must go on
   * existing.
   */
  default Map<TableId, Set<String>> neededIds() {
    return Map.of();
  }

  /**
   * The answer to the caller.
   *
   * @param commitId the commit published; the branch's newest logical one when there was no effect
   * @param report what it took
   */
  A answer(CommitId commitId, CommitReport report);

  @Override
  default void close() {}

  /** The change of one table. */
  interface TableWrite {
    EntityType type();

    /** Writes data and deletion files for the table as the view has it; called once. */
    StagedChange stage(WritableTable table, OperationId operationId);

    /** What was changed; complete after {@link #stage}. */
    ChangeSet.Inline changes();
  }
}
