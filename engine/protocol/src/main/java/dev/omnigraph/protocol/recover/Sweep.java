package dev.omnigraph.protocol.recover;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.AuditCodec;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.AuditEntry.Outcome;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.SidecarCodec;
import dev.omnigraph.manifest.UnreadableObject;
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
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovery: finds out what became of operations whose writers did not end them, and writes it down,
 * exactly once each. It never deletes data. Any number may run at once, beside live writers: every
 * step is conditional or idempotent.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Sidecars looked at by one open; the scheduled sweep has no bound. */
  public static final int AT_AN_OPEN = 32;

  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int TRIES = 3;

  private final Requests requests;
  private final BranchLog log;
  private final Fence fence;
  private final DerivedState derived;
  private final Parallel parallel;
  private final Environment environment;
  private final ConditionalObject<Sidecar> marks;

  public Sweep(
      Requests requests,
      BranchLog log,
      Fence fence,
      DerivedState derived,
      Parallel parallel,
      Environment environment) {
    this.requests = requests;
    this.log = log;
    this.fence = fence;
    this.derived = derived;
    this.parallel = parallel;
    this.environment = environment;
    this.marks =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.SWEEP_MARK, Seam.SWEEP_SIDECAR, Patience.NONE);
  }

  /** A sidecar as one GET gave it: what is decided rests on this ETag and this target. */
  private record Found(Sidecar sidecar, String etag, Instant lastModified) {
    String id() {
      return sidecar.operationId();
    }

    /** By nobody's clock but the store's. */
    Duration age(Listing listing) {
      return Duration.between(lastModified, listing.storeTime());
    }
  }

  /** How one sidecar ended. */
  private enum End {
    ROLLED_FORWARD,
    ROLLED_BACK,
    IN_FLIGHT,
    DEFERRED,
    GONE
  }

  public Listing list(String branchId) {
    return requests.list(Seam.SWEEP_LIST, Keys.sidecars(branchId));
  }

  /**
   * Settles what the listing found.
   *
   * @param head of the branch, read after the listing or beside it
   * @throws UnreadableObject for a sidecar that cannot be read; nothing else fails it
   */
  public SweepReport run(Head head, Listing listing, int bound) {
    if (listing.entries().isEmpty()) {
      return SweepReport.NOTHING;
    }
    List<ObjectEntry> oldest =
        listing.entries().stream().sorted(Comparator.comparing(ObjectEntry::lastModified)).toList();
    List<Supplier<Optional<Found>>> reads = new ArrayList<>();
    oldest.stream().limit(bound).forEach(entry -> reads.add(() -> read(entry.key())));
    Tally tally = new Tally();
    for (Optional<Found> found : parallel.all(reads)) {
      found.ifPresent(f -> tally.add(f.id(), settle(head, f, listing)));
    }
    oldest.stream().skip(bound).forEach(entry -> tally.add(entry.key(), End.DEFERRED));
    return tally.report(rivals(listing));
  }

  private static int rivals(Listing listing) {
    Instant fresh = listing.storeTime().minus(FRESH);
    return (int)
        listing.entries().stream().filter(entry -> entry.lastModified().isAfter(fresh)).count();
  }

  private Optional<Found> read(String key) {
    Optional<StoredObject> stored;
    try {
      stored = requests.get(Seam.SWEEP_SIDECAR, key);
    } catch (GraphException e) {
      LOG.info("{} is left to the next sweep: {}", key, e.getMessage());
      return Optional.empty();
    }
    return stored.map(
        s -> new Found(SidecarCodec.decode(key, s.body()), s.etag(), s.lastModified()));
  }

  private End settle(Head head, Found found, Listing listing) {
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
    audit(found.sidecar(), head.ended() ? Outcome.ORPHANED_BRANCH : Outcome.ROLLED_BACK, null);
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
      derived.refreshHint(head.branch(), head.etag(), newest.state());
      if (record.seq() % BranchLog.CHECKPOINT_EVERY == 0) {
        derived.checkpoint(log.stateAt(head.branch(), record.seq()));
      }
    }
    audit(found.sidecar(), Outcome.ROLLED_FORWARD, record);
    delete(found.sidecar());
    return End.ROLLED_FORWARD;
  }

  private Optional<ManifestRecord> target(Seam seam, Found found) {
    return log.record(seam, found.sidecar().branchId(), found.sidecar().target());
  }

  private void audit(Sidecar sidecar, Outcome outcome, @Nullable ManifestRecord record) {
    SortedMap<String, Long> tables = new TreeMap<>();
    if (record != null) {
      record.tables().forEach((id, change) -> tables.put(id, change.pin().version()));
    }
    AuditEntry entry =
        new AuditEntry(
            sidecar.operationId(),
            sidecar.kind(),
            sidecar.actor(),
            sidecar.branch(),
            sidecar.branchId(),
            sidecar.target(),
            outcome,
            record == null ? null : record.commitId(),
            tables,
            environment.now());
    // The sidecar must outlive an audit entry that is not known to be there.
    requests.ensure(Seam.SWEEP_AUDIT, Keys.audit(sidecar.operationId()), AuditCodec.encode(entry));
    environment.listener().recovered(sidecar.operationId(), outcome);
  }

  private void delete(Sidecar sidecar) {
    try {
      requests.delete(Seam.SWEEP_DELETE, key(sidecar));
    } catch (GraphException e) {
      LOG.info("sidecar of {} stays: {}", sidecar.operationId(), e.getMessage());
    }
  }

  private static String key(Sidecar sidecar) {
    return Keys.sidecar(sidecar.branchId(), sidecar.operationId());
  }

  private static final class Tally {
    private final List<String> rolledForward = new ArrayList<>();
    private final List<String> rolledBack = new ArrayList<>();
    private final List<String> inFlight = new ArrayList<>();
    private final List<String> deferred = new ArrayList<>();

    void add(String operationId, End end) {
      switch (end) {
        case ROLLED_FORWARD -> rolledForward.add(operationId);
        case ROLLED_BACK -> rolledBack.add(operationId);
        case IN_FLIGHT -> inFlight.add(operationId);
        case DEFERRED -> deferred.add(operationId);
        case GONE -> {}
      }
    }

    SweepReport report(int rivals) {
      return new SweepReport(rolledForward, rolledBack, inFlight, deferred, rivals);
    }
  }
}
