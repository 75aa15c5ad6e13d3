package dev.omnigraph.merge;

import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickAnswer.Outcome;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.PickRequest.Direction;
import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.stored.StoredQueries;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import dev.omnigraph.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What one commit did, done again on a branch, or undone: a merge whose base is the state on one
 * side of the commit and whose source is the state on the other. It has one parent, and brings no
 * other commit with it.
 */
public final class PickOperation implements Operation<PickAnswer> {
  private final PickRequest request;
  private final BranchView before;
  private final BranchView after;
  private final Map<TableId, ChangedIds> changed;
  private final Ancestry ancestry;
  private final BufferAllocator allocator;
  private final long memoryBytes;

  /**
   * @param record the commit
   * @param before the state that it was made on; stays the caller's, and open until the end
   * @param after the state that it made; the same
   * @param memoryBytes that it may hold of what the commit changed, about
   * @throws GraphException {@code pick_of_schema} for a commit that changed the schema; {@code
   *     merge_too_large}
   */
  public PickOperation(
      PickRequest request,
      ManifestRecord record,
      BranchView before,
      BranchView after,
      Ancestry ancestry,
      BufferAllocator allocator,
      long memoryBytes) {
    if (!before.state().schema().equals(after.state().schema())) {
      throw GraphException.of(
              MergeError.PICK_OF_SCHEMA,
              "Commit %s changed the schema.".formatted(record.commitId()))
          .with("commit", record.commitId().toString())
          .build();
    }
    this.request = request;
    this.before = before;
    this.after = after;
    this.ancestry = ancestry;
    this.allocator = allocator;
    this.memoryBytes = memoryBytes;
    new MergeMemory(memoryBytes).named(List.of(record));
    this.changed = new HashMap<>(ChangedIds.of(List.of(record), ancestry::ids));
    for (EntityType type : after.catalog().entities()) {
      changed.computeIfPresent(type.tableId(), (table, ids) -> listed(type, ids));
    }
  }

  @Override
  public CommitKind kind() {
    return kind(request);
  }

  public static CommitKind kind(PickRequest request) {
    return request.direction() == Direction.REVERT ? CommitKind.REVERT : CommitKind.CHERRY_PICK;
  }

  /**
   * @throws GraphException {@code merge_conflicts} with the first of them, {@code merge_resolution}
   */
  @Override
  public Proposal<PickAnswer> prepare(View view) {
    Picked picked = plan((BranchView) view, ConflictWindow.FIRST);
    try {
      Conflicts.require(picked.plan().conflicts(), Map.of("commit", request.commit().toString()));
      return picked;
    } catch (RuntimeException e) {
      picked.close();
      throw e;
    }
  }

  /**
   * What it would do to a state of the branch.
   *
   * @throws GraphException {@code merge_cursor}
   */
  public PickAnswer dryRun(BranchView target, ConflictWindow window) {
    try (Picked picked = plan(target, window)) {
      FoundConflicts conflicts = picked.plan().conflicts();
      return conflicts.isEmpty()
          ? picked.answer(target.logicalCommitId(), CommitReport.NONE)
          : new PickAnswer(
              Outcome.CONFLICTS,
              target.logicalCommitId(),
              request.commit(),
              Tables.of(picked.plan().writes()),
              conflicts,
              false);
    }
  }

  @Override
  public PickAnswer replayed(ManifestRecord record) {
    return replayed(record, request.commit(), request.options().branch(), after.catalog());
  }

  /**
   * The answer of a revert, a cherry-pick or a restore that was done before.
   *
   * @param of the commit that it is about
   */
  public static PickAnswer replayed(
      ManifestRecord record, CommitId of, BranchName branch, Catalog catalog) {
    return new PickAnswer(
        Outcome.APPLIED,
        record.commitId(),
        of,
        Tables.of(record, branch, catalog),
        FoundConflicts.NONE,
        true);
  }

  private Picked plan(BranchView target, ConflictWindow window) {
    boolean reverts = request.direction() == Direction.REVERT;
    BranchView source = reverts ? before : after;
    MergeMemory memory = new MergeMemory(memoryBytes);
    changed.values().forEach(ids -> memory.ids(ids.listed().size()));
    MergeInput input =
        new MergeInput(
            Ground.TARGET,
            target,
            source,
            new Base.Of(reverts ? after : before),
            List.of(),
            Side.of(changed),
            Side.UNKNOWN,
            request.prefer(),
            Decisions.of(request.resolutions(), Ground.TARGET, target, source),
            memory);
    requireOneLine(target, input);
    String binding =
        ConflictPlace.binding(
            request.commit(),
            request.direction(),
            target.logicalCommitId(),
            request.prefer(),
            request.resolutions());
    MergePlan plan = MergePlan.of(input, allocator, () -> new ConflictList(window, binding));
    try {
      Optional<NewTexts> texts =
          QueriesMerge.of(
              List.of((reverts ? after : before).queries()),
              target.queries(),
              source.queries(),
              request.prefer());
      texts.map(NewTexts::queries).ifPresent(q -> StoredQueries.requireSound(q, target.catalog()));
      return new Picked(plan, MergePlan.reads(input), texts, request.commit());
    } catch (RuntimeException e) {
      plan.close();
      throw e;
    }
  }

  /**
   * That the target's schema is the commit's, or one that it became: two branches may have given
   * one id to different properties.
   *
   * @throws GraphException {@code merge_schemas_differ}
   */
  private void requireOneLine(BranchView target, MergeInput input) {
    if (input.hasOneSchema() || target.branchId().equals(after.branchId())) {
      return;
    }
    try (Bases bases = new Bases(ancestry, List.of(target, after))) {
      for (BranchView base : bases.states(ancestry.between(target, after))) {
        if (!base.state().schema().equals(after.state().schema())) {
          throw SchemaMerge.refused(
                  "The commit was made under a schema of its branch alone.", target, after)
              .build();
        }
      }
    }
  }

  /** With the ids that the commit made itself, which are in the files that it added. */
  private ChangedIds listed(EntityType type, ChangedIds ids) {
    if (ids.minted() == 0) {
      return ids;
    }
    Map<String, Boolean> all = new HashMap<>(ids.before());
    Table later = after.table(type);
    Set<String> added =
        before.pins().containsKey(type.tableId())
            ? Ids.in(later, VersionDiff.between(before.table(type), later).added())
            : Ids.in(later, later.files());
    added.forEach(id -> all.putIfAbsent(id, false));
    return new ChangedIds(all, ids.gone(), 0, true);
  }

  /** What it would publish. */
  private record Picked(MergePlan plan, Set<TableId> reads, Optional<NewTexts> texts, CommitId of)
      implements Proposal<PickAnswer> {
    @Override
    public List<TableWrite> writes() {
      return List.copyOf(plan.writes());
    }

    @Override
    public boolean survivesDisjointChanges() {
      return false;
    }

    @Override
    public PickAnswer answer(CommitId commitId, CommitReport report) {
      boolean hasEffect = !plan.writes().isEmpty() || texts.isPresent();
      return new PickAnswer(
          hasEffect ? Outcome.APPLIED : Outcome.NOTHING_TO_DO,
          commitId,
          of,
          Tables.of(plan.writes()),
          FoundConflicts.NONE,
          false);
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
