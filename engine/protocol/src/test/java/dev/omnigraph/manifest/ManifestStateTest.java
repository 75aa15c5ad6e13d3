package dev.omnigraph.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.table.FakeVersions;
import dev.omnigraph.table.FakeVersions.Part;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.RowDelta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestStateTest {
  private static final OperationId OPERATION = new OperationId("01JD0000000000000000000002");
  private static final TableId TABLE = new TableId("nodes/a-1");
  private static final ManifestState NOTHING = ManifestState.before(new BranchId("b"));
  private static final Pin EMPTY = FakeVersions.base("nodes/a-1", 1, 0, List.of());
  private static final Pin FIRST = with(EMPTY, "f", 3);

  @Test
  void theStateIsTheFoldOfTheRecords() {
    ManifestState state = started().apply(loaded(EMPTY, FIRST));
    state = state.apply(state.next(CommitKind.FENCE, OPERATION).record());

    assertThat(state.pins()).containsExactly(Map.entry(TABLE, FIRST));
    assertThat(state.seq()).isEqualTo(3);
    assertThat(state.commitId()).isEqualTo(CommitId.of(OPERATION, 3));
    assertThat(state.logicalCommitId()).isEqualTo(CommitId.of(OPERATION, 2));
  }

  @Test
  void aRecordThatWasMadeOnAnotherVersionIsRefused() {
    ManifestRecord stray = loaded(FIRST, with(FIRST, "g", 1));

    assertThatThrownBy(() -> started().apply(stray))
        .isInstanceOf(UnreadableObject.class)
        .hasMessageContaining("nodes/a-1")
        .hasMessageContaining("another version");
  }

  @Test
  void aTableIsAddedOnceAndChangedOnlyThen() {
    ManifestRecord first =
        NOTHING.next(CommitKind.LOAD, OPERATION).tables(tables(change(EMPTY, FIRST))).record();
    ManifestRecord again =
        started()
            .next(CommitKind.SCHEMA, OPERATION)
            .tables(tables(TableChange.adding(EMPTY)))
            .record();

    assertThatThrownBy(() -> NOTHING.apply(first)).isInstanceOf(UnreadableObject.class);
    assertThatThrownBy(() -> started().apply(again)).isInstanceOf(UnreadableObject.class);
  }

  @Test
  void aRecordWhoseRowsAreNotThoseOfItsVersionIsRefused() {
    TableChange right = change(EMPTY, FIRST);
    TableChange wrong =
        new TableChange(right.before(), right.step(), 4, right.changes(), right.files());

    assertThatThrownBy(() -> started().apply(loaded(wrong)))
        .isInstanceOf(UnreadableObject.class)
        .hasMessageContaining("4 rows");
  }

  @Test
  void aBaseThatDoesNotFollowTheVersionBeforeItIsRefused() {
    Pin next = FakeVersions.base("nodes/a-1", -7, 1, List.of(new Part("g", 3)));
    Pin skipping = FakeVersions.base("nodes/a-1", -7, 2, List.of(new Part("g", 3)));
    Pin elsewhere = FakeVersions.base("nodes/a-2", -7, 1, List.of(new Part("g", 3)));

    assertThat(started().apply(loaded(EMPTY, next)).pins()).containsValue(next);
    for (Pin stray : List.of(skipping, elsewhere)) {
      assertThatThrownBy(() -> started().apply(loaded(EMPTY, stray)))
          .isInstanceOf(UnreadableObject.class);
    }
  }

  @Test
  void aFragmentThatIsNoMessageIsDamageOfTheRecord() {
    for (String bad : List.of("no base 64", "QQ==")) {
      RowDelta delta = new RowDelta(List.of(bad), List.of());
      TableChange change =
          new TableChange(EMPTY.digest(), delta, 1, ChangeSet.Inline.NONE, new TreeMap<>());

      assertThatThrownBy(() -> started().apply(loaded(change)))
          .isInstanceOf(UnreadableObject.class)
          .hasMessageContaining(ObjectKeys.record(new BranchId("b"), 2));
    }
  }

  @Test
  void appendsThatWereStagedOnOneStateGetTheirIdsInTheOrderOfTheLog() {
    Pin mine = with(EMPTY, "mine", 2);
    Pin both = with(FIRST, "mine", 2);
    assertThat(EMPTY.stepTo(mine)).as("the record does not say ids").isEqualTo(FIRST.stepTo(both));

    ManifestState state = started().apply(loaded(EMPTY, FIRST));
    state =
        state.apply(
            state.next(CommitKind.LOAD, OPERATION).tables(tables(change(FIRST, both))).record());

    assertThat(ids(mine)).containsExactly(Map.entry(0L, "mine"));
    assertThat(ids(Objects.requireNonNull(state.pins().get(TABLE))))
        .containsExactly(Map.entry(0L, "f"), Map.entry(1L, "mine"));
  }

  @Test
  void anIdIsNotGivenOutAgainWhenTheFragmentIsGone() {
    Pin emptied =
        FakeVersions.changed(
                FIRST, List.of(FakeVersions.parts(FIRST).getFirst().removal()), List.of())
            .orElseThrow();
    Pin filled = with(emptied, "g", 1);
    ManifestState state = started().apply(loaded(EMPTY, FIRST));
    for (TableChange change : List.of(change(FIRST, emptied), change(emptied, filled))) {
      state = state.apply(state.next(CommitKind.MUTATE, OPERATION).tables(tables(change)).record());
    }

    assertThat(ids(Objects.requireNonNull(state.pins().get(TABLE))))
        .containsExactly(Map.entry(1L, "g"));
  }

  @Test
  void branchesOfOneBaseHaveVersionsThatAreToldApart() {
    Pin other = with(EMPTY, "g", 3);

    assertThat(other.version()).isEqualTo(FIRST.version());
    assertThat(other.generation()).isEqualTo(FIRST.generation());
    assertThat(other.rows()).isEqualTo(FIRST.rows());
    assertThat(ids(other).getFirst().getKey()).isEqualTo(ids(FIRST).getFirst().getKey());
    assertThat(other).isNotEqualTo(FIRST);
    assertThat(other.digest()).isNotEqualTo(FIRST.digest());
    ManifestState branch = started().apply(loaded(EMPTY, FIRST));
    ManifestRecord ofTheOther =
        branch
            .next(CommitKind.LOAD, OPERATION)
            .tables(tables(change(other, with(other, "h", 1))))
            .record();
    assertThatThrownBy(() -> branch.apply(ofTheOther)).isInstanceOf(UnreadableObject.class);
  }

  @Test
  void aRecordThatSkipsASeqIsRefused() {
    ManifestRecord second = started().next(CommitKind.FENCE, OPERATION).record();

    assertThatThrownBy(() -> NOTHING.apply(second)).isInstanceOf(UnreadableObject.class);
  }

  @Test
  void aKeyLeavesTheStateOnlyWhenARecordSaysItIsSpilled() {
    ManifestState state = keyed(keyed(keyed(NOTHING, "k1", 0), "k2", 0), "k3", 1);

    assertThat(state.keys()).extracting(ManifestState.UsedKey::key).containsExactly("k2", "k3");
    assertThat(state.keysSpilled()).isEqualTo(1);
    assertThat(state.key("k3")).get().extracting(ManifestState.UsedKey::seq).isEqualTo(3L);
    assertThat(state.key("k1")).isEmpty();
  }

  @Test
  void aForkHasTheContentButNotTheKeysOfItsParent() {
    ManifestState parent = keyed(NOTHING, "k1", 0);

    ManifestState fork = parent.forkedTo(new BranchId("c"));

    assertThat(fork.branchId()).isEqualTo(new BranchId("c"));
    assertThat(fork.seq()).isEqualTo(1);
    assertThat(fork.pins()).isEqualTo(parent.pins());
    assertThat(fork.keys()).isEmpty();
  }

  @Test
  void aBranchKnowsWhoseRecordsItsHistoryIsMadeOf() {
    BranchObject grandchild =
        new BranchObject(
            new BranchName("c"),
            new BranchId("C"),
            BranchObject.Status.LIVE,
            Instant.EPOCH,
            "ann",
            null,
            List.of(
                new CommitPoint(new BranchId("B"), 9, new CommitId("b9")),
                new CommitPoint(new BranchId("A"), 4, new CommitId("a4"))),
            "n",
            null);

    assertThat(grandchild.ownerOf(10)).isEqualTo(new BranchId("C"));
    assertThat(grandchild.ownerOf(9)).isEqualTo(new BranchId("B"));
    assertThat(grandchild.ownerOf(5)).isEqualTo(new BranchId("B"));
    assertThat(grandchild.ownerOf(4)).isEqualTo(new BranchId("A"));
  }

  /** With an empty table. */
  private static ManifestState started() {
    return NOTHING.apply(
        NOTHING
            .next(CommitKind.INIT, OPERATION)
            .tables(tables(TableChange.adding(EMPTY)))
            .record());
  }

  private static ManifestRecord loaded(Pin base, Pin pin) {
    return loaded(change(base, pin));
  }

  private static ManifestRecord loaded(TableChange change) {
    return started().next(CommitKind.LOAD, OPERATION).tables(tables(change)).record();
  }

  private static SortedMap<TableId, TableChange> tables(TableChange change) {
    return new TreeMap<>(Map.of(TABLE, change));
  }

  private static TableChange change(Pin before, Pin after) {
    return TableChange.between(before, after, ChangeSet.Inline.NONE, new TreeMap<>());
  }

  private static Pin with(Pin before, String file, long rows) {
    return FakeVersions.changed(before, List.of(), List.of(new Part(file, rows))).orElseThrow();
  }

  /** Fragments and the names of their files. */
  private static List<Map.Entry<Long, String>> ids(Pin pin) {
    return FakeVersions.parts(pin).stream()
        .map(present -> Map.entry(present.removal().id(), present.part().file()))
        .toList();
  }

  /** After another record, with a key. */
  private static ManifestState keyed(ManifestState state, String key, long spilled) {
    return state.apply(
        state
            .next(CommitKind.LOAD, OPERATION)
            .keyed(new IdempotencyKey(key, "p"))
            .keysSpilled(spilled)
            .record());
  }
}
