package dev.omnigraph.events;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Why a message, an object or a graph was not done.
 *
 * @param what the message, the object or the graph
 * @param error what the engine says of it: the lines at fault, the commits that stay
 */
record Failure(String what, GraphException error) {
  private static final Logger LOG = Logger.getLogger(Failure.class);

  /** Says it in the log, with the stack only where it is a defect. */
  static Failure logged(String what, RuntimeException e) {
    if (!(e instanceof GraphException known)) {
      LOG.errorf(e, "%s failed unexpectedly", what);
      return new Failure(
          what,
          GraphException.of(ProtocolError.INTERNAL, "Unexpected failure, see the log.")
              .next(null)
              .cause(e)
              .build());
    }
    Failure failure = new Failure(what, known);
    MDC.put("code", known.code());
    LOG.error(known.nextStep() == null ? failure.line() : failure.line() + " " + known.nextStep());
    MDC.remove("code");
    return failure;
  }

  /**
   * Whether delivering it again gives the same failure, whatever else happens. Objects arrive in
   * any order, so that a conflict may pass: the nodes of an edge may be in the next one. Rights and
   * graphs that are absent are mended by people, while it is tried again.
   */
  boolean lasting() {
    return switch (error.kind()) {
      case INVALID, TOO_LARGE, GONE -> true;
      case CONFLICT, NOT_FOUND, PRECONDITION, FORBIDDEN, UNAVAILABLE, UNKNOWN_OUTCOME, INTERNAL ->
          false;
    };
  }

  /** For people. */
  String line() {
    String outlook =
        lasting() ? "delivered again, it fails again" : "delivered again, it may succeed";
    return "%s: %s: %s (%s)".formatted(what, error.code(), error.getMessage(), outlook);
  }
}
