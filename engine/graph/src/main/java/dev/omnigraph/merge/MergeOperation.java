package dev.omnigraph.merge;

import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeAnswer.Outcome;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.commit.Adopted;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.store.StorageError;
import dev.omnigraph.stored.StoredQueries;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A merge of a captured state into a branch, as one commit with two parents. What is new in the
 * source since the nearest common ancestor is put onto the target, entity by entity; where both
 * sides changed an entity, property by property. A merge that loses a race is prepared again on the
 * new target, with the source as it was captured.
 */
public final class MergeOperation implements Operation<MergeAnswer> {
  private final MergeRequest request;
  private final BranchView source;
  private final Ancestry ancestry;
  private final BufferAllocator allocator;
  private final long memoryBytes;

  /**
   * @param source what is merged; stays the caller's, and open until the operation has ended
   * @param memoryBytes that it may hold of what the sides changed, about
   */
  public MergeOperation(
      MergeRequest request,
      BranchView source,
      Ancestry ancestry,
      BufferAllocator allocator,
      long memoryBytes) {
    this.memoryBytes = memoryBytes;
    this.request = request;
    this.source = source;
    this.ancestry = ancestry;
    this.allocator = allocator;
  }

  @Override
  public CommitKind kind() {
    return CommitKind.MERGE;
  }

  @Override
  public List<Adopted> adopts() {
    return List.of(Adopted.of(source));
  }

  @Override
  public Optional<CommitPoint> merges() {
    return Optional.of(source.point());
  }

  /**
   * @throws GraphException {@code merge_conflicts} with the first of them, {@code
   *     merge_schemas_differ}, {@code merge_resolution}
   */
  @Override
  public MergeProposal prepare(View view) {
    MergeProposal proposal = plan((BranchView) view, ConflictWindow.FIRST);
    try {
      proposal.requireNoConflicts();
      return proposal;
    } catch (RuntimeException e) {
      proposal.close();
      throw e;
    }
  }

  /**
   * What it would do to a state of the target.
   *
   * @throws GraphException {@code merge_cursor}
   */
  public MergeAnswer dryRun(BranchView target, ConflictWindow window) {
    try (MergeProposal proposal = plan(target, window)) {
      return proposal.asDryRun(target.logicalCommitId());
    }
  }

  @Override
  public MergeAnswer replayed(ManifestRecord record) {
    return replayed(record, request.options().branch(), source.catalog());
  }

  /** The answer of a merge that was done before. */
  public static MergeAnswer replayed(ManifestRecord record, BranchName branch, Catalog catalog) {
    CommitPoint merged = Objects.requireNonNull(record.merged());
    return new MergeAnswer(
        Outcome.MERGED,
        record.commitId(),
        merged.commitId(),
        List.of(),
        Tables.of(record, branch, catalog),
        FoundConflicts.NONE,
        true,
        null);
  }

  private MergeProposal plan(BranchView target, ConflictWindow window) {
    Relation relation = ancestry.between(target, source);
    List<ManifestRecord> theirs = ancestry.chain(source, relation.theirsAfter());
    if (isUpkeep(theirs)) {
      return MergeProposal.upToDate(relation);
    }
    List<ManifestRecord> ours = ancestry.chain(target, relation.oursAfter());
    MergeMemory memory = new MergeMemory(memoryBytes);
    Bases bases = new Bases(ancestry, List.of(target, source));
    try {
      Base base = bases.of(relation);
      List<BranchView> states = bases.states(relation);
      Ground ground = SchemaMerge.ground(target, source, states);
      boolean isTurned = ground == Ground.SOURCE;
      Side theirSide = Side.of(source, states, theirs, ancestry::ids, false, memory);
      // What is put onto the other side must be known.
      Side ourSide = Side.of(target, states, ours, ancestry::ids, !isTurned, memory);
      BranchView kept = isTurned ? source : target;
      BranchView other = isTurned ? target : source;
      MergeInput input =
          new MergeInput(
              ground,
              kept,
              other,
              base,
              states,
              isTurned ? ourSide : theirSide,
              isTurned ? theirSide : ourSide,
              ground.seen(request.prefer()),
              Decisions.of(request.resolutions(), ground, kept, other),
              memory);
      Outcome outcome = isUpkeep(ours) ? Outcome.FAST_FORWARD : Outcome.MERGED;
      String binding =
          ConflictPlace.binding(
              source.commitId(), target.logicalCommitId(), request.prefer(), request.resolutions());
      MergePlan plan = MergePlan.of(input, allocator, () -> new ConflictList(window, binding));
      try {
        return MergeProposal.of(plan, relation, outcome, queries(target, kept, states), bases);
      } catch (RuntimeException e) {
        plan.close();
        throw e;
      }
    } catch (RuntimeException e) {
      try (bases) {
        if (e instanceof GraphException failure && failure.is(StorageError.TABLE_DATA_MISSING)) {
          bases.requireKept();
        }
      }
      throw e;
    }
  }

  /**
   * @param kept whose schema the merge ends with
   */
  private Optional<NewTexts> queries(BranchView target, BranchView kept, List<BranchView> bases) {
    TextsHash ours = target.state().texts().queries();
    TextsHash theirs = source.state().texts().queries();
    boolean isOneSchema = target.state().schema().equals(source.state().schema());
    if (isOneSchema && ours.equals(theirs)) {
      return Optional.empty();
    }
    Optional<NewTexts> merged =
        QueriesMerge.of(
            bases.stream().map(BranchView::queries).toList(),
            target.queries(),
            source.queries(),
            request.prefer());
    Texts after = merged.map(NewTexts::queries).orElseGet(target::queries);
    StoredQueries.requireFit(after, kept.catalog());
    return merged;
  }

  /** Whether nothing that callers see came with these records. */
  private static boolean isUpkeep(List<ManifestRecord> records) {
    return records.stream().noneMatch(record -> record.kind().isLogical());
  }
}
