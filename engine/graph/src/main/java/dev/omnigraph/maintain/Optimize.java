package dev.omnigraph.maintain;

import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.LookupSpec;
import dev.omnigraph.table.SegmentSpec;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.UpkeepPlan;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.table.WritableTable;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Compacts tables, brings their indexes to cover every row, and builds look-up objects of those
 * that are not read whole and search segments of what is searched, as far as a run does. Where it
 * does any of this, it counts the values of columns for the planner. No row changes, so the commit
 * is maintenance: readers see the same graph. When nothing is to do, nothing is committed.
 *
 * <p>One commit takes whole tables or leaves them. A caller that wants a busy table not to hold up
 * the others runs one operation per table.
 */
public final class Optimize implements Operation<OptimizeAnswer> {
  private final UpkeepPolicy policy;
  private final @Nullable Set<TableId> tableIds;

  private Optimize(UpkeepPolicy policy, @Nullable Set<TableId> tableIds) {
    this.policy = policy;
    this.tableIds = tableIds;
  }

  /** All tables of the branch. */
  public static Optimize all(UpkeepPolicy policy) {
    return new Optimize(policy, null);
  }

  /** One table; nothing if the branch does not have it. */
  public static Optimize table(UpkeepPolicy policy, TableId tableId) {
    return new Optimize(policy, Set.of(tableId));
  }

  @Override
  public CommitKind kind() {
    return CommitKind.OPTIMIZE;
  }

  @Override
  public Proposal<OptimizeAnswer> prepare(View view) {
    List<EntityType> types =
        view.catalog().entities().stream()
            .filter(type -> view.pins().containsKey(type.tableId()))
            .filter(type -> tableIds == null || tableIds.contains(type.tableId()))
            .toList();
    view.prefetch(types);
    List<TableUpkeep> tables = new ArrayList<>();
    UpkeepPolicy left = policy;
    for (EntityType type : types) {
      Table table = view.table(type);
      UpkeepPlan plan =
          table.planUpkeep(
              left,
              IndexSpec.of(type),
              LookupSpec.of(type, view.catalog(), view.pins()),
              SegmentSpec.of(type));
      tables.add(new TableUpkeep(type, plan, policy, table.pin().rows(), new AtomicReference<>()));
      left = left.after(plan.segments().work());
    }
    return new Upkeep(view.branch(), tables);
  }

  @Override
  public OptimizeAnswer replayed(ManifestRecord record) {
    throw new IllegalStateException("an optimize run has no idempotency key");
  }

  private record Upkeep(BranchName branch, List<TableUpkeep> tables)
      implements Proposal<OptimizeAnswer> {
    @Override
    public List<TableWrite> writes() {
      return tables.stream()
          .filter(table -> !table.plan().isEmpty())
          .map(TableWrite.class::cast)
          .toList();
    }

    /**
     * What others appended stays; {@link WritableTable#commit} refuses if a fragment read has
     * changed.
     */
    @Override
    public boolean survivesDisjointChanges() {
      return true;
    }

    @Override
    public OptimizeAnswer answer(CommitId commitId, CommitReport report) {
      return new OptimizeAnswer(
          branch,
          report.changes().tables() == 0 ? null : commitId,
          tables.stream().map(TableUpkeep::answer).toList(),
          report.recovery());
    }
  }

  /**
   * @param staged what was staged last; nothing when nothing is to do
   */
  private record TableUpkeep(
      EntityType type,
      UpkeepPlan plan,
      UpkeepPolicy policy,
      long rows,
      AtomicReference<@Nullable StagedChange> staged)
      implements Proposal.TableWrite {
    @Override
    public StagedChange stage(WritableTable table, OperationId operationId) {
      StagedChange change = table.stageUpkeep(plan, policy, operationId);
      staged.set(change);
      return change;
    }

    @Override
    public ChangeSet.Inline changes() {
      return ChangeSet.Inline.NONE;
    }

    OptimizeAnswer.Table answer() {
      int rewritten = plan.rewrites().stream().mapToInt(List::size).sum();
      StagedChange change = staged.get();
      List<IndexSpec> built = change == null ? List.of() : change.indexes();
      List<String> notBuilt = new ArrayList<>();
      plan.refused().stream().map(IndexSpec::column).forEach(notBuilt::add);
      plan.indexes().stream()
          .filter(spec -> !built.contains(spec))
          .map(IndexSpec::column)
          .forEach(notBuilt::add);
      return new OptimizeAnswer.Table(
          type.name(),
          type.tableId(),
          plan.fragments(),
          plan.fragments() - rewritten + plan.rewrites().size(),
          rewritten,
          rows,
          built.stream().map(IndexSpec::column).toList(),
          notBuilt,
          change == null
              ? List.of()
              : change.lookups().stream().map(ref -> ref.by().column()).toList(),
          (change == null ? plan.segments().left() : change.builtSegments())
              .stream()
                  .map(
                      segments ->
                          new OptimizeAnswer.Segments(
                              segments.column(),
                              segments.kind().name().toLowerCase(Locale.ROOT),
                              segments.rows(),
                              segments.left(),
                              segments.failure()))
                  .toList());
    }
  }
}
