package dev.omnigraph.merge;

import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.TableId;
import dev.omnigraph.merge.MergedTable.How;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import dev.omnigraph.table.WritableTable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Merges one table, in the cheapest way that its versions allow: takes the source's version, adopts
 * its files, reads the rows of these files, or finds rows by their ids.
 */
final class TypeMerge {
  private final MergeInput input;
  private final EntityType type;
  private final TableId table;
  private final BufferAllocator allocator;
  private final ConflictList conflicts;
  private final RowLayout layout;

  /**
   * @param conflicts gets those of single entities; with any of them nothing is written
   */
  TypeMerge(MergeInput input, EntityType type, BufferAllocator allocator, ConflictList conflicts) {
    this.conflicts = conflicts;
    this.input = input;
    this.type = type;
    this.table = type.tableId();
    this.allocator = allocator;
    this.layout = new RowLayout(type);
  }

  /**
   * Merges it.
   *
   * @param needsRows whether the rules must see the rows that the source changed
   */
  MergedTable run(boolean needsRows) {
    BranchView common = input.common();
    EntityType then = common == null ? null : Images.typeIn(common, type).orElse(null);
    EntityType now = Images.typeIn(input.source(), type).orElse(null);
    if (common == null || then == null || now == null) {
      return byId(null);
    }
    if (input.isOneForm(type)) {
      return byFiles(common.table(then), input.source().table(now), needsRows);
    }
    // Where records name every entity, what files say is not needed.
    return byId(
        input.theirs(type).minted() == 0
            ? null
            : VersionDiff.between(common.table(then), input.source().table(now)));
  }

  private MergedTable take(Table common, Table source) {
    VersionDiff diff =
        input.theirs(type).minted() == 0
            ? new VersionDiff(List.of(), Map.of(), Map.of())
            : VersionDiff.between(common, source);
    return MergedTable.whole(
        type,
        new How.Take(source.pin()),
        ChangedEntities.of(input.theirs(type), common, source, diff, input.memory()).set());
  }

  private MergedTable byFiles(Table common, Table source, boolean needsRows) {
    WritableTable target = input.target().table(type);
    ChangedIds theirs = input.theirs(type);
    boolean rows = needsRows || !input.decided(table).isEmpty();
    boolean isUntouched = target.pin().digest().equals(common.pin().digest());
    boolean tells = theirs.minted() == 0 || !theirs.isRewritten();
    if (!rows && isUntouched && !input.mayHaveChanged(type) && tells) {
      return take(common, source);
    }
    VersionDiff diff = VersionDiff.between(common, source);
    Map<String, LiveFile> files = VersionDiff.byFile(target);
    boolean shares =
        !theirs.isRewritten()
            && diff.restored().isEmpty()
            && files.keySet().containsAll(diff.removed().keySet())
            && target.hasColumnsOf(source);
    if (!shares) {
      return byId(diff);
    }
    ChangedEntities changed =
        ChangedEntities.of(input.theirs(type), common, source, diff, input.memory());
    Set<String> contested = input.contested(type, changed.all());
    boolean whole = diff.added().stream().allMatch(file -> file.file().deletions().isEmpty());
    if (!rows && contested.isEmpty() && whole) {
      List<Long> gone = VersionDiff.addresses(diff.removed(), files);
      return MergedTable.whole(type, new How.Adopt(source, diff.added(), gone), changed.set());
    }
    return ofFiles(common, source, diff, files, changed, contested);
  }

  /** An edge that leads elsewhere than before is a new one to the rules. */
  private static void moved(TableDelta delta, int row, Ids.@Nullable Ends former) {
    if (former != null
        && !(former.source().equals(delta.text(row, RowLayout.SRC))
            && former.target().equals(delta.text(row, RowLayout.DST)))) {
      delta.leadsFrom(row, former.source());
    }
  }

  /** The source's rows are in files that the base lacks, and the target has the base's. */
  private MergedTable ofFiles(
      Table common,
      Table source,
      VersionDiff diff,
      Map<String, LiveFile> files,
      ChangedEntities changed,
      Set<String> contested) {
    TableDelta delta = new TableDelta(type, allocator);
    try {
      Images images = new Images(input.source(), layout);
      Map<String, Images.Row> theirs = new HashMap<>();
      Map<String, Ids.Ends> ends =
          type instanceof EdgeType ? Ids.ends(common, diff.removed()) : Map.of();
      Ids.rows(
          source,
          images.read(),
          diff.added(),
          (batch, row) -> {
            @Nullable Object[] values = images.values(batch, row);
            input.memory().row(values);
            String id = String.valueOf(values[RowLayout.ID]);
            if (contested.contains(id)) {
              theirs.put(id, new Images.Row(values, -1));
            } else {
              int written = delta.add(values, 0, false);
              if (changed.updated().contains(id)) {
                delta.replacesUntold(written);
                moved(delta, written, ends.get(id));
              }
            }
          });
      Map<String, Images.Row> before = new HashMap<>();
      if (!contested.isEmpty()) {
        BranchView base = Objects.requireNonNull(input.common());
        before.putAll(new Images(base, layout).byId(contested));
        Set<String> missing = new HashSet<>(contested);
        missing.removeAll(theirs.keySet());
        missing.removeAll(changed.gone());
        theirs.putAll(images.byId(missing));
      }
      for (String id : changed.gone()) {
        if (!contested.contains(id)) {
          Ids.Ends former = ends.get(id);
          delta.deleteUntold(id, former == null ? null : former.source());
        }
      }
      Map<String, BitSet> places = new HashMap<>();
      diff.removed().forEach((file, rows) -> places.put(file, (BitSet) rows.clone()));
      List<Long> addresses = before.values().stream().map(Images.Row::address).toList();
      VersionDiff.places(addresses, common)
          .forEach((file, rows) -> places.getOrDefault(file, new BitSet()).andNot(rows));
      Contested decided = new Contested(input, delta, conflicts);
      Map<String, @Nullable Object[]> base = new HashMap<>();
      before.forEach((id, row) -> base.put(id, row.values()));
      decided.decide(contested, base, new Images(input.target(), layout).byId(contested), theirs);
      return new MergedTable(
          type,
          new How.Rows(delta, VersionDiff.addresses(places, files)),
          delta.changes(),
          decided.decided());
    } catch (RuntimeException e) {
      delta.close();
      throw e;
    }
  }

  private MergedTable byId(@Nullable VersionDiff diff) {
    return new RowsById(input, type, allocator, conflicts).run(diff);
  }
}
