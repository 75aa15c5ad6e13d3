package dev.omnigraph.changes;

import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ids of entities that may differ between two states: all that do, and others. The files of the
 * two versions of a table say it; where many rows are in other files, as after a compaction, the
 * records of both chains since what they have in common are asked as well.
 */
final class Candidates {
  private final BranchView from;
  private final BranchView to;
  private final Ancestry ancestry;
  private final long few;
  private @Nullable List<Map<TableId, ChangedIds>> records;
  private boolean recordsTell;

  Candidates(BranchView from, BranchView to, Ancestry ancestry, long few) {
    this.from = from;
    this.to = to;
    this.ancestry = ancestry;
    this.few = few;
  }

  /** Of one type, in order. */
  TreeSet<String> of(TypePair pair) {
    EntityType before = pair.before();
    EntityType after = pair.after();
    Pin then = before == null ? null : from.pins().get(pair.table());
    Pin now = after == null ? null : to.pins().get(pair.table());
    TreeSet<String> ids = new TreeSet<>();
    if (then != null && now != null && then.digest().equals(now.digest())) {
      return ids;
    }
    if (before == null || then == null || after == null || now == null) {
      addAll(from, before, then, ids);
      addAll(to, after, now, ids);
      return ids;
    }
    Table earlier = from.table(before);
    Table later = to.table(after);
    VersionDiff diff = VersionDiff.between(earlier, later);
    if (rows(diff) > few) {
      TreeSet<String> told = told(pair.table());
      if (told != null && told.size() < rows(diff)) {
        return told;
      }
    }
    ids.addAll(Ids.at(earlier, diff.removed()));
    ids.addAll(Ids.in(later, diff.added()));
    ids.addAll(Ids.at(later, diff.restored()));
    return ids;
  }

  private static void addAll(
      BranchView view, @Nullable EntityType type, @Nullable Pin pin, TreeSet<String> ids) {
    if (type != null && pin != null && pin.rows() > 0) {
      Table table = view.table(type);
      ids.addAll(Ids.in(table, table.files()));
    }
  }

  private static long rows(VersionDiff diff) {
    return diff.added().stream().map(LiveFile::file).mapToLong(file -> file.rows()).sum()
        + diff.removed().values().stream().mapToLong(BitSet::cardinality).sum()
        + diff.restored().values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /** What the records of both chains list; null when they do not list all. */
  private @Nullable TreeSet<String> told(TableId table) {
    TreeSet<String> told = new TreeSet<>();
    for (Map<TableId, ChangedIds> side : records()) {
      ChangedIds changed = side.getOrDefault(table, ChangedIds.NONE);
      if (changed.minted() > 0) {
        return null;
      }
      told.addAll(changed.listed());
    }
    return recordsTell ? told : null;
  }

  private List<Map<TableId, ChangedIds>> records() {
    List<Map<TableId, ChangedIds>> known = records;
    if (known == null) {
      Relation relation = ancestry.between(from, to);
      List<ManifestRecord> ours = ancestry.chain(from, relation.oursAfter());
      List<ManifestRecord> theirs = ancestry.chain(to, relation.theirsAfter());
      CommitId base = relation.bases().size() == 1 ? relation.bases().getFirst().commitId() : null;
      recordsTell = ChangedIds.areAllSince(base, ours) && ChangedIds.areAllSince(base, theirs);
      known =
          recordsTell
              ? List.of(ChangedIds.of(ours, ancestry::ids), ChangedIds.of(theirs, ancestry::ids))
              : List.of();
      records = known;
    }
    return known;
  }
}
