package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** States of the past: from the checkpoint below, and the records that follow it. */
final class Checkpoints {
  private final Requests requests;
  private final Parallel parallel;
  private final ImmutableObjects immutable;
  private final BranchLog log;

  Checkpoints(Requests requests, Parallel parallel, ImmutableObjects immutable, BranchLog log) {
    this.requests = requests;
    this.parallel = parallel;
    this.immutable = immutable;
    this.log = log;
  }

  /** The state at a seq of the branch or of an ancestor. */
  ManifestState stateAt(BranchObject branch, long seq) {
    BranchId owner = branch.ownerOf(seq);
    return stateOf(owner, baseOf(branch.branchId(), branch.lineage(), owner), seq);
  }

  /** The state at a seq of the chain of a later one; where a branch was forked off, one request. */
  ManifestState stateAt(ManifestState later, long seq) {
    return forkAt(later, seq)
        .flatMap(child -> checkpoint(child, seq))
        .orElseGet(() -> rebuilt(later, seq));
  }

  /** The branch of the chain that starts after the seq: the state there is its first checkpoint. */
  private static Optional<BranchId> forkAt(ManifestState later, long seq) {
    BranchId child = later.branchId();
    for (CommitPoint fork : later.known().lineage()) {
      if (fork.seq() == seq) {
        return Optional.of(child);
      }
      child = fork.branchId();
    }
    return Optional.empty();
  }

  private ManifestState rebuilt(ManifestState later, long seq) {
    BranchId owner = later.ownerOf(seq);
    return stateOf(owner, baseOf(later.branchId(), later.known().lineage(), owner), seq);
  }

  /**
   * The state of a log of which nothing else is known, whatever became of its branch: where it
   * starts is seen in a listing. Empty when there is no such log.
   */
  Optional<ManifestState> stateOf(BranchId branchId, long seq) {
    OptionalLong below =
        requests.list(Seam.LIST_CHECKPOINTS, ObjectKeys.checkpoints(branchId)).entries().stream()
            .flatMapToLong(entry -> ObjectKeys.checkpointSeq(entry.key()).stream())
            .filter(at -> at <= seq)
            .max();
    // A log without a checkpoint below the seq starts with the graph.
    return log.record(Seam.READ_RECORD, branchId, seq)
        .map(record -> stateOf(branchId, below.orElse(0), seq));
  }

  /**
   * The state of one log at a seq that exists.
   *
   * @param base the seq that the log starts after
   */
  ManifestState stateOf(BranchId branchId, long base, long seq) {
    ManifestState state = checkpointBelow(branchId, base, seq);
    List<Supplier<ManifestRecord>> reads = new ArrayList<>();
    for (long next = state.seq() + 1; next <= seq; next++) {
      long wanted = next;
      reads.add(() -> log.present(branchId, wanted));
    }
    for (ManifestRecord record : parallel.all(reads)) {
      state = state.apply(record);
    }
    return state;
  }

  private ManifestState checkpointBelow(BranchId branchId, long base, long seq) {
    for (long at = seq - seq % BranchLog.CHECKPOINT_EVERY;
        at > base;
        at -= BranchLog.CHECKPOINT_EVERY) {
      Optional<ManifestState> state = checkpoint(branchId, at);
      if (state.isPresent()) {
        return state.get();
      }
    }
    if (base == 0) {
      return ManifestState.before(branchId);
    }
    return checkpoint(branchId, base)
        .orElseThrow(() -> UnreadableObject.missing(ObjectKeys.checkpoint(branchId, base)));
  }

  private Optional<ManifestState> checkpoint(BranchId branchId, long seq) {
    String key = ObjectKeys.checkpoint(branchId, seq);
    Optional<ManifestState> known = immutable.find(key, ManifestState.class);
    if (known.isPresent()) {
      return known;
    }
    Optional<StoredObject> stored = requests.get(Seam.OPEN_CHECKPOINT, key);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    ManifestState state = StateCodec.decode(key, stored.get().body());
    immutable.remember(key, state, stored.get().body().length);
    return Optional.of(state);
  }

  private static long baseOf(BranchId own, List<CommitPoint> lineage, BranchId owner) {
    if (owner.equals(own)) {
      return lineage.isEmpty() ? 0 : lineage.getFirst().seq();
    }
    for (int i = 0; i < lineage.size(); i++) {
      if (lineage.get(i).branchId().equals(owner)) {
        return i + 1 < lineage.size() ? lineage.get(i + 1).seq() : 0;
      }
    }
    return 0;
  }
}
