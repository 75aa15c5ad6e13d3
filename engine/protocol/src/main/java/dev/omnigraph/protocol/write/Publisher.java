package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.protocol.log.BranchLog.Advance;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Phase C: the one create that makes a commit, and finding out what became of it. Phase D: what is
 * left to do then.
 */
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Requests requests;
  private final Parallel parallel;
  private final Fence fence;
  private final DerivedState derived;
  private final Attempts attempts;
  private final ConditionalObject<ManifestRecord> records;

  Publisher(
      Requests requests,
      Parallel parallel,
      Fence fence,
      DerivedState derived,
      Attempts attempts,
      Environment environment) {
    this.requests = requests;
    this.parallel = parallel;
    this.fence = fence;
    this.derived = derived;
    this.attempts = attempts;
    this.records =
        new ConditionalObject<>(
            requests,
            ObjectKind.RECORD,
            Seam.PUBLISH,
            Seam.PUBLISH_VERIFY,
            sent -> {
              environment.jitter(PAUSE.multipliedBy(sent));
              return sent < TRIES;
            });
  }

  /**
   * Publishes the record that follows the head.
   *
   * @return empty when it is published, and otherwise what was published after the head instead of
   *     it; both are certain
   * @throws OutcomeUnknown when it cannot be found out whether it is, or will be, published
   */
  Optional<Advance> publish(Head head, ManifestRecord record) {
    attempts.publishing(record.seq());
    if (isPublished(head, record)) {
      return Optional.empty();
    }
    Advance rivals = rivals(head, record);
    // The one request that was sent may have been delivered twice.
    if (!rivals.records().isEmpty() && isSame(rivals.records().getFirst(), record)) {
      return Optional.empty();
    }
    attempts.refused(head.name());
    attempts.lostRace(record.seq());
    return Optional.of(rivals);
  }

  /** False when the seq is taken, which may have to be looked at once more. */
  private boolean isPublished(Head head, ManifestRecord record) {
    return switch (send(record)) {
      case PutOutcome.Done done -> true;
      // Read in one round with what followed it.
      case PutOutcome.Refused refused -> false;
      case PutOutcome.Unknown unknown ->
          switch (records.create(key(record), record, unknown)) {
            case Own<ManifestRecord> own -> true;
            case Others<ManifestRecord> others -> false;
            case Absent<ManifestRecord> absent -> giveUp(head, record);
            case Unknown<ManifestRecord> u -> throw unknown(head, record, u.cause());
          };
    };
  }

  private PutOutcome send(ManifestRecord record) {
    try {
      return requests.create(Seam.PUBLISH, key(record), RecordCodec.encode(record));
    } catch (StoreException.Transient e) {
      return new PutOutcome.Unknown(e);
    }
  }

  /** Takes the seq away from our own requests that may still land: either way it is certain. */
  private boolean giveUp(Head head, ManifestRecord record) {
    try {
      // It names nobody: the operation goes on after it.
      if (fence.after(Seam.PUBLISH_FENCE, head.state(), List.of()) instanceof PutOutcome.Done) {
        return false;
      }
    } catch (GraphException e) {
      throw unknown(head, record, e);
    }
    return isThere(head, record);
  }

  private Advance rivals(Head head, ManifestRecord record) {
    try {
      return attempts.afterLosing(head.state());
    } catch (GraphException e) {
      // A failure must not be reported of a record that may be there.
      if (isThere(head, record)) {
        return new Advance(head.state().apply(record), List.of(record));
      }
      throw e;
    }
  }

  /** Looks at the seq, which is unknown when it cannot be read, or when nothing is there. */
  private boolean isThere(Head head, ManifestRecord record) {
    return switch (records.look(key(record), record)) {
      case Own<ManifestRecord> own -> true;
      case Others<ManifestRecord> others -> false;
      case Absent<ManifestRecord> absent -> throw unknown(head, record, absent.cause());
      case Unknown<ManifestRecord> unknown -> throw unknown(head, record, unknown.cause());
    };
  }

  private static boolean isSame(ManifestRecord there, ManifestRecord record) {
    return there.operationId().equals(record.operationId());
  }

  /**
   * Phase D, side by side: nothing in it depends on the rest of it, and a failure of any part
   * leaves what the next open heals.
   *
   * @param head that the record followed
   * @param published the state after it
   */
  void finish(Head head, ManifestState published, Arming arming) {
    try {
      parallel.run(
          () -> derived.refreshHint(head, published, attempts.isContended()),
          () -> derived.checkpoint(published),
          arming::finish);
    } catch (RuntimeException e) {
      LOG.warn("a published commit is left for the next open to finish", e);
    }
  }

  /** The same after a terminal record: its mark is not derived, so the sidecar stays until then. */
  void finishDeletion(Head head, Arming arming) {
    if (derived.markDeleted(head)) {
      arming.finish();
    }
  }

  private static OutcomeUnknown unknown(Head head, ManifestRecord record, GraphException cause) {
    return new OutcomeUnknown(head.name(), record.operationId(), record.seq(), cause);
  }

  private static String key(ManifestRecord record) {
    return ObjectKeys.record(record.branchId(), record.seq());
  }
}
