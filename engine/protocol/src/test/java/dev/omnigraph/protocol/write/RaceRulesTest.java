package dev.omnigraph.protocol.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.write.RaceRules.Footprint;
import dev.omnigraph.protocol.write.RaceRules.Verdict;
import dev.omnigraph.table.Pin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our operation writes table W, needs w1 there, and reads table R, where it needs r1. */
class RaceRulesTest {
  private static final SchemaHash S = new SchemaHash("1".repeat(64));
  private static final TableId R = new TableId("nodes/R");
  private static final TableId W = new TableId("nodes/W");
  private static final ChangeSet.Inline SPILLED_IDS =
      new ChangeSet.Inline(List.of("w1"), List.of(), List.of(), 0);

  @ParameterizedTest(name = "rival changed {0}: inserts only {1}, otherwise {2}")
  @CsvSource({
    "'',        PUBLISH_AS_IS, PUBLISH_AS_IS",
    "X:x1,      PUBLISH_AS_IS, PUBLISH_AS_IS",
    "X:w1,      PUBLISH_AS_IS, PUBLISH_AS_IS",
    "W:w2,      REBASE,        PREPARE_AGAIN",
    "W:w1,      PREPARE_AGAIN, PREPARE_AGAIN",
    "W:w2+R:r2, REBASE,        PREPARE_AGAIN",
    "R:r2,      PUBLISH_AS_IS, PREPARE_AGAIN",
    "R:r1,      PREPARE_AGAIN, PREPARE_AGAIN",
    "R:w1,      PUBLISH_AS_IS, PREPARE_AGAIN",
    "W:,        REBASE,        REBASE",
    "R:,        PUBLISH_AS_IS, PUBLISH_AS_IS",
  })
  void aWriterReallyLosesOnlyToChangesItRestsOn(
      String rival, Verdict insertsOnly, Verdict otherwise) {
    List<ManifestRecord> rivals = List.of(record(S, Map.of()), record(S, tables(rival)));

    assertThat(decide(true, rivals)).isEqualTo(insertsOnly);
    assertThat(decide(false, rivals)).isEqualTo(otherwise);
  }

  @Test
  void everyKindOfChangeOfANeededEntityCounts() {
    for (ChangeSet changes :
        List.of(
            new ChangeSet.Inline(List.of("w1"), List.of(), List.of(), 0),
            new ChangeSet.Inline(List.of(), List.of("w1"), List.of(), 0),
            new ChangeSet.Inline(List.of(), List.of(), List.of("w1"), 0))) {
      assertThat(decide(true, List.of(record(S, Map.of(W, changes)))))
          .isEqualTo(Verdict.PREPARE_AGAIN);
    }
  }

  @Test
  void entitiesWhoseIdsARivalMadeAreChangesOfNoneThatIsNeeded() {
    ChangeSet minted = new ChangeSet.Inline(List.of(), List.of(), List.of(), 2);

    assertThat(decide(true, List.of(record(S, Map.of(W, minted))))).isEqualTo(Verdict.REBASE);
    assertThat(decide(false, List.of(record(S, Map.of(W, minted)))))
        .isEqualTo(Verdict.PREPARE_AGAIN);
  }

  @Test
  void aSpilledChangeSetIsReadWhereTheAnswerDependsOnIt() {
    ChangeSet spilled = new ChangeSet.Spilled("k", new ChangeSet.Counts(1, 0, 0));

    assertThat(decide(true, List.of(record(S, Map.of(W, spilled)))))
        .isEqualTo(Verdict.PREPARE_AGAIN);
    assertThat(decide(true, List.of(record(S, Map.of(R, spilled)))))
        .isEqualTo(Verdict.PUBLISH_AS_IS);
  }

  @Test
  void anOlderRivalCountsAsMuchAsTheNewest() {
    List<ManifestRecord> rivals = List.of(record(S, tables("W:w1")), record(S, tables("X:x1")));

    assertThat(decide(true, rivals)).isEqualTo(Verdict.PREPARE_AGAIN);
  }

  @Test
  void aSchemaChangeIsPreparedAgainWhateverItTouched() {
    assertThat(decide(true, List.of(record(new SchemaHash("2".repeat(64)), Map.of()))))
        .isEqualTo(Verdict.PREPARE_AGAIN);
  }

