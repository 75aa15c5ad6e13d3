package dev.omnigraph.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.table.Pin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestStateTest {
  private static final OperationId OPERATION = new OperationId("01JD0000000000000000000002");
  private static final TableId TABLE = new TableId("nodes/a-1");
  private static final ManifestState NOTHING = ManifestState.before(new BranchId("b"));
  private static final Pin EMPTY = new Pin("nodes/a-1", 1, "t0", 0, 0);
  private static final Pin FIRST = new Pin("nodes/a-1", -7, "t1", 3, 1);

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
  void aRecordThatDoesNotReplaceThePresentPinIsRefused() {
    ManifestRecord stray = loaded(FIRST, EMPTY);

    assertThatThrownBy(() -> started().apply(stray)).isInstanceOf(UnreadableObject.class);
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
            List.of(
                new BranchObject.Fork(new BranchId("B"), 9, new CommitId("b9")),
                new BranchObject.Fork(new BranchId("A"), 4, new CommitId("a4"))),
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
            .tables(new TreeMap<>(Map.of(TABLE, TableChange.adding(EMPTY))))
            .record());
  }

  private static ManifestRecord loaded(Pin base, Pin pin) {
    TableChange change = new TableChange(base, pin, ChangeSet.Inline.NONE, new TreeMap<>());
    return started()
        .next(CommitKind.LOAD, OPERATION)
        .tables(new TreeMap<>(Map.of(TABLE, change)))
        .record();
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
