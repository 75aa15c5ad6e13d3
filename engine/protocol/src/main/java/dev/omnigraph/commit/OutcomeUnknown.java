package dev.omnigraph.commit;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The write may or may not be visible, now or later; recovery decides it. Not a failure: repeat it
 * only with an idempotency key, or after asking what became of the operation.
 */
public final class OutcomeUnknown extends GraphException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String operationId;

  public OutcomeUnknown(String branch, String operationId, long target, Throwable cause) {
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

  private OutcomeUnknown(String message, String nextStep, Map<String, ?> details, Throwable cause) {
    super(ErrorKind.UNKNOWN_OUTCOME, "outcome_unknown", message, nextStep, details, cause);
    this.operationId = null;
  }

  public static OutcomeUnknown ofBranch(String branch, Throwable cause) {
    return new OutcomeUnknown(
        "The store did not say whether branch " + branch + " was created.",
        "List the branches, and create it again if it is not among them.",
        Map.of("branch", branch),
        cause);
  }

  public static OutcomeUnknown ofGraph(String where, Throwable cause) {
    return new OutcomeUnknown(
        "The store did not say whether the graph in " + where + " was created.",
        "Read its snapshot, and create it again if there is none.",
        Map.of(),
        cause);
  }

  /** Of a commit; a branch or a graph whose creation is unknown has none. */
  public Optional<String> operationId() {
    return Optional.ofNullable(operationId);
  }
}
