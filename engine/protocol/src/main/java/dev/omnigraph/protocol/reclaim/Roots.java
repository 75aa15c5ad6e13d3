package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.MergedFrom;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.TableVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects what the branches and the operations in flight keep. */
public final class Roots {
  private static final int BATCH = 32;

  private final BranchLog log;
  private final RetentionFloors floors;
  private final Horizon horizon;
  private final Map<BranchId, BranchObject> branches = new HashMap<>();

  private final Set<TableVersion> states = new HashSet<>();
  private final Set<TableVersion> bases = new HashSet<>();
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

  public Collector.Kept kept() {
    return new Collector.Kept(states, bases, changeSets, changesJudgedAfter);
  }

  /** What an operation in flight was prepared on and will make its own. */
  void keep(Sidecar sidecar) {
    keep(sidecar.branchId(), sidecar.target() - 1);
    for (MergedFrom foreign : sidecar.adopts()) {
      keep(foreign.branchId(), foreign.seq());
    }
  }

  private void keep(BranchLog.Found found) {
    BranchObject branch = found.branch();
    if (branch.status() == Status.PENDING) {
      keepState(states, log.startingState(branch));
      return;
    }
    Head head = floors.head(found);
    long floor = horizon.floor(branch);
    boolean gone = branch.status() == Status.DELETED && !head.ended();
    if (gone || (head.ended() && floor >= head.state().seq())) {
      return;
    }
    long from = Math.max(1, Math.min(floor, head.state().seq()));
    keepState(states, log.stateAt(branch, from));
    keepBases(log.pastRecord(branch, from));
    for (long seq = from + 1; seq <= head.state().seq(); seq += BATCH) {
      long through = Math.min(seq + BATCH - 1, head.state().seq());
      log.pastRecords(branch, seq, through).forEach(this::keepRecord);
    }
    changesJudgedAfter.put(branch.branchId(), floors.writtenAt(branch, from));
  }

  private void keepRecord(ManifestRecord record) {
    keepBases(record);
    record.tables().values().forEach(change -> states.add(version(change.pin())));
    record.tables().values().forEach(this::keepChanges);
  }

  private void keepBases(ManifestRecord record) {
    record.tables().values().stream()
        .map(TableChange::base)
        .filter(Objects::nonNull)
        .forEach(base -> bases.add(version(base)));
  }

  private void keepChanges(TableChange change) {
    if (change.changes() instanceof ChangeSet.Spilled spilled) {
      changeSets.add(spilled.key());
    }
  }

  /** A state below the floor, as far as it is still there. */
  private void keep(BranchId branchId, long seq) {
    BranchObject branch = branches.get(branchId);
    if (branch != null && seq > 0 && !horizon.covers(branch, seq)) {
      keepState(bases, log.stateAt(branch, seq));
    }
  }

  private static void keepState(Set<TableVersion> into, ManifestState state) {
    state.pins().values().forEach(pin -> into.add(version(pin)));
  }

  private static TableVersion version(Pin pin) {
    return new TableVersion(pin.path(), pin.version());
  }
}
