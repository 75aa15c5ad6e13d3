package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's side of its sidecar, under one operation id: the right to publish at the seqs of a
 * range, until a fence in the log ends it. It is created once; nobody writes it again.
 */
final class Arming {
  private static final Logger LOG = LoggerFactory.getLogger(Arming.class);

  private final Requests requests;
  private final Parallel parallel;
  private final ConditionalObject<Sidecar> object;
  private final Sidecar sidecar;

  Arming(Requests requests, Parallel parallel, Sidecar sidecar) {
    this.requests = requests;
    this.parallel = parallel;
    this.sidecar = sidecar;
    this.object =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.ARM, Seam.ARM_VERIFY, Patience.NONE);
  }

  /**
   * Creates the sidecar while the work is done. Empty when it is not known to be there: the
   * operation id must not be used again then, because the request may still land.
   */
  <T> Optional<T> arm(Supplier<T> work) {
    CompletableFuture<Boolean> request = parallel.start(this::isArmed);
    T done;
    try {
      done = work.get();
    } catch (RuntimeException e) {
      Parallel.settle(request);
      throw e;
    }
    return Parallel.join(request) ? Optional.of(done) : Optional.empty();
  }

  /** Whether the operation may publish there, if no record before it ends it. */
  boolean covers(long seq) {
    return sidecar.covers(seq);
  }

  /** Whether recovery has ended the operation: then nothing that was staged may be used. */
  boolean isEndedBy(List<ManifestRecord> records) {
    return records.stream().anyMatch(record -> record.ends(sidecar.operationId()));
  }

  /** Ends an operation that did not publish and, its last PUT being decided, never will. */
  void disarm() {
    remove(Seam.DISARM);
  }

  /** Ends an operation that published. */
  void finish() {
    remove(Seam.FINISH);
  }

  private boolean isArmed() {
    return switch (object.create(key(), sidecar)) {
      case Own<Sidecar> own -> true;
      case Others<Sidecar> others -> false;
      case Absent<Sidecar> absent -> false;
      case Unknown<Sidecar> unknown -> throw unknown.cause();
    };
  }

  private void remove(Seam seam) {
    try {
      requests.delete(seam, key());
    } catch (GraphException e) {
      LOG.info("sidecar of {} stays for recovery: {}", sidecar.operationId(), e.getMessage());
    }
  }

  private String key() {
    return ObjectKeys.sidecar(sidecar.branchId(), sidecar.operationId());
  }
}
