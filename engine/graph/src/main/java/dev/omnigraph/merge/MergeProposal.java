package dev.omnigraph.merge;

import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeAnswer.Outcome;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Merged;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a merge would publish. Owns the rows, and the states that it was decided by. */
public final class MergeProposal implements Proposal<MergeAnswer> {
  private final Relation relation;
  private final Outcome outcome;
  private final List<MergedTable> writes;
  private final FoundConflicts conflicts;
  private final Set<TableId> reads;
  private final @Nullable SchemaChange schema;
  private final Optional<NewTexts> texts;
  private final AutoCloseable owned;

  private MergeProposal(
      Relation relation,
      Outcome outcome,
      List<MergedTable> writes,
      FoundConflicts conflicts,
      Set<TableId> reads,
      @Nullable SchemaChange schema,
      Optional<NewTexts> texts,
      AutoCloseable owned) {
    this.relation = relation;
    this.outcome = outcome;
    this.writes = writes;
    this.conflicts = conflicts;
    this.reads = reads;
    this.schema = schema;
    this.texts = texts;
    this.owned = owned;
  }

  static MergeProposal upToDate(Relation relation) {
    return new MergeProposal(
        relation,
        Outcome.ALREADY_UP_TO_DATE,
        List.of(),
        FoundConflicts.NONE,
        Set.of(),
        null,
        Optional.empty(),
        () -> {});
  }

  /**
   * What a plan comes to.
   *
   * @param outcome if nothing stands against it
   * @param texts stored queries that the target gets
   * @param bases closed with the proposal
   */
  static MergeProposal of(
      MergePlan plan, Relation relation, Outcome outcome, Optional<NewTexts> texts, Bases bases) {
    MergeInput input = plan.input();
    boolean isTurned = input.ground() == Ground.SOURCE;
    BranchView planned = input.target();
    BranchView brought = input.source();
    return new MergeProposal(
        relation,
        outcome,
        isTurned ? new TurnedPlan(plan).writes() : plan.writes(),
        plan.conflicts(),
        isTurned ? brought.pins().keySet() : MergePlan.reads(input),
        isTurned ? SchemaMerge.taken(brought, planned, bases.states(relation)).orElse(null) : null,
        texts,
        () -> {
          plan.close();
          bases.close();
        });
  }

  /**
   * @throws GraphException {@code merge_conflicts} with the first of them
   */
  void requireNoConflicts() {
    Conflicts.require(
        conflicts,
        Map.of(
            "source", relation.theirs().commitId().toString(),
            "target", relation.ours().commitId().toString()));
  }

  MergeAnswer asDryRun(CommitId head) {
    return answer(conflicts.isEmpty() ? outcome : Outcome.CONFLICTS, head, conflicts);
  }

  @Override
  public List<TableWrite> writes() {
    return List.copyOf(writes);
  }

  @Override
  public Optional<SchemaChange> schema() {
    return Optional.ofNullable(schema);
  }

  @Override
  public Optional<NewTexts> texts() {
    return texts;
  }

  @Override
  public Optional<Merged> merged() {
    return outcome == Outcome.ALREADY_UP_TO_DATE
        ? Optional.empty()
        : Optional.of(relation.merged());
  }

  @Override
  public Set<TableId> reads() {
    return reads;
  }

  @Override
  public boolean survivesDisjointChanges() {
    return false;
  }

  @Override
  public MergeAnswer answer(CommitId commitId, CommitReport report) {
    return answer(outcome, commitId, FoundConflicts.NONE);
  }

  private MergeAnswer answer(Outcome ended, CommitId commitId, FoundConflicts against) {
    return new MergeAnswer(
        ended,
        commitId,
        relation.theirs().commitId(),
        relation.bases().stream().map(CommitPoint::commitId).toList(),
        Tables.of(writes, schema),
        against,
        false,
        null);
  }

  @Override
  public void close() {
    try {
      owned.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
