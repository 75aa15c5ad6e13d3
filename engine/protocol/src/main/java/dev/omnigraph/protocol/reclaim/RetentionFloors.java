package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.object.Requests;
import java.time.Instant;
import java.util.Optional;

/** From which seq on a branch keeps its data. */
public final class RetentionFloors {
  private final Requests requests;
  private final BranchLog log;

  public RetentionFloors(Requests requests, BranchLog log) {
    this.requests = requests;
    this.log = log;
  }

  /** The head as it is now, whatever became of the branch. */
  Head head(BranchLog.Found found) {
    ManifestState start = log.startingState(found.branch());
    return new Head(found.branch(), found.etag(), start, false)
        .at(log.advance(Seam.CLEANUP_HEAD, start));
  }

  /**
   * The state that was newest at the time, by the store's clock, or what the horizon says if that
   * is newer. Empty for a branch that never was, or that is not born yet.
   */
  Optional<Long> floor(BranchLog.Found found, Horizon horizon, Instant time) {
    if (found.branch().status() == Status.PENDING) {
      return Optional.empty();
    }
    Head head = head(found);
    if (found.branch().status() == Status.DELETED && !head.ended()) {
      return Optional.empty();
    }
    long known = horizon.floor(found.branch());
    return Optional.of(Math.max(known, newestAt(head, known, time)));
  }

  /** When the record was written, by the store's clock. */
  Instant writtenAt(BranchObject branch, long seq) {
    String key = ObjectKeys.record(branch.ownerOf(seq), seq);
    return requests
        .get(Seam.CLEANUP_AGE, key)
        .orElseThrow(() -> UnreadableObject.missing(key))
        .lastModified();
  }

  /** Bisects: a record is written after the one before it. */
  private long newestAt(Head head, long known, Instant time) {
    long low = Math.min(known, head.state().seq());
    long high = head.state().seq();
    if (high > low && !writtenAt(head.branch(), high).isAfter(time)) {
      return high;
    }
    while (low + 1 < high) {
      long middle = (low + high) >>> 1;
      if (writtenAt(head.branch(), middle).isAfter(time)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }
}
