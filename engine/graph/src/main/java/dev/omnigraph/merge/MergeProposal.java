package dev.omnigraph.merge;

import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeAnswer.Outcome;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Merged;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What a merge would publish. Owns the rows, and the states that it was decided by. */
public final class MergeProposal implements Proposal<MergeAnswer> {
  /** Conflicts that a message tells; all are in the details. */
  private static final int TOLD = 10;

  private final Relation relation;
  private final Outcome outcome;
  private final List<MergedTable> writes;
  private final List<MergeConflict> conflicts;
  private final Set<TableId> reads;
  private final @Nullable SchemaChange schema;
  private final AutoCloseable owned;

  private MergeProposal(
      Relation relation,
      Outcome outcome,
      List<MergedTable> writes,
      List<MergeConflict> conflicts,
      Set<TableId> reads,
      @Nullable SchemaChange schema,
      AutoCloseable owned) {
    this.relation = relation;
    this.outcome = outcome;
    this.writes = writes;
    this.conflicts = conflicts;
    this.reads = reads;
    this.schema = schema;
    this.owned = owned;
  }

  static MergeProposal upToDate(Relation relation) {
    return new MergeProposal(
        relation, Outcome.ALREADY_UP_TO_DATE, List.of(), List.of(), Set.of(), null, () -> {});
  }

  /**
   * Decides about every table.
   *
   * @param outcome if nothing stands against it
   * @param bases closed with the proposal
   * @throws GraphException {@code merge_schemas_differ}
   */
  static MergeProposal of(
      MergeInput input,
      Relation relation,
      Outcome outcome,
      Bases bases,
      BufferAllocator allocator) {
    boolean isForward = outcome == Outcome.FAST_FORWARD;
    SchemaChange schema = isForward ? SchemaMerge.taken(input).orElse(null) : null;
    if (!isForward) {
      SchemaMerge.check(input);
    }
    if (schema != null) {
      return new MergeProposal(
          relation,
          outcome,
          taken(input, allocator),
          List.of(),
          input.target().pins().keySet(),
          schema,
          bases);
    }
    MergePlan plan = MergePlan.of(input, allocator);
    return new MergeProposal(
        relation,
        outcome,
        plan.writes(),
        plan.conflicts(),
        reads(input),
        null,
        () -> {
          plan.close();
          bases.close();
        });
  }

  /** All tables of both schemas as the source has them. */
  private static List<MergedTable> taken(MergeInput input, BufferAllocator allocator) {
    List<MergedTable> taken = new ArrayList<>();
    for (EntityType type : input.source().catalog().entities()) {
      Pin now = input.target().pins().get(type.tableId());
      Pin then = input.source().pins().get(type.tableId());
      if (now != null && then != null && !now.equals(then)) {
        taken.add(new TypeMerge(input, type, allocator).take());
      }
    }
    return taken;
  }

  /** Tables of which a rival's change could bring about what the merge must not. */
  private static Set<TableId> reads(MergeInput input) {
    Catalog catalog = input.target().catalog();
    Set<TableId> changed = new HashSet<>();
    for (EntityType type : catalog.entities()) {
      if (!input.theirs(type).isEmpty() || !input.decided(type.tableId()).isEmpty()) {
        changed.add(type.tableId());
      }
    }
    Set<TableId> reads = new HashSet<>(changed);
    for (EdgeType edge : catalog.edges()) {
      Set<TableId> nodes =
          new HashSet<>(
              List.of(
                  catalog.node(edge.source()).orElseThrow().tableId(),
                  catalog.node(edge.target()).orElseThrow().tableId()));
      if (changed.contains(edge.tableId())) {
        reads.addAll(nodes);
      }
      if (!Collections.disjoint(changed, nodes)) {
        reads.add(edge.tableId());
      }
    }
    return reads;
  }

  /**
   * @throws GraphException {@code merge_conflicts} with all of them
   */
  void requireNoConflicts() {
    if (conflicts.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append("The merge has ").append(conflicts.size());
    text.append(conflicts.size() == 1 ? " conflict:" : " conflicts:");
    for (MergeConflict conflict : conflicts.subList(0, Math.min(TOLD, conflicts.size()))) {
      text.append("\n  ").append(told(conflict));
    }
    if (conflicts.size() > TOLD) {
      text.append("\n  and ").append(conflicts.size() - TOLD).append(" more");
    }
    throw GraphException.of(MergeError.MERGE_CONFLICTS, text.toString())
        .with("source", relation.theirs().commitId().toString())
        .with("target", relation.ours().commitId().toString())
        .with("conflicts", conflicts.stream().map(MergeConflict::json).toList())
        .build();
  }

  private static String told(MergeConflict conflict) {
    String property = conflict.property() == null ? "" : conflict.property() + ": ";
    return "%s: %s \"%s\": %s%s"
        .formatted(
            conflict.kind().text(), conflict.type(), conflict.id(), property, conflict.reason());
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
    return answer(outcome, commitId, List.of());
  }

  private MergeAnswer answer(Outcome ended, CommitId commitId, List<MergeConflict> against) {
    List<MergeAnswer.Table> tables = new ArrayList<>();
    for (MergedTable write : writes) {
      ChangeSet.Counts counts = write.changes().counts();
      tables.add(
          new MergeAnswer.Table(
              write.type().name(), counts.inserted(), counts.updated(), counts.deleted()));
    }
    return new MergeAnswer(
        ended,
        commitId,
        relation.theirs().commitId(),
        relation.bases().stream().map(CommitPoint::commitId).toList(),
        tables,
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
