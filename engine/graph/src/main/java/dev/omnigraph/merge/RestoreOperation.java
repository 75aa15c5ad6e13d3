package dev.omnigraph.merge;

import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickAnswer.Outcome;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.Adopted;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.merge.MergedTable.How;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings a branch back, with its schema and its stored queries, to one of its earlier states by a
 * commit that takes the versions of tables that it had then: no row is read for it but the ids of
 * what changes, and history stays.
 */
public final class RestoreOperation implements Operation<PickAnswer> {
  private final RestoreRequest request;
  private final BranchView then;
  private final Ancestry ancestry;
  private final long memoryBytes;

  /**
   * @param then the state to come back to; stays the caller's, and open until the end
   * @param memoryBytes that it may hold of what was changed since, about
   */
  public RestoreOperation(
      RestoreRequest request, BranchView then, Ancestry ancestry, long memoryBytes) {
    this.memoryBytes = memoryBytes;
    this.request = request;
    this.then = then;
    this.ancestry = ancestry;
  }

  @Override
  public CommitKind kind() {
    return CommitKind.RESTORE;
  }

  /** Of the past, so cleanup may be about to take it. */
  @Override
  public List<Adopted> adopts() {
    return List.of(Adopted.of(then));
  }

  @Override
  public Proposal<PickAnswer> prepare(View view) {
    BranchView now = (BranchView) view;
    List<ManifestRecord> chain = ancestry.chain(now, then.seq());
    new MergeMemory(memoryBytes).named(chain);
    Map<TableId, ChangedIds> since = ChangedIds.of(chain, ancestry::ids);
    // Rows that nobody changed may lie under other columns.
    boolean reshapes = !now.state().schema().equals(then.state().schema());
    List<MergedTable> writes = new ArrayList<>();
    for (EntityType type : then.catalog().entities()) {
      if (then.state().isPurged(type.tableId())) {
        throw Failures.dataPurged(request.options().branch(), type.name());
      }
      Pin wanted = then.pins().get(type.tableId());
      Pin present = now.pins().get(type.tableId());
      if (wanted != null && present != null && !wanted.digest().equals(present.digest())) {
        ChangedIds changed = since.getOrDefault(type.tableId(), ChangedIds.NONE);
        ChangeSet.Inline undone = undone(now, type, changed);
        if (reshapes || undone.counts().total() > 0) {
          writes.add(MergedTable.whole(type, new How.Take(wanted), undone));
        }
      }
    }
    SchemaChange schema =
        SchemaMerge.taken(now, then, List.of())
            .map(taken -> taken.to(then.catalog().withIdsOf(now.catalog())))
            .orElse(null);
    Texts queries = then.queries();
    NewTexts texts = queries.equals(now.queries()) ? null : new NewTexts(queries, null);
    return new Restored(writes, now.pins().keySet(), schema, texts, request.commit());
  }

  @Override
  public PickAnswer replayed(ManifestRecord record) {
    return PickOperation.replayed(
        record, request.commit(), request.options().branch(), then.catalog());
  }

  /** What coming back changes: the reverse of what was changed since. */
  private ChangeSet.Inline undone(BranchView now, EntityType type, ChangedIds since) {
    Set<String> inserted = new TreeSet<>();
    Set<String> updated = new TreeSet<>();
    Set<String> deleted = new TreeSet<>();
    since
        .before()
        .forEach(
            (id, wasThere) -> {
              boolean isThere = !since.gone().contains(id);
              if (wasThere) {
                (isThere ? updated : inserted).add(id);
              } else if (isThere) {
                deleted.add(id);
              }
            });
    EntityType present = Images.typeIn(now, type).orElse(null);
    if (since.minted() > 0 && present != null) {
      Table after = now.table(present);
      VersionDiff diff = VersionDiff.between(then.table(type), after);
      Set<String> before = new HashSet<>(Ids.at(then.table(type), diff.removed()));
      for (String id : Ids.in(after, diff.added())) {
        if (!before.contains(id)) {
          updated.remove(id);
          deleted.add(id);
        }
      }
      // Made and deleted since.
      inserted.retainAll(before);
    }
    return new ChangeSet.Inline(
        List.copyOf(inserted), List.copyOf(updated), List.copyOf(deleted), 0);
  }

  /** What it would publish. */
  private record Restored(
      List<MergedTable> tables,
      Set<TableId> reads,
      @Nullable SchemaChange change,
      @Nullable NewTexts stored,
      CommitId of)
      implements Proposal<PickAnswer> {
    @Override
    public List<TableWrite> writes() {
      return List.copyOf(tables);
    }

    @Override
    public Optional<SchemaChange> schema() {
      return Optional.ofNullable(change);
    }

    @Override
    public Optional<NewTexts> texts() {
      return Optional.ofNullable(stored);
    }

    @Override
    public boolean survivesDisjointChanges() {
      return false;
    }

    @Override
    public PickAnswer answer(CommitId commitId, CommitReport report) {
      return new PickAnswer(
          hasEffect() ? Outcome.APPLIED : Outcome.NOTHING_TO_DO,
          commitId,
          of,
          Tables.of(tables, change),
          FoundConflicts.NONE,
          false);
    }
  }
}
