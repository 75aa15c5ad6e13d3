package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Adopted;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.object.Parallel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether the states that an operation adopts are there and stay: from its sidecar on cleanup keeps
 * them, and a cleanup that listed the sidecars before keeps them if their branch does. That one
 * raised the horizon and listed the branches before it listed the sidecars. So what the horizon and
 * the names of branches say after the arming decides.
 */
final class Adoption {
  static final Adoption NONE = new Adoption(CompletableFuture.completedFuture(Optional.empty()));

  private final CompletableFuture<Optional<Adopted>> gone;

  private Adoption(CompletableFuture<Optional<Adopted>> gone) {
    this.gone = gone;
  }

  /** Starts looking once the operation is armed. */
  static Adoption start(BranchLog log, Parallel parallel, Arming arming, List<Adopted> states) {
    return states.isEmpty()
        ? NONE
        : new Adoption(arming.startAfter(() -> firstGone(log, parallel, states)));
  }

  private static Optional<Adopted> firstGone(
      BranchLog log, Parallel parallel, List<Adopted> states) {
    CompletableFuture<Horizon> horizon = parallel.start(() -> log.horizon(Seam.ADOPT_HORIZON));
    List<CompletableFuture<Optional<BranchLog.Found>>> branches =
        states.stream()
            .map(state -> parallel.start(() -> log.branch(Seam.ADOPT_BRANCH, state.branch())))
            .toList();
    Parallel.settle(horizon);
    branches.forEach(Parallel::settle);
    for (int i = 0; i < states.size(); i++) {
      if (!isKept(states.get(i), Parallel.join(branches.get(i)), Parallel.join(horizon))) {
        return Optional.of(states.get(i));
      }
    }
    return Optional.empty();
  }

  /** A name never comes back to a branch that lost it. */
  private static boolean isKept(Adopted state, Optional<BranchLog.Found> found, Horizon horizon) {
    return found
        .map(BranchLog.Found::branch)
        .filter(branch -> branch.branchId().equals(state.branchId()))
        .filter(branch -> branch.ownerOf(state.point().seq()).equals(state.point().branchId()))
        .filter(branch -> horizon.covers(branch, state.point().seq()))
        .isPresent();
  }

  /**
   * Waits for it, once the arming is acknowledged.
   *
   * @throws GraphException {@code data_gone}
   */
  void require() {
    Parallel.join(gone)
        .ifPresent(
            state -> {
              throw dataGone(state);
            });
  }

  /** Why the operation failed: perhaps because it read what was being deleted. */
  RuntimeException reason(RuntimeException failure) {
    Optional<Adopted> first =
        gone.handle((state, e) -> e == null ? state : Optional.<Adopted>empty()).join();
    if (first.isEmpty()) {
      return failure;
    }
    GraphException reason = dataGone(first.get());
    reason.addSuppressed(failure);
    return reason;
  }

  private static GraphException dataGone(Adopted state) {
    return Failures.dataGone(state.branch(), state.point().seq());
  }
}
