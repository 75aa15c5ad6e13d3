package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import java.time.Duration;

/** Phase C: the one create that makes a commit, and finding out what became of it. */
public final class Publisher {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Requests requests;
  private final Fence fence;
  private final ConditionalObject<ManifestRecord> records;

  Publisher(Requests requests, Fence fence, Environment environment) {
    this.requests = requests;
    this.fence = fence;
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

  /** What became of the record; both are certain. */
  enum Result {
    PUBLISHED,
    /** Somebody else holds the seq, unless the one request that was sent was delivered twice. */
    LOST
  }

  /**
   * Publishes the record after the state.
   *
   * @throws OutcomeUnknown when it cannot be found out whether it is, or will be, published
   */
  Result publish(String branch, ManifestState state, ManifestRecord record) {
    return switch (send(record)) {
      case PutOutcome.Done done -> Result.PUBLISHED;
      // Read in one round with what followed it.
      case PutOutcome.Refused refused -> Result.LOST;
      case PutOutcome.Unknown unknown ->
          switch (records.create(key(record), record, unknown)) {
            case Own<ManifestRecord> own -> Result.PUBLISHED;
            case Others<ManifestRecord> others -> Result.LOST;
            case Absent<ManifestRecord> absent -> giveUp(branch, state, record);
            case Unknown<ManifestRecord> u -> throw unknown(branch, record, u.cause());
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
  private Result giveUp(String branch, ManifestState state, ManifestRecord record) {
    try {
      if (fence.after(Seam.PUBLISH_FENCE, state) instanceof PutOutcome.Done) {
        return Result.LOST;
      }
    } catch (GraphException e) {
      throw unknown(branch, record, e);
    }
    return verify(branch, record);
  }

  /**
   * Looks at the seq once more, when what came after it could not be read.
   *
   * @throws OutcomeUnknown when it cannot be read either, or when nothing is there
   */
  Result verify(String branch, ManifestRecord record) {
    return switch (records.look(key(record), record)) {
      case Own<ManifestRecord> own -> Result.PUBLISHED;
      case Others<ManifestRecord> others -> Result.LOST;
      case Absent<ManifestRecord> absent -> throw unknown(branch, record, absent.cause());
      case Unknown<ManifestRecord> unknown -> throw unknown(branch, record, unknown.cause());
    };
  }

  private static OutcomeUnknown unknown(
      String branch, ManifestRecord record, GraphException cause) {
    return new OutcomeUnknown(branch, record.operationId(), record.seq(), cause);
  }

  private static String key(ManifestRecord record) {
    return Keys.record(record.branchId(), record.seq());
  }
}
