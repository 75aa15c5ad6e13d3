package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Failures;
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
  private final Sidecar sidecar;
  private final CompletableFuture<Boolean> request;

  private Arming(
      Requests requests, Parallel parallel, Sidecar sidecar, CompletableFuture<Boolean> request) {
    this.requests = requests;
    this.parallel = parallel;
    this.sidecar = sidecar;
    this.request = request;
  }

  /** Starts creating the sidecar. */
  static Arming start(Requests requests, Parallel parallel, Sidecar sidecar) {
    ConditionalObject<Sidecar> object =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.ARM, Seam.ARM_VERIFY, Patience.NONE);
    return new Arming(requests, parallel, sidecar, parallel.start(() -> isArmed(object, sidecar)));
  }

  /**
   * Waits for the sidecar. When it is not known to be there, the operation id must not be used
   * again, because the request may still land.
   *
   * @throws GraphException when it is certain that it is not there
   */
  boolean isAcknowledged() {
    return Parallel.join(request);
  }

  /** Starts work once the sidecar is acknowledged; fails when it is not known to be there. */
  <T> CompletableFuture<T> startAfter(Supplier<T> work) {
    return parallel.startAfter(
        request,
        armed -> {
          if (!armed) {
            throw Failures.defect("Operation " + sidecar.operationId() + " is not armed.");
          }
          return work.get();
        });
  }

  /** Whether the operation may publish there, if no record before it ends it. */
  boolean covers(long seq) {
    return sidecar.covers(seq);
  }

  /** Whether recovery has ended the operation: then nothing that was staged may be used. */
  boolean isEndedBy(List<ManifestRecord> records) {
    return records.stream().anyMatch(record -> record.ends(sidecar.operationId()));
  }

  /** Waits until the request is decided. */
  void settle() {
    Parallel.settle(request);
  }

  /** Ends an operation that did not publish and, its last PUT being decided, never will. */
  void disarm() {
    settle();
    remove(Seam.DISARM);
  }

  /** The same while the work is done. */
  <T> T disarmBeside(Supplier<T> work) {
    CompletableFuture<Boolean> end =
        parallel.start(
            () -> {
              disarm();
              return true;
            });
    try {
      return work.get();
    } finally {
      Parallel.settle(end);
    }
  }

  /** Ends an operation that published. */
  void finish() {
    remove(Seam.FINISH);
  }

  private static boolean isArmed(ConditionalObject<Sidecar> object, Sidecar sidecar) {
    return switch (object.create(key(sidecar), sidecar)) {
      case Own<Sidecar> own -> true;
      case Others<Sidecar> others -> false;
      case Absent<Sidecar> absent -> false;
      case Unknown<Sidecar> unknown -> throw unknown.cause();
    };
  }

  private void remove(Seam seam) {
    try {
      requests.delete(seam, key(sidecar));
    } catch (GraphException e) {
      LOG.info("sidecar of {} stays for recovery: {}", sidecar.operationId(), e.getMessage());
    }
  }

  private static String key(Sidecar sidecar) {
    return ObjectKeys.sidecar(sidecar.branchId(), sidecar.operationId());
  }
}
