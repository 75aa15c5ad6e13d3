package dev.omnigraph.commit;

import dev.omnigraph.id.OperationId;
import java.util.List;

/**
 * What a recovery sweep did.
 *
 * @param rolledForward ids of operations that had published and were finished
 * @param rolledBack ids of operations that had not and were declared dead
 * @param inFlight ids of operations left to their writers
 * @param deferred ids of operations left to the next sweep, because of contention, a fault of the
 *     store, or the bound on the work of one open
 * @param rivals how many writers armed within the last seconds, and before this one where that is
 *     known, and so probably live
 */
public record SweepReport(
    List<OperationId> rolledForward,
    List<OperationId> rolledBack,
    List<OperationId> inFlight,
    List<OperationId> deferred,
    int rivals) {
  public static final SweepReport NOTHING =
      new SweepReport(List.of(), List.of(), List.of(), List.of(), 0);

  public SweepReport {
    rolledForward = List.copyOf(rolledForward);
    rolledBack = List.copyOf(rolledBack);
    inFlight = List.copyOf(inFlight);
    deferred = List.copyOf(deferred);
  }

  /** Whether the branch may have moved because of it. */
  public boolean mayHaveMovedTheBranch() {
    return !rolledForward.isEmpty() || !rolledBack.isEmpty() || !deferred.isEmpty();
  }
}
