package dev.omnigraph.merge;

import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a merge changed since the base. Where its chain begins at the base, the records
 * say it. Else a part of what differs came with other branches' records, and the files say it.
 */
final class Side {
  /** One of which nothing is known. */
  static final Side UNKNOWN = new Side(null, List.of(), Map.of(), false, true, null);

  private final @Nullable BranchView view;
  private final List<BranchView> bases;
  private final Map<TableId, ChangedIds> records;
  private final boolean startsAtBase;
  private final boolean mayBeUnknown;
  private final @Nullable MergeMemory memory;
  private final Map<TableId, Optional<ChangedIds>> known = new HashMap<>();

  private Side(
      @Nullable BranchView view,
      List<BranchView> bases,
      Map<TableId, ChangedIds> records,
      boolean startsAtBase,
      boolean mayBeUnknown,
      @Nullable MergeMemory memory) {
    this.memory = memory;
    this.view = view;
    this.bases = bases;
    this.records = records;
    this.startsAtBase = startsAtBase;
    this.mayBeUnknown = mayBeUnknown;
  }

  private Side(Map<TableId, ChangedIds> changed) {
    this(null, List.of(), changed, true, false, null);
  }

  /**
   * A side.
   *
   * @param chain what is new in it for the other, oldest first
   * @param ids reads a change set, wherever it is
   * @param mayBeUnknown whether it is better not to know than to read a table that was compacted
   * @param memory that holds what files say
   */
  static Side of(
      BranchView view,
      List<BranchView> bases,
      List<ManifestRecord> chain,
      Function<ChangeSet, ChangeSet.Inline> ids,
      boolean mayBeUnknown,
      MergeMemory memory) {
    CommitId base = bases.size() == 1 ? bases.getFirst().commitId() : null;
    boolean starts = ChangedIds.areAllSince(base, chain);
    if (starts) {
      memory.named(chain);
    }
    // Where files say what changed, records only say whether rows were moved.
    Map<TableId, ChangedIds> told =
        ChangedIds.of(chain, starts ? ids : changes -> ChangeSet.Inline.NONE);
    return new Side(view, bases, told, starts, mayBeUnknown, memory);
  }

  /** What a commit changed, all of it. */
  static Side of(Map<TableId, ChangedIds> changed) {
    return new Side(changed);
  }

  /** What it changed in the type; null when that is not known. */
  @Nullable ChangedIds changed(EntityType type) {
    // The one that is shared by all remembers nothing.
    return view == null && !startsAtBase
        ? null
        : known.computeIfAbsent(type.tableId(), table -> find(type)).orElse(null);
  }

  private Optional<ChangedIds> find(EntityType type) {
    ChangedIds told = records.getOrDefault(type.tableId(), ChangedIds.NONE);
    if (startsAtBase) {
      return Optional.of(told);
    }
    BranchView here = view;
    if (here == null) {
      return Optional.empty();
    }
    return mayBeUnknown && told.isRewritten() ? Optional.empty() : Optional.of(byFiles(here, type));
  }

  private ChangedIds byFiles(BranchView here, EntityType type) {
    Map<String, Boolean> before = new HashMap<>();
    Set<String> gone = new HashSet<>();
    for (BranchView base : bases) {
      Pin then = base.pins().get(type.tableId());
      Pin now = here.pins().get(type.tableId());
      if (now != null && then != null && now.digest().equals(then.digest())) {
        continue;
      }
      Set<String> went = new HashSet<>();
      Set<String> came = new HashSet<>();
      Optional<Table> first = open(base, type, then);
      Optional<Table> second = open(here, type, now);
      if (first.isPresent() && second.isPresent()) {
        VersionDiff diff = VersionDiff.between(first.get(), second.get());
        hold(diff.rows());
        went.addAll(Ids.at(first.get(), diff.removed()));
        came.addAll(Ids.in(second.get(), diff.added()));
        came.addAll(Ids.at(second.get(), diff.restored()));
      } else {
        hold(first.map(table -> table.pin().rows()).orElse(0L));
        hold(second.map(table -> table.pin().rows()).orElse(0L));
        first.ifPresent(table -> went.addAll(Ids.in(table, table.files())));
        second.ifPresent(table -> came.addAll(Ids.in(table, table.files())));
      }
      came.forEach(id -> before.merge(id, went.contains(id), Boolean::logicalOr));
      went.forEach(id -> before.put(id, true));
      gone.addAll(went);
      gone.removeAll(came);
    }
    // Rows that nobody changed may be among them, so they are looked at one by one.
    return before.isEmpty() ? ChangedIds.NONE : new ChangedIds(before, gone, 0, true);
  }

  private void hold(long rows) {
    if (memory != null) {
      memory.ids(rows);
    }
  }

  private static Optional<Table> open(BranchView view, EntityType type, @Nullable Pin pin) {
    return pin == null
        ? Optional.empty()
        : Images.typeIn(view, type).map(own -> (Table) view.table(own));
  }
}
