package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Answer;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's side of its sidecar, under one operation id: the right to publish at one seq, until
 * recovery takes it.
 */
final class Arming {
  private static final Logger LOG = LoggerFactory.getLogger(Arming.class);

  private final Requests requests;
  private final Parallel parallel;
  private final Environment environment;
  private final ConditionalObject<Sidecar> first;
  private final ConditionalObject<Sidecar> again;

  /** As it was created, or last acknowledged. */
  private @Nullable Sidecar sidecar;

  private String etag = "";
  private boolean isOurs = true;
  private boolean isRearmed;

  Arming(Requests requests, Parallel parallel, Environment environment) {
    this.requests = requests;
    this.parallel = parallel;
    this.environment = environment;
    this.first =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.ARM, Seam.ARM_VERIFY, Patience.NONE);
    this.again =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.REARM, Seam.REARM_VERIFY, Patience.USUAL);
  }

  /**
   * False once the sidecar is, or may be, recovery's: then only recovery deletes it, and nothing
   * that was staged may be used.
   */
  boolean isOurs() {
    return isOurs;
  }

  /**
   * Creates the sidecar while the work is done. Empty when it is not known to be there: the
   * operation id must not be used again then, because the request may still land.
   */
  <T> Optional<T> arm(Sidecar armed, Supplier<T> work) {
    sidecar = armed;
    return beside(() -> hold(first.create(key(armed), armed)), work);
  }

  /**
   * Moves the right to publish to another seq.
   *
   * @return {@link #isOurs}
   */
  boolean rearm(long target) {
    Sidecar next = sidecar().rearmed(target, environment.ulids().get());
    if (!hold(again.replace(key(next), next, etag))) {
      return false;
    }
    // Only a create that was delivered twice can bring a sidecar back, and only the first one.
    if (!isRearmed) {
      // Recovery audits before it deletes the sidecar; whoever finds an entry is too late.
      String audit = ObjectKeys.audit(next.operationId());
      isOurs = requests.get(Seam.REARM_AUDIT, audit).isEmpty();
    }
    isRearmed = true;
    return isOurs;
  }

  /** The same while the work is done; empty when recovery may have taken the operation over. */
  <T> Optional<T> rearm(long target, Supplier<T> work) {
    return beside(() -> rearm(target), work);
  }

  /**
   * Ends an operation that did not publish and, its last PUT being decided, never will; unless
   * recovery does.
   */
  void disarm() {
    if (isOurs) {
      remove(Seam.DISARM);
    }
  }

  /** Ends an operation that published. */
  void finish() {
    remove(Seam.FINISH);
  }

  /** Works while a request about the sidecar is on its way; waits for both. */
  private <T> Optional<T> beside(Supplier<Boolean> arming, Supplier<T> work) {
    CompletableFuture<Boolean> request = parallel.start(arming);
    T done;
    try {
      done = work.get();
    } catch (RuntimeException e) {
      Parallel.settle(request);
      throw e;
    }
    return Parallel.join(request) ? Optional.of(done) : Optional.empty();
  }

  private boolean hold(Answer<Sidecar> answer) {
    switch (answer) {
      case Own<Sidecar>(Sidecar ours, String written) -> {
        sidecar = ours;
        etag = written;
      }
      case Others<Sidecar> others -> isOurs = false;
      case Absent<Sidecar> absent -> isOurs = false;
      case Unknown<Sidecar> unknown -> throw unknown.cause();
    }
    return isOurs;
  }

  private void remove(Seam seam) {
    try {
      requests.delete(seam, key(sidecar()));
    } catch (GraphException e) {
      LOG.info("sidecar of {} stays for recovery: {}", sidecar().operationId(), e.getMessage());
    }
  }

  private Sidecar sidecar() {
    return Objects.requireNonNull(sidecar, "armed");
  }

  private static String key(Sidecar sidecar) {
    return ObjectKeys.sidecar(sidecar.branchId(), sidecar.operationId());
  }
}
