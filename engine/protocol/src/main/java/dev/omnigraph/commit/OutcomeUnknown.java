package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.store.StorageError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The write may or may not be visible, now or later; recovery decides it. Not a failure: repeat it
 * only with an idempotency key, or after asking what became of the operation.
 */
public final class OutcomeUnknown extends GraphException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable OperationId operationId;

  public OutcomeUnknown(BranchName branch, OperationId operationId, long target, Throwable cause) {
    this(
        of(
                StorageError.OUTCOME_UNKNOWN,
                "The store did not say whether operation "
                    + operationId
                    + " on branch "
                    + branch
                    + " was published.")
            .next(
                "Repeat it with the same idempotency key, or look for the operation id in the"
                    + " commits of the branch before repeating it.")
            .with("operation_id", operationId.text())
            .with("branch", branch.text())
            .with("seq", target)
            .cause(cause),
        operationId);
  }

  private OutcomeUnknown(Builder told, @Nullable OperationId operationId) {
    super(told);
    this.operationId = operationId;
  }

  public static OutcomeUnknown ofBranch(BranchName branch, Throwable cause) {
    return new OutcomeUnknown(
        of(
                StorageError.OUTCOME_UNKNOWN,
                "The store did not say whether branch " + branch + " was created.")
            .next("List the branches, and create it again if it is not among them.")
            .with("branch", branch.text())
            .cause(cause),
        null);
  }

  public static OutcomeUnknown ofHold(HoldName name, Throwable cause) {
    return new OutcomeUnknown(
        of(
                StorageError.OUTCOME_UNKNOWN,
                "The store did not say whether hold " + name + " was written.")
            .next("Send it again: it does no harm twice.")
            .with("hold", name.text())
            .cause(cause),
        null);
  }

  public static OutcomeUnknown ofGraph(String where, Throwable cause) {
    return new OutcomeUnknown(
        of(
                StorageError.OUTCOME_UNKNOWN,
                "The store did not say whether the graph in " + where + " was created.")
            .next("Read its snapshot, and create it again if there is none.")
            .cause(cause),
        null);
  }

  /** Of a commit; a branch or a graph whose creation is unknown has none. */
  public Optional<OperationId> operationId() {
    return Optional.ofNullable(operationId);
  }
}
