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
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.PutOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of one sidecar that was found: it is its writer's, or its operation is rolled
 * forward, or it is declared dead.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final int TRIES = 3;

  private final Requests requests;
  private final BranchLog log;
  private final Fence fence;
  private final DerivedState derived;
  private final Environment environment;
  private final ConditionalObject<Sidecar> marks;

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
    this.marks =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.SWEEP_MARK, Seam.SWEEP_SIDECAR, Patience.NONE);
  }

  /** A sidecar as one GET gave it: what is decided rests on this ETag and this target. */
  record Found(Sidecar sidecar, String etag, Instant lastModified) {
    OperationId id() {
      return sidecar.operationId();
    }

    /** By nobody's clock but the store's. */
    Duration age(Listing listing) {
      return Duration.between(lastModified, listing.storeTime());
    }
  }

  /** How one sidecar ended. */
  enum End {
    ROLLED_FORWARD,
    ROLLED_BACK,
    IN_FLIGHT,
    DEFERRED,
    GONE
  }

  /** Never fails: what cannot be done now is left to the next sweep. */
  End settle(Head head, Found found, Listing listing) {
    try {
      return decide(head, found, listing);
    } catch (GraphException e) {
      LOG.info("operation {} is left to the next sweep: {}", found.id(), e.getMessage());
      return End.DEFERRED;
    }
  }

  private End decide(Head head, Found found, Listing listing) {
    if (SweepRules.isItsWriters(found.sidecar(), found.age(listing))) {
      return End.IN_FLIGHT;
    }
    for (int i = 0; i < TRIES; i++) {
      Optional<ManifestRecord> target = target(Seam.SWEEP_TARGET, found);
      SweepRules.Fate fate =
          SweepRules.classify(found.sidecar(), found.age(listing), target, head.ended());
      switch (fate) {
        case UNREADABLE -> throw new AssertionError("it was read");
        case IN_FLIGHT -> {
          return End.IN_FLIGHT;
        }
        case COMMITTED -> {
          return rollForward(head, found, target.orElseThrow());
        }
        case DEAD -> {
          return abort(head, found);
        }
        case ABANDONED -> {
          // Whatever the answer, unless it is unknown, the seq is taken now.
          if (!(fence(head, found) instanceof PutOutcome.Unknown)) {
            return abort(head, found);
          }
        }
      }
    }
    return End.DEFERRED;
  }

  private PutOutcome fence(Head head, Found found) {
    long target = found.sidecar().target();
    BranchLog.Advance newest = log.advance(Seam.OPEN_PROBE, head.state());
    if (newest.state().seq() >= target) {
      return new PutOutcome.Refused();
    }
    if (newest.state().seq() + 1 != target || newest.ended()) {
      throw Failures.defect("sidecar " + found.id() + " aims beyond the end of its log");
    }
    return fence.after(Seam.SWEEP_FENCE, newest.state());
  }

  /**
   * Takes the operation over with the ETag that was read before its seq was seen taken, so that a
   * writer that re-armed since then is left alone.
   */
  private End abort(Head head, Found found) {
    if (found.sidecar().phase() == Sidecar.Phase.ARMED) {
      Sidecar aborting = found.sidecar().aborting(environment.ulids().get());
      switch (marks.replace(key(aborting), aborting, found.etag())) {
        case Own<Sidecar> marked -> {}
        case Others<Sidecar>(Sidecar theirs, String etag) -> {
          return overtaken(head, new Found(theirs, etag, found.lastModified()));
        }
        case Absent<Sidecar> absent -> {
          return absent.untouched() ? End.DEFERRED : End.GONE;
        }
        case Unknown<Sidecar> unknown -> throw unknown.cause();
      }
    }
    // The writer can publish nowhere now; it may have done so before the mark.
    Optional<ManifestRecord> target = target(Seam.SWEEP_VERIFY, found);
    if (SweepRules.isOwn(found.sidecar(), target)) {
      return rollForward(head, found, target.orElseThrow());
    }
    audit(
        AuditEntry.dead(
            found.sidecar(),
            head.ended() ? Outcome.ORPHANED_BRANCH : Outcome.ROLLED_BACK,
            environment.now()));
    delete(found.sidecar());
    return End.ROLLED_BACK;
  }

  /** Somebody else wrote the sidecar: another sweep, whose work is resumed, or its live writer. */
  private End overtaken(Head head, Found now) {
    return switch (now.sidecar().phase()) {
      case ABORTING -> abort(head, now);
      case ARMED -> End.IN_FLIGHT;
    };
  }

  private End rollForward(Head head, Found found, ManifestRecord record) {
    if (record.kind() == CommitKind.BRANCH_DELETED) {
      if (!derived.markDeleted(head.name(), record.branchId())) {
        return End.DEFERRED;
      }
    } else if (!head.ended()) {
      BranchLog.Advance newest = log.advance(Seam.OPEN_PROBE, head.state());
      derived.refreshHint(head, newest.state(), false);
      if (record.seq() % BranchLog.CHECKPOINT_EVERY == 0) {
        derived.checkpoint(log.stateAt(head.branch(), record.seq()));
      }
    }
    audit(AuditEntry.rolledForward(found.sidecar(), record, environment.now()));
    delete(found.sidecar());
    return End.ROLLED_FORWARD;
  }

  private Optional<ManifestRecord> target(Seam seam, Found found) {
    return log.record(seam, found.sidecar().branchId(), found.sidecar().target());
  }

  private void audit(AuditEntry entry) {
    // The sidecar must outlive an audit entry that is not known to be there.
    requests.ensure(Seam.SWEEP_AUDIT, ObjectKeys.audit(entry.operationId()), entry.encode());
    environment.listener().recovered(entry.operationId(), entry.outcome());
  }

  private void delete(Sidecar sidecar) {
    try {
      requests.delete(Seam.SWEEP_DELETE, key(sidecar));
    } catch (GraphException e) {
      LOG.info("sidecar of {} stays: {}", sidecar.operationId(), e.getMessage());
    }
  }

  private static String key(Sidecar sidecar) {
    return ObjectKeys.sidecar(sidecar.branchId(), sidecar.operationId());
  }
}
