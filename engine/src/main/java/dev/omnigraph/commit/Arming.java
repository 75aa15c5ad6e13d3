package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.SidecarCodec;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's side of its sidecar: the right to publish at one seq, until recovery takes it. */
final class Arming {
  private static final Logger LOG = LoggerFactory.getLogger(Arming.class);
  private static final int TRIES = 3;

  private final Requests requests;
  private final Environment environment;

  Arming(Requests requests, Environment environment) {
    this.requests = requests;
    this.environment = environment;
  }

  /**
   * An acknowledged sidecar and its ETag.
   *
   * @param isFirst whether it was created so, and not re-armed
   */
  record Armed(Sidecar sidecar, String etag, boolean isFirst) {
    String operationId() {
      return sidecar.operationId();
    }

    long target() {
      return sidecar.target();
    }
  }

  /**
   * Creates the sidecar. Empty when it is not known to be there: the operation id must not be used
   * again then, because the request may still land.
   */
  Optional<Armed> arm(Sidecar sidecar) {
    String key = key(sidecar);
    return switch (requests.create(Seam.ARM, key, SidecarCodec.encode(sidecar))) {
      case PutOutcome.Done done -> Optional.of(new Armed(sidecar, done.etag(), true));
      case PutOutcome.Refused refused -> own(Seam.ARM_VERIFY, sidecar);
      case PutOutcome.Unknown unknown -> own(Seam.ARM_VERIFY, sidecar);
    };
  }

  /**
   * Moves the right to publish to another seq. Empty when recovery may have taken the operation
   * over: nothing that was staged may be used then.
   */
  Optional<Armed> rearm(Armed armed, long target) {
    Optional<Armed> moved = replace(armed, target);
    if (moved.isEmpty() || !armed.isFirst()) {
      // Only a create that was delivered twice can bring a sidecar back, and only the first one.
      return moved;
    }
    // Recovery audits before it deletes the sidecar; whoever finds an entry is too late.
    String audit = Keys.audit(armed.operationId());
    return requests.get(Seam.REARM_AUDIT, audit).isPresent() ? Optional.empty() : moved;
  }

  /** Ends an operation that did not publish and, its last PUT being decided, never will. */
  void disarm(Sidecar sidecar) {
    remove(Seam.DISARM, sidecar);
  }

  /** Ends an operation that published. */
  void finish(Sidecar sidecar) {
    remove(Seam.FINISH, sidecar);
  }

  private Optional<Armed> replace(Armed armed, long target) {
    Sidecar next = armed.sidecar().rearmed(target, environment.ulids().get());
    byte[] body = SidecarCodec.encode(next);
    for (int i = 0; i < TRIES; i++) {
      PutOutcome outcome = requests.replace(Seam.REARM, key(next), body, armed.etag());
      if (outcome instanceof PutOutcome.Done done) {
        return Optional.of(new Armed(next, done.etag(), false));
      }
      // Also after a refusal: an earlier send of this very request may have landed.
      Optional<StoredObject> found = requests.get(Seam.REARM_VERIFY, key(next));
      Optional<Armed> own = found.flatMap(stored -> own(next, stored, false));
      if (own.isPresent()) {
        return own;
      }
      boolean untouched = found.isPresent() && found.get().etag().equals(armed.etag());
      if (outcome instanceof PutOutcome.Refused || !untouched) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Armed> own(Seam seam, Sidecar sidecar) {
    return requests.get(seam, key(sidecar)).flatMap(stored -> own(sidecar, stored, true));
  }

  private static Optional<Armed> own(Sidecar sidecar, StoredObject stored, boolean isFirst) {
    Sidecar found = SidecarCodec.decode(stored.key(), stored.body());
    boolean mine = found.nonce().equals(sidecar.nonce()) && found.phase() == Sidecar.Phase.ARMED;
    return mine ? Optional.of(new Armed(sidecar, stored.etag(), isFirst)) : Optional.empty();
  }

  private void remove(Seam seam, Sidecar sidecar) {
    try {
      requests.delete(seam, key(sidecar));
    } catch (GraphException e) {
      LOG.info("sidecar of {} stays for recovery: {}", sidecar.operationId(), e.getMessage());
    }
  }

  private static String key(Sidecar sidecar) {
    return Keys.sidecar(sidecar.branchId(), sidecar.operationId());
  }
}
