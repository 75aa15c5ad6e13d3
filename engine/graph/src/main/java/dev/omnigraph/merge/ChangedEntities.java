package dev.omnigraph.merge;

import dev.omnigraph.changes.ChangedIds;
import dev.omnigraph.changes.Ids;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a side changed in one table since the base, by id. It may name what is the same again. */
record ChangedEntities(Set<String> inserted, Set<String> updated, Set<String> gone) {
  /**
   * By the records of the side; where these do not tell all, by its files.
   *
   * @param base the table of the base
   * @param side the table as the side has it
   * @param diff between the two
   * @param memory that holds what files say
   */
  static ChangedEntities of(
      ChangedIds ids, Table base, Table side, VersionDiff diff, MergeMemory memory) {
    if (ids.minted() == 0) {
      return listed(ids);
    }
    if (ids.isRewritten()) {
      memory.ids(diff.rows());
    }
    Set<String> inserted = new TreeSet<>();
    Set<String> updated = new TreeSet<>();
    Set<String> before = Ids.at(base, diff.removed());
    Set<String> after = new TreeSet<>(Ids.in(side, diff.added()));
    after.addAll(Ids.at(side, diff.restored()));
    for (String id : after) {
      if (!before.remove(id)) {
        inserted.add(id);
      } else if (!ids.isRewritten() || ids.listed().contains(id)) {
        updated.add(id);
      }
    }
    return new ChangedEntities(inserted, updated, new TreeSet<>(before));
  }

  /** By the records alone, which name every entity. */
  static ChangedEntities listed(ChangedIds ids) {
    Set<String> inserted = new TreeSet<>();
    Set<String> updated = new TreeSet<>();
    Set<String> gone = new TreeSet<>();
    ids.before()
        .forEach(
            (id, wasThere) -> {
              if (!ids.gone().contains(id)) {
                (wasThere ? updated : inserted).add(id);
              } else if (wasThere) {
                gone.add(id);
              }
            });
    return new ChangedEntities(inserted, updated, gone);
  }

  Set<String> all() {
    Set<String> all = new HashSet<>(inserted);
    all.addAll(updated);
    all.addAll(gone);
    return all;
  }

  ChangeSet.Inline set() {
    return new ChangeSet.Inline(List.copyOf(inserted), List.copyOf(updated), List.copyOf(gone), 0);
  }
}
