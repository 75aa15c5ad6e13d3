package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Head;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what the branches and the operations in flight keep. */
public final class Roots {
  private static final int BATCH = 32;

  private final BranchLog log;
  private final RetentionFloors floors;
  private final Horizon horizon;
  private final Map<BranchId, BranchObject> branches = new HashMap<>();

  private final Kept.Data needed = new Kept.Data();
  private final Kept.Data spared = new Kept.Data();
  private final Set<String> changeSets = new HashSet<>();
  private final Map<BranchId, Instant> changesJudgedAfter = new HashMap<>();

  public Roots(
      BranchLog log, RetentionFloors floors, Horizon horizon, List<BranchLog.Found> found) {
    this.log = log;
    this.floors = floors;
    this.horizon = horizon;
    found.forEach(f -> branches.put(f.branch().branchId(), f.branch()));
    found.forEach(this::keep);
  }

  public Kept kept() {
    return new Kept(needed, spared, changeSets, changesJudgedAfter);
  }

  /** What an operation in flight may have been prepared on, and will make its own. */
  void keep(Sidecar sidecar) {
    BranchObject branch = branches.get(sidecar.branchId());
    if (branch != null && branch.status() == Status.LIVE) {
      keepFrom(branch, sidecar);
    }
    sidecar.adopts().forEach(this::keep);
  }

  /** Every state of its range that is below the floor, as far as it is still there. */
  private void keepFrom(BranchObject branch, Sidecar sidecar) {
    long from = Math.max(1, sidecar.first() - 1);
    long through = Math.min(horizon.floor(branch), sidecar.last());
    if (from >= through || horizon.covers(branch, from)) {
      return;
    }
    Kept.Walk walk = new Kept.Walk(spared, log.stateAt(branch, from));
    for (long seq = from + 1; seq <= through; seq += BATCH) {
      log.pastRecords(branch, seq, Math.min(seq + BATCH - 1, through)).forEach(walk::next);
    }
  }

  private void keep(BranchLog.Found found) {
    BranchObject branch = found.branch();
    if (branch.status() == Status.PENDING) {
      // Its data may have gone before it was pending; then its creator, if it lives, gives it up.
      spared.add(log.startingState(branch));
      return;
    }
    Head head = floors.head(found);
    long floor = horizon.floor(branch);
    boolean gone = branch.status() == Status.DELETED && !head.ended();
    if (gone || (head.ended() && floor >= head.state().seq())) {
      return;
    }
    long from = Math.max(1, Math.min(floor, head.state().seq()));
    if (from > 1) {
      // What the oldest commit that is kept has changed.
      spared.add(log.stateAt(branch, from - 1));
    }
    log.pastRecord(branch, from).tables().values().forEach(this::keepChanges);
    Kept.Walk walk = new Kept.Walk(needed, log.stateAt(branch, from));
    for (long seq = from + 1; seq <= head.state().seq(); seq += BATCH) {
      long through = Math.min(seq + BATCH - 1, head.state().seq());
      for (ManifestRecord record : log.pastRecords(branch, seq, through)) {
        walk.next(record);
        record.tables().values().forEach(this::keepChanges);
      }
    }
    changesJudgedAfter.put(branch.branchId(), floors.writtenAt(branch, from));
  }

  private void keepChanges(TableChange change) {
    if (change.changes() instanceof ChangeSet.Spilled spilled) {
      changeSets.add(spilled.key());
    }
  }

  /**
   * A state that an operation in flight makes its own, whatever the horizon says and whatever
   * became of its branch, as far as it is still there.
   */
  private void keep(CommitPoint adopted) {
    BranchObject branch = branches.get(adopted.branchId());
    if (branch != null) {
      spared.add(log.stateAt(branch, adopted.seq()));
    } else {
      log.stateOf(adopted).ifPresent(spared::add);
    }
  }
}
