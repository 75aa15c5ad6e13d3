package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.ExpectedVersionMismatch;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.table.Pin;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a writer that found its seq taken really lost, decided from what its rivals say they
 * changed.
 */
final class RaceRules {
  private RaceRules() {}

  /** What to do with the staged work, cheapest first. */
  enum Verdict {
    /** Publish the staged tables as they are: nobody touched what was written or read. */
    PUBLISH_AS_IS,
    /** Commit the same files on the rivals' versions of the tables. */
    REBASE,
    PREPARE_AGAIN
  }

  /**
   * What an operation rests on.
   *
   * @param schema the catalog it was prepared with
   * @param queries the stored queries it was prepared with; null when it does not rest on them
   * @param reads beyond the writes
   * @param insertsOnly {@link Proposal#survivesDisjointChanges}
   * @param needed {@link Proposal#neededIds}
   * @param merges {@link Proposal#merged}: then it rests on what the state knows of other branches
   */
  record Footprint(
      SchemaHash schema,
      @Nullable TextsHash queries,
      Set<TableId> writes,
      Set<TableId> reads,
      boolean insertsOnly,
      Map<TableId, Set<String>> needed,
      boolean merges) {

    static Footprint of(
        ManifestState state, Set<TableId> writes, Operation<?> operation, Proposal<?> proposal) {
      return new Footprint(
          state.schema(),
          operation.callsQueries() || proposal.restsOnQueries() ? state.texts().queries() : null,
          writes,
          proposal.reads(),
          proposal.survivesDisjointChanges(),
          proposal.neededIds(),
          proposal.merged().isPresent());
    }

    boolean restsOn(TableId table) {
      return writes.contains(table) || reads.contains(table);
    }
  }

  /**
   * Decides against every record that was published since.
   *
   * @param ids reads a change set, wherever it is; asked only where the answer depends on it
   */
  static Verdict decide(
      Footprint ours, List<ManifestRecord> rivals, Function<ChangeSet, ChangeSet.Inline> ids) {
    if (rivals.stream().anyMatch(rival -> !rival.schema().equals(ours.schema()))) {
      return Verdict.PREPARE_AGAIN;
    }
    TextsHash queries = ours.queries();
    if (queries != null
        && rivals.stream().anyMatch(rival -> !rival.texts().queries().equals(queries))) {
      return Verdict.PREPARE_AGAIN;
    }
    if (ours.merges() && rivals.stream().anyMatch(rival -> rival.merged() != null)) {
      return Verdict.PREPARE_AGAIN;
    }
    boolean moved = false;
    for (ManifestRecord rival : rivals) {
      for (Map.Entry<TableId, TableChange> entry : rival.tables().entrySet()) {
        TableId table = entry.getKey();
        ChangeSet changes = entry.getValue().changes();
        moved |= ours.writes().contains(table);
        // A compaction changes no entity: it moves a table without touching what anybody read.
        if (ours.restsOn(table) && !changes.equals(ChangeSet.Inline.NONE)) {
          Set<String> needed = ours.needed().getOrDefault(table, Set.of());
          if (!ours.insertsOnly() || !disjoint(needed, ids.apply(changes))) {
            return Verdict.PREPARE_AGAIN;
          }
        }
      }
    }
    return moved ? Verdict.REBASE : Verdict.PUBLISH_AS_IS;
  }

  /** For an operation that must see a table that moved: refuses the first one that did. */
  static void requireNotOvertaken(
      Footprint ours, SortedMap<TableId, Pin> before, SortedMap<TableId, Pin> after) {
    for (Map.Entry<TableId, Pin> entry : before.entrySet()) {
      Pin actual = after.get(entry.getKey());
      if (ours.restsOn(entry.getKey()) && actual != null && !actual.equals(entry.getValue())) {
        throw new ExpectedVersionMismatch(entry.getKey(), entry.getValue(), actual);
      }
    }
  }

  private static boolean disjoint(Set<String> needed, ChangeSet.Inline changes) {
    return Collections.disjoint(changes.inserted(), needed)
        && Collections.disjoint(changes.updated(), needed)
        && Collections.disjoint(changes.deleted(), needed);
  }
}
