package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/** Phase C: the one create that makes a commit, and finding out what became of it. */
final class Publisher {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Requests requests;
  private final BranchLog log;
  private final Fence fence;
  private final Environment environment;

  Publisher(Requests requests, BranchLog log, Fence fence, Environment environment) {
    this.requests = requests;
    this.log = log;
    this.fence = fence;
    this.environment = environment;
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
    String key = Keys.record(record.branchId(), record.seq());
    byte[] body = RecordCodec.encode(record);
    boolean sent = false;
    for (int i = 0; i < TRIES; i++) {
      PutOutcome outcome = create(branch, record, key, body, sent);
      if (outcome instanceof PutOutcome.Done) {
        return Result.PUBLISHED;
      }
      if (outcome instanceof PutOutcome.Refused && !sent) {
        return Result.LOST;
      }
      sent = true;
      Optional<ManifestRecord> found = read(branch, record);
      if (found.isPresent()) {
        return judge(record, found.get());
      }
      environment.jitter(PAUSE.multipliedBy(i + 1L));
    }
    return giveUp(branch, state, record);
  }

  /**
   * @param sent whether an earlier request may still land; then nothing that happens to this one
   *     makes the outcome certain
   */
  private PutOutcome create(
      String branch, ManifestRecord record, String key, byte[] body, boolean sent) {
    try {
      return requests.create(Seam.PUBLISH, key, body);
    } catch (StoreException.Transient e) {
      return new PutOutcome.Unknown(e);
    } catch (GraphException e) {
      throw sent ? unknown(branch, record, e) : e;
    }
  }

  /** Takes the seq away from our own requests that may still land: either way it is certain. */
  private Result giveUp(String branch, ManifestState state, ManifestRecord record) {
    GraphException cause;
    try {
      PutOutcome outcome = fence.after(Seam.PUBLISH_FENCE, state);
      if (outcome instanceof PutOutcome.Done) {
        return Result.LOST;
      }
      cause =
          outcome instanceof PutOutcome.Unknown unknown
              ? unknown.cause()
              : Failures.defect("The store refused to create an object that is not there.");
    } catch (GraphException e) {
      throw unknown(branch, record, e);
    }
    Optional<ManifestRecord> found = read(branch, record);
    if (found.isPresent()) {
      return judge(record, found.get());
    }
    throw unknown(branch, record, cause);
  }

  /**
   * Looks at the seq once more, when what came after it could not be read.
   *
   * @throws OutcomeUnknown when it cannot be read either
   */
  Result verify(String branch, ManifestRecord record) {
    return read(branch, record)
        .map(found -> judge(record, found))
        .orElseThrow(() -> UnreadableObject.missing(Keys.record(record.branchId(), record.seq())));
  }

  private Optional<ManifestRecord> read(String branch, ManifestRecord record) {
    try {
      return log.record(Seam.PUBLISH_VERIFY, record.branchId(), record.seq());
    } catch (GraphException e) {
      throw unknown(branch, record, e);
    }
  }

  private static OutcomeUnknown unknown(
      String branch, ManifestRecord record, GraphException cause) {
    return new OutcomeUnknown(branch, record.operationId(), record.seq(), cause);
  }

  private static Result judge(ManifestRecord ours, ManifestRecord found) {
    if (found.operationId().equals(ours.operationId())) {
      return Result.PUBLISHED;
    }
    return Result.LOST;
  }
}
