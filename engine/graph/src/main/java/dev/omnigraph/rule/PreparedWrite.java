package dev.omnigraph.rule;

import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.WritableTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Validated rows, ready to be staged: the proposal of mutations and loads. Owns the deltas. */
public final class PreparedWrite<A> implements Proposal<A> {
  private final List<TableDelta> deltas;
  private final Map<TableId, Supplier<Optional<StagedChange>>> early;
  private final Set<TableId> reads;
  private final boolean survives;
  private final Map<TableId, Set<String>> endpoints;
  private final Function<CommitId, A> answer;

  private PreparedWrite(
      List<TableDelta> deltas,
      Map<TableId, Supplier<Optional<StagedChange>>> early,
      Set<TableId> reads,
      boolean survives,
      Map<TableId, Set<String>> endpoints,
      Function<CommitId, A> answer) {
    this.deltas = deltas;
    this.early = Map.copyOf(early);
    this.reads = reads;
    this.survives = survives;
    this.endpoints = endpoints;
    this.answer = answer;
  }

  /**
   * A proposal to write the deltas.
   *
   * @param early by table, what is staged of a delta already
   * @param readSet what their validation rested on
   * @param alsoRead further tables that decided what is written
   * @param byIdsOnly whether the ids that exist decided what is written, and nothing else did
   * @param answer of the id of the commit
   */
  public static <A> PreparedWrite<A> of(
      Collection<TableDelta> deltas,
      Map<TableId, Supplier<Optional<StagedChange>>> early,
      ReadSet readSet,
      Set<TableId> alsoRead,
      boolean byIdsOnly,
      Function<CommitId, A> answer) {
    Set<TableId> reads = new HashSet<>(readSet.reads());
    reads.addAll(alsoRead);
    boolean onlyInserts = true;
    for (TableDelta delta : deltas) {
      onlyInserts &= delta.onlyInserts();
      if (delta.isEmpty()) {
        reads.add(delta.type().tableId());
      }
    }
    boolean survives = byIdsOnly && onlyInserts && readSet.onlyIds();
    return new PreparedWrite<>(
        List.copyOf(deltas), early, reads, survives, readSet.endpoints(), answer);
  }

  @Override
  public List<TableWrite> writes() {
    return deltas.stream()
        .filter(delta -> !delta.isEmpty())
        .<TableWrite>map(
            delta ->
                new DeltaWrite(delta, early.getOrDefault(delta.type().tableId(), Optional::empty)))
        .toList();
  }

  @Override
  public Set<TableId> reads() {
    return reads;
  }

  @Override
  public boolean survivesDisjointChanges() {
    return survives;
  }

  @Override
  public Map<TableId, Set<String>> neededIds() {
    Map<TableId, Set<String>> needed = new HashMap<>();
    endpoints.forEach((table, ids) -> needed.put(table, new HashSet<>(ids)));
    for (TableDelta delta : deltas) {
      // Also those written with the values they had: after a rival's change that would not be true.
      needed
          .computeIfAbsent(delta.type().tableId(), t -> new HashSet<>())
          .addAll(delta.claimedIds());
    }
    needed.values().removeIf(Set::isEmpty);
    return needed;
  }

  @Override
  public A answer(CommitId commitId, CommitReport report) {
    return answer.apply(commitId);
  }

  @Override
  public void close() {
    deltas.forEach(TableDelta::close);
  }

  /** Writes what a delta changes in its table. */
  public static StagedChange stage(TableDelta delta, WritableTable table, OperationId operationId) {
    try (Staging staging = table.stage(operationId)) {
      delta.forEachAddress(staging::delete);
      delta.forEachBatch(staging::append);
      return staging.finish();
    }
  }

  private record DeltaWrite(TableDelta delta, Supplier<Optional<StagedChange>> early)
      implements TableWrite {
    @Override
    public EntityType type() {
      return delta.type();
    }

    @Override
    public StagedChange stage(WritableTable table, OperationId operationId) {
      return early.get().orElseGet(() -> PreparedWrite.stage(delta, table, operationId));
    }

    @Override
    public ChangeSet.Inline changes() {
      return delta.changes();
    }
  }
}
