package dev.omnigraph.events;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Why a message or an object was not loaded.
 *
 * @param what the message or the object
 * @param lasting whether delivering it again gives the same failure, whatever else happens
 * @param details what the engine says of it: the lines at fault, the commits that stay
 */
record Failure(
    String what,
    String code,
    String message,
    @Nullable String nextStep,
    boolean lasting,
    Map<String, Object> details) {
  private static final Logger LOG = Logger.getLogger(Failure.class);

  /** Says it in the log, with the stack only where it is a defect. */
  static Failure logged(String what, RuntimeException e) {
    if (!(e instanceof GraphException known)) {
      LOG.errorf(e, "%s failed unexpectedly", what);
      return new Failure(
          what,
          ProtocolError.INTERNAL.text(),
          "Unexpected failure, see the log.",
          null,
          false,
          Map.of());
    }
    Failure failure =
        new Failure(
            what,
            known.code(),
            String.valueOf(known.getMessage()),
            known.nextStep(),
            isLasting(known.kind()),
            known.details());
    MDC.put("code", failure.code());
    LOG.error(
        failure.nextStep() == null ? failure.line() : failure.line() + " " + known.nextStep());
    MDC.remove("code");
    return failure;
  }

  /**
   * Objects arrive in any order, so that a conflict may pass: the nodes of an edge may be in the
   * next one. Rights and graphs that are absent are mended by people, while it is tried again.
   */
  private static boolean isLasting(ErrorKind kind) {
    return switch (kind) {
      case INVALID, TOO_LARGE, GONE -> true;
      case CONFLICT, NOT_FOUND, PRECONDITION, FORBIDDEN, UNAVAILABLE, UNKNOWN_OUTCOME, INTERNAL ->
          false;
    };
  }

  /** For people. */
  String line() {
    String outlook =
        lasting ? "delivered again, it fails again" : "delivered again, it may succeed";
    return "%s: %s: %s (%s)".formatted(what, code, message, outlook);
  }
}