  @Test
  void aMergeIsPreparedAgainWhenARivalMergedAnything() {
    ManifestRecord merge =
        ManifestState.before(new BranchId("b"))
            .next(CommitKind.MERGE, new OperationId("op"))
            .schema(S, CatalogChange.NONE)
            .merging(new CommitPoint(new BranchId("c"), 1, new CommitId("c1")), List.of())
            .record();

    assertThat(decide(true, true, List.of(merge))).isEqualTo(Verdict.PREPARE_AGAIN);
    assertThat(decide(true, false, List.of(merge))).isEqualTo(Verdict.PUBLISH_AS_IS);
    assertThat(decide(true, true, List.of(record(S, Map.of())))).isEqualTo(Verdict.PUBLISH_AS_IS);
  }

  @Test
  void whatRestsOnTheStoredQueriesIsPreparedAgainWhenARivalChangedThem() {
    ManifestRecord storing =
        ManifestState.before(new BranchId("b"))
            .next(CommitKind.QUERIES, new OperationId("op"))
            .schema(S, CatalogChange.NONE)
            .texts(before -> before.withQueries(new TextsHash("3".repeat(64))))
            .record();
    ManifestRecord policy =
        ManifestState.before(new BranchId("b"))
            .next(CommitKind.POLICY, new OperationId("op"))
            .schema(S, CatalogChange.NONE)
            .texts(before -> before.withPolicy(new TextsHash("3".repeat(64))))
            .record();

    assertThat(decide(TextsHash.NONE, storing)).isEqualTo(Verdict.PREPARE_AGAIN);
    assertThat(decide(null, storing)).isEqualTo(Verdict.PUBLISH_AS_IS);
    assertThat(decide(TextsHash.NONE, policy)).isEqualTo(Verdict.PUBLISH_AS_IS);
  }

  private static Verdict decide(@Nullable TextsHash queries, ManifestRecord rival) {
    Footprint ours = new Footprint(S, queries, Set.of(), Set.of(), true, Map.of(), false);
    return RaceRules.decide(ours, List.of(rival), changes -> SPILLED_IDS);
  }

  private static Verdict decide(boolean insertsOnly, List<ManifestRecord> rivals) {
    return decide(insertsOnly, false, rivals);
  }

  private static Verdict decide(boolean insertsOnly, boolean merges, List<ManifestRecord> rivals) {
    Footprint ours =
        new Footprint(
            S,
            null,
            Set.of(W),
            Set.of(R),
            insertsOnly,
            Map.of(W, Set.of("w1"), R, Set.of("r1")),
            merges);
    return RaceRules.decide(
        ours, rivals, changes -> changes instanceof ChangeSet.Inline inline ? inline : SPILLED_IDS);
  }

  /** {@code W:w1+R:} is an update of w1 in W and a compaction of R. */
  private static Map<TableId, ChangeSet> tables(String text) {
    Map<TableId, ChangeSet> tables = new TreeMap<>();
    Arrays.stream(text.split("\\+"))
        .filter(part -> !part.isEmpty())
        .forEach(
            part -> {
              TableId table = new TableId("nodes/" + part.substring(0, part.indexOf(':')));
              String id = part.substring(part.indexOf(':') + 1);
              tables.put(
                  table,
                  id.isEmpty()
                      ? ChangeSet.Inline.NONE
                      : new ChangeSet.Inline(List.of(), List.of(id), List.of(), 0));
            });
    return tables;
  }

  private static ManifestRecord record(SchemaHash schema, Map<TableId, ChangeSet> tables) {
    Pin pin = new Pin("p", 1, "t", 0, 0, null, List.of(), new TreeMap<>());
    TreeMap<TableId, TableChange> changes = new TreeMap<>();
    tables.forEach(
        (id, set) -> changes.put(id, TableChange.between(pin, pin, set, new TreeMap<>())));
    return ManifestState.before(new BranchId("b"))
        .next(CommitKind.MUTATE, new OperationId("op"))
        .schema(schema, CatalogChange.NONE)
        .tables(changes)
        .record();
  }
}
