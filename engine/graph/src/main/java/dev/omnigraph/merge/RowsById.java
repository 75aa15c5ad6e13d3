package dev.omnigraph.merge;

import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.changes.Images;
import dev.omnigraph.merge.MergedTable.How;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Merges one table by finding every entity that the source changed by its id, in all three
 * versions: some thousands at a time, so that only what is written is held.
 */
final class RowsById {
  /** Entities whose images are held at once. */
  private static final int PART = 20_000;

  private final MergeInput input;
  private final EntityType type;
  private final RowLayout layout;
  private final BufferAllocator allocator;
  private final ConflictList conflicts;

  RowsById(MergeInput input, EntityType type, BufferAllocator allocator, ConflictList conflicts) {
    this.input = input;
    this.type = type;
    this.layout = new RowLayout(type);
    this.allocator = allocator;
    this.conflicts = conflicts;
  }

  /**
   * Merges it.
   *
   * @param diff of the base and the source, where it is one state; null when it is not known
   */
  MergedTable run(@Nullable VersionDiff diff) {
    ChangedIds theirs = input.theirs(type);
    Set<String> ids = new TreeSet<>(theirs.listed());
    if (theirs.minted() > 0) {
      ids.addAll(minted(theirs, diff));
    }
    ids.addAll(input.decided(type.tableId()).keySet());
    Set<String> contested = input.contested(type, ids);
    TableDelta delta = new TableDelta(type, allocator);
    try {
      Contested decided = new Contested(input, delta, conflicts);
      List<String> all = new ArrayList<>(ids);
      for (int from = 0; from < all.size(); from += PART) {
        decide(decided, all.subList(from, Math.min(all.size(), from + PART)), contested);
      }
      return new MergedTable(
          type, new How.Rows(delta, List.of()), delta.changes(), decided.decided());
    } catch (RuntimeException e) {
      delta.close();
      throw e;
    }
  }

  private void decide(Contested decided, List<String> ids, Set<String> contested) {
    MergeMemory.Part held = input.memory().part();
    Map<String, Images.Row> theirs = new Images(input.source(), layout).byId(ids, held::row);
    Map<String, Images.Row> ours = new Images(input.target(), layout).byId(ids, held::row);
    List<String> both = ids.stream().filter(contested::contains).toList();
    Map<String, @Nullable Object[]> base = new HashMap<>(input.base().images(layout, both));
    base.values().forEach(held::values);
    // Of what the target did not change, its own image is the base.
    for (String id : ids) {
      Images.Row row = contested.contains(id) ? null : ours.get(id);
      if (row != null) {
        base.put(id, row.values());
      }
    }
    decided.decide(ids, base, ours, theirs);
    held.close();
  }

  /** Ids in files of the source that the base lacks, or in all where the base is not one state. */
  private Set<String> minted(ChangedIds theirs, @Nullable VersionDiff diff) {
    Optional<EntityType> there = Images.typeIn(input.source(), type);
    if (there.isEmpty()) {
      return Set.of();
    }
    Table source = input.source().table(there.get());
    if (diff == null) {
      input.memory().ids(source.pin().rows());
      return Ids.in(source, source.files());
    }
    if (theirs.isRewritten()) {
      input.memory().ids(diff.rows());
    }
    Set<String> ids = new HashSet<>(Ids.in(source, diff.added()));
    ids.addAll(Ids.at(source, diff.restored()));
    return ids;
  }
}
