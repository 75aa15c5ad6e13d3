package dev.omnigraph.changes;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.table.NewBase;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which entities of one type a chain of records changed, by what these say. It may name more than
 * differ in the end, but none less, but for those that were {@link #minted}.
 *
 * @param before by id, whether the entity was there before the chain, as far as its records tell:
 *     of one that the chain minted they do not
 * @param gone those that are not there after it
 * @param minted how many entities got ids that the commit made, which no record lists
 * @param isRewritten whether rows that nobody changed may be in other files
 */
public record ChangedIds(
    Map<String, Boolean> before, Set<String> gone, long minted, boolean isRewritten) {
  public static final ChangedIds NONE = new ChangedIds(Map.of(), Set.of(), 0, false);

  public ChangedIds {
    before = Collections.unmodifiableMap(before);
    gone = Collections.unmodifiableSet(gone);
  }

  /**
   * Of each table that the records touch.
   *
   * @param chain oldest first
   * @param ids reads a change set, wherever it is
   */
  public static Map<TableId, ChangedIds> of(
      List<ManifestRecord> chain, Function<ChangeSet, ChangeSet.Inline> ids) {
    Map<TableId, Fold> folds = new LinkedHashMap<>();
    for (ManifestRecord record : chain) {
      record
          .tables()
          .forEach(
              (table, change) ->
                  folds.computeIfAbsent(table, t -> new Fold()).add(record, change, ids));
    }
    Map<TableId, ChangedIds> changed = new HashMap<>();
    folds.forEach((table, fold) -> changed.put(table, fold.result()));
    return changed;
  }

  /**
   * Whether the records are all that came after a commit; else a part came with other branches.
   *
   * @param base null when it is several
   */
  public static boolean areAllSince(@Nullable CommitId base, List<ManifestRecord> chain) {
    return base != null && (chain.isEmpty() || base.equals(chain.getFirst().parentCommitId()));
  }

  public Set<String> listed() {
    return before.keySet();
  }

  public boolean isEmpty() {
    return before.isEmpty() && minted == 0;
  }

  private static final class Fold {
    private final Map<String, Boolean> before = new LinkedHashMap<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private long minted;
    private boolean isRewritten;

    void add(
        ManifestRecord record, TableChange change, Function<ChangeSet, ChangeSet.Inline> reader) {
      boolean isMerged = record.kind() == CommitKind.MERGE && change.step() instanceof NewBase;
      // A restore brings back files of before a compaction.
      isRewritten |=
          isMerged
              || record.kind() == CommitKind.OPTIMIZE
              || record.kind() == CommitKind.SCHEMA
              || record.kind() == CommitKind.APPLY
              || record.kind() == CommitKind.RESTORE;
      if (change.changes().counts().total() == 0) {
        return;
      }
      ChangeSet.Inline ids = reader.apply(change.changes());
      minted += ids.minted();
      ids.inserted().forEach(id -> saw(id, false));
      ids.updated().forEach(id -> saw(id, true));
      ids.deleted()
          .forEach(
              id -> {
                saw(id, true);
                gone.add(id);
              });
    }

    private void saw(String id, boolean wasThere) {
      before.putIfAbsent(id, wasThere);
      gone.remove(id);
    }

    ChangedIds result() {
      return new ChangedIds(before, gone, minted, isRewritten);
    }
  }
}
