package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Answer;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Requests;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's side of its sidecar: the right to publish at one seq, until recovery takes it. */
public final class Arming {
  private static final Logger LOG = LoggerFactory.getLogger(Arming.class);

  private final Requests requests;
  private final Environment environment;
  private final ConditionalObject<Sidecar> first;
  private final ConditionalObject<Sidecar> again;

  Arming(Requests requests, Environment environment) {
    this.requests = requests;
    this.environment = environment;
    this.first =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.ARM, Seam.ARM_VERIFY, Patience.NONE);
    this.again =
        new ConditionalObject<>(
            requests, ObjectKind.SIDECAR, Seam.REARM, Seam.REARM_VERIFY, Patience.USUAL);
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
    return armed(first.create(key(sidecar), sidecar), true);
  }

  /**
   * Moves the right to publish to another seq. Empty when recovery may have taken the operation
   * over: nothing that was staged may be used then.
   */
  Optional<Armed> rearm(Armed armed, long target) {
    Sidecar next = armed.sidecar().rearmed(target, environment.ulids().get());
    Optional<Armed> moved = armed(again.replace(key(next), next, armed.etag()), false);
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

  private static Optional<Armed> armed(Answer<Sidecar> answer, boolean isFirst) {
    return switch (answer) {
      case Own<Sidecar>(Sidecar ours, String etag) -> Optional.of(new Armed(ours, etag, isFirst));
      case Others<Sidecar> others -> Optional.empty();
      case Absent<Sidecar> absent -> Optional.empty();
      case Unknown<Sidecar> unknown -> throw unknown.cause();
    };
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
