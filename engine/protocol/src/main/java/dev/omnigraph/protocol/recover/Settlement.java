package dev.omnigraph.protocol.recover;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.AuditEntry.Outcome;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the operations whose writers had their time: the log decides. An operation that
 * it has is rolled forward. One that it can still get is named by a fence first, all of them by
 * one; and one that it can never get is declared dead.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final int TRIES = 3;

  private final Requests requests;
  private final BranchLog log;
  private final Fence fence;
  private final DerivedState derived;
  private final Environment environment;

  Settlement(
      Requests requests,
      BranchLog log,
      Fence fence,
      DerivedState derived,
      Environment environment) {
    this.requests = requests;
    this.log = log;
    this.fence = fence;
    this.derived = derived;
    this.environment = environment;
  }

  /** How one sidecar ended. */
  enum End {
    ROLLED_FORWARD,
    ROLLED_BACK,
    UNDECIDED,
    DEFERRED
  }

  /**
   * Never fails: what cannot be done now is left to the next sweep.
   *
   * @param head of the branch, read after the sidecars were listed or beside it
   * @param overdue sidecars of it, as they were read
   */
  Map<End, List<OperationId>> settle(Head head, List<Sidecar> overdue) {
    Map<End, List<OperationId>> ends = new EnumMap<>(End.class);
    List<Sidecar> open = new ArrayList<>(overdue);
    try {
      ManifestState newest = newest(head, overdue);
      for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
        open = decide(head, newest, open, ends);
        if (!open.isEmpty() && isFenced(newest, open)) {
          for (Sidecar sidecar : open) {
            note(ends, orDefer(sidecar, () -> declareDead(sidecar, false)), sidecar);
          }
          return ends;
        }
        // Refused, or not known to be there: the log says what is.
        newest = open.isEmpty() ? newest : log.advance(Seam.SWEEP_TARGET, newest).state();
      }
    } catch (GraphException e) {
      LOG.info("{} operations are left to the next sweep: {}", open.size(), e.getMessage());
    }
    open.forEach(sidecar -> note(ends, End.DEFERRED, sidecar));
    return ends;
  }

  /** The head was read beside the listing, so a sidecar may have been armed after it. */
  private ManifestState newest(Head head, List<Sidecar> overdue) {
    ManifestState known = head.state();
    boolean isBehind = overdue.stream().anyMatch(sidecar -> sidecar.first() > known.seq() + 1);
    return isBehind && !head.ended() ? log.advance(Seam.SWEEP_TARGET, known).state() : known;
  }

  /** Ends what the log decides by now, and gives those of which it does not. */
  private List<Sidecar> decide(
      Head head, ManifestState newest, List<Sidecar> open, Map<End, List<OperationId>> ends) {
    List<Sidecar> undecided = new ArrayList<>();
    for (Sidecar sidecar : open) {
      End end = orDefer(sidecar, () -> end(head, newest, sidecar));
      if (end == End.UNDECIDED) {
        undecided.add(sidecar);
      } else {
        note(ends, end, sidecar);
      }
    }
    return undecided;
  }

  private End end(Head head, ManifestState newest, Sidecar sidecar) {
    List<ManifestRecord> range = range(head, newest, sidecar);
    return switch (SweepRules.classify(sidecar, range, head.ended())) {
      case COMMITTED ->
          rollForward(head, sidecar, SweepRules.published(sidecar, range).orElseThrow());
      case DEAD -> declareDead(sidecar, head.ended() || SweepRules.isEndedBy(range));
      case ABANDONED -> End.UNDECIDED;
    };
  }

  /** A failure with one of them leaves it to the next sweep, and the others are settled. */
  private static End orDefer(Sidecar sidecar, Supplier<End> work) {
    try {
      return work.get();
    } catch (GraphException e) {
      LOG.info("operation {} is left to the next sweep: {}", sidecar.operationId(), e.getMessage());
      return End.DEFERRED;
    }
  }

  /** The records of its range, as far as the log is known to go. */
  private List<ManifestRecord> range(Head head, ManifestState newest, Sidecar sidecar) {
    if (head.ended()) {
      return log.range(Seam.SWEEP_TARGET, sidecar.branchId(), sidecar.first(), sidecar.last(), 1);
    }
    if (sidecar.first() > newest.seq() + 1) {
      throw Failures.defect("sidecar " + sidecar.operationId() + " aims beyond the end of its log");
    }
    long last = Math.min(sidecar.last(), newest.seq());
    return log.range(
        Seam.SWEEP_TARGET,
        sidecar.branchId(),
        sidecar.first(),
        last,
        (int) Math.max(1, last - sidecar.first() + 1));
  }

  /** Takes the seq after the newest state, and every later one, away from the operations. */
  private boolean isFenced(ManifestState newest, List<Sidecar> open) {
    List<OperationId> ended = open.stream().map(Sidecar::operationId).sorted().toList();
    return fence.after(Seam.SWEEP_FENCE, newest, ended) instanceof PutOutcome.Done;
  }

  private End declareDead(Sidecar sidecar, boolean branchEnded) {
    audit(
        AuditEntry.dead(
            sidecar,
            branchEnded ? Outcome.ORPHANED_BRANCH : Outcome.ROLLED_BACK,
            environment.now()));
    delete(sidecar);
    return End.ROLLED_BACK;
  }

  private End rollForward(Head head, Sidecar sidecar, ManifestRecord record) {
    if (record.kind() == CommitKind.BRANCH_DELETED) {
      if (!derived.markDeleted(head.name(), record.branchId())) {
        return End.DEFERRED;
      }
    } else if (!head.ended()) {
      BranchLog.Advance newest = log.advance(Seam.OPEN_PROBE, head.state());
      // A hint at the end of a branch would open it as one that goes on.
      if (!newest.ended()) {
        derived.refreshHint(head, newest.state(), false);
      }
      if (record.seq() % BranchLog.CHECKPOINT_EVERY == 0) {
        derived.checkpoint(log.stateAt(head.branch(), record.seq()));
      }
    }
    audit(AuditEntry.rolledForward(sidecar, record, environment.now()));
    delete(sidecar);
    return End.ROLLED_FORWARD;
  }

  private void audit(AuditEntry entry) {
    // The sidecar must outlive an audit entry that is not known to be there.
    requests.ensure(Seam.SWEEP_AUDIT, ObjectKeys.audit(entry.operationId()), entry.encode());
    environment.listener().recovered(entry.operationId(), entry.outcome());
  }

  private void delete(Sidecar sidecar) {
    String key = ObjectKeys.sidecar(sidecar.branchId(), sidecar.operationId());
    try {
      requests.delete(Seam.SWEEP_DELETE, key);
    } catch (GraphException e) {
      LOG.info("sidecar of {} stays: {}", sidecar.operationId(), e.getMessage());
    }
  }

  private static void note(Map<End, List<OperationId>> ends, End end, Sidecar sidecar) {
    ends.computeIfAbsent(end, e -> new ArrayList<>()).add(sidecar.operationId());
  }
}
