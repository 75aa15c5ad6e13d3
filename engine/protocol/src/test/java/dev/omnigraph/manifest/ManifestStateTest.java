package dev.omnigraph.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.table.Pin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestStateTest {
  private static final OperationId OPERATION = new OperationId("01JD0000000000000000000002");
  private static final TableId TABLE = new TableId("nodes/a-1");
  private static final Pin EMPTY = new Pin("nodes/a-1", 1, "t0", 0, 0);
  private static final Pin FIRST = new Pin("nodes/a-1", -7, "t1", 3, 1);

  @Test
  void theStateIsTheFoldOfTheRecords() {
    ManifestState state =
        ManifestState.before(new BranchId("b"))
            .apply(record(1, CommitKind.INIT, new TableChange(null, EMPTY, ChangeSet.Inline.NONE)))
            .apply(record(2, CommitKind.LOAD, new TableChange(EMPTY, FIRST, ChangeSet.Inline.NONE)))
            .apply(record(3, CommitKind.FENCE, null));

    assertThat(state.pins()).containsExactly(Map.entry(TABLE, FIRST));
    assertThat(state.seq()).isEqualTo(3);
    assertThat(state.commitId()).isEqualTo(CommitId.of(OPERATION, 3));
    assertThat(state.logicalCommitId()).isEqualTo(CommitId.of(OPERATION, 2));
  }

  @Test
  void aRecordThatDoesNotReplaceThePresentPinIsRefused() {
    ManifestState state =
        ManifestState.before(new BranchId("b")).apply(record(1, CommitKind.INIT, null));
    ManifestRecord stray =
        record(2, CommitKind.LOAD, new TableChange(FIRST, EMPTY, ChangeSet.Inline.NONE));

    assertThatThrownBy(() -> state.apply(stray)).isInstanceOf(UnreadableObject.class);
  }

  @Test
  void aRecordThatSkipsASeqIsRefused() {
    assertThatThrownBy(
            () -> ManifestState.before(new BranchId("b")).apply(record(2, CommitKind.FENCE, null)))
        .isInstanceOf(UnreadableObject.class);
  }

  @Test
  void aKeyLeavesTheStateOnlyWhenARecordSaysItIsSpilled() {
    ManifestState state =
        ManifestState.before(new BranchId("b"))
            .apply(keyed(1, "k1", 0))
            .apply(keyed(2, "k2", 0))
            .apply(keyed(3, "k3", 1));

    assertThat(state.keys()).extracting(ManifestState.UsedKey::key).containsExactly("k2", "k3");
    assertThat(state.keysSpilled()).isEqualTo(1);
    assertThat(state.key("k3")).get().extracting(ManifestState.UsedKey::seq).isEqualTo(3L);
    assertThat(state.key("k1")).isEmpty();
  }

  @Test
  void aForkHasTheContentButNotTheKeysOfItsParent() {
    ManifestState parent = ManifestState.before(new BranchId("b")).apply(keyed(1, "k1", 0));

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

  private static ManifestRecord keyed(long seq, String key, long spilled) {
    return record(seq, CommitKind.LOAD, null, new IdempotencyKey(key, "p"), spilled);
  }

  private static ManifestRecord record(long seq, CommitKind kind, @Nullable TableChange change) {
    return record(seq, kind, change, null, 0);
  }

  private static ManifestRecord record(
      long seq,
      CommitKind kind,
      @Nullable TableChange change,
      @Nullable IdempotencyKey key,
      long spilled) {
    return new ManifestRecord(
        seq,
        OPERATION,
        CommitId.of(OPERATION, seq),
        kind,
        new BranchId("b"),
        "ann",
        Instant.EPOCH,
        null,
        null,
        key,
        SchemaHash.NONE,
        change == null ? new TreeMap<>() : new TreeMap<>(Map.of(TABLE, change)),
        CatalogChange.NONE,
        spilled);
  }
}
