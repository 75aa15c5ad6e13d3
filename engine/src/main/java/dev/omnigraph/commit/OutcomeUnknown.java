package dev.omnigraph.commit;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Map;

/**
 * The write may or may not be visible, now or later; recovery decides it. Not a failure: repeat it
 * only with an idempotency key, or after asking what became of the operation.
 */
public final class OutcomeUnknown extends GraphException {
  private static final long serialVersionUID = 1L;

  private final String operationId;

  OutcomeUnknown(String branch, String operationId, long target, Throwable cause) {
    super(
        ErrorKind.UNKNOWN_OUTCOME,
        "outcome_unknown",
        "The store did not say whether operation "
            + operationId
            + " on branch "
            + branch
            + " was published.",
        "Repeat it with the same idempotency key, or look for the operation id in the commits of"
            + " the branch before repeating it.",
        Map.of("operation_id", operationId, "branch", branch, "seq", target),
        cause);
    this.operationId = operationId;
  }

  public String operationId() {
    return operationId;
  }
}
