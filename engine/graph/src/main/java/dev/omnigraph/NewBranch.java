package dev.omnigraph;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.ReadSpec;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.protocol.Repository;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A branch that is made for a write, and that is deleted again when nothing was written. */
final class NewBranch {
  private final Repository repository;
  private final String name;
  private final String from;
  private final String actor;

  NewBranch(Repository repository, String name, String from, String actor) {
    this.repository = repository;
    this.name = name;
    this.from = from;
    this.actor = actor;
  }

  /**
   * Runs a write on the branch; a branch that exists stays as it is, so that a retry finds it.
   *
   * @param nothing whether what a write returns says that nothing was committed
   */
  <R> R during(Supplier<R> write, Predicate<R> nothing) {
    Optional<BranchObject> made = make();
    try {
      R result = write.get();
      if (made.isPresent() && nothing.test(result)) {
        drop(made.get());
      }
      return result;
    } catch (OutcomeUnknown e) {
      throw e;
    } catch (GraphException e) {
      // Parts of it may be committed: then the branch is what a retry goes on with.
      if (made.isPresent() && !e.details().containsKey("commits")) {
        dropAfter(e, made.get());
      }
      throw e;
    }
  }

  private Optional<BranchObject> make() {
    try {
      return Optional.of(repository.createBranch(name, new ReadSpec.Head(from)));
    } catch (GraphException e) {
      if (e.code().equals("branch_exists")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void dropAfter(GraphException cause, BranchObject made) {
    try {
      drop(made);
    } catch (GraphException e) {
      cause.addSuppressed(e);
    }
  }

  /** Leaves it when somebody else has written to it since. */
  private void drop(BranchObject made) {
    String head;
    try (BranchView view = repository.openRead(new ReadSpec.Head(name))) {
      if (!view.branchId().equals(made.branchId()) || view.seq() > made.forkSeq()) {
        return;
      }
      head = view.logicalCommitId();
    }
    try {
      repository.deleteBranch(name, actor, head);
    } catch (GraphException e) {
      if (e.kind() != ErrorKind.PRECONDITION) {
        throw e;
      }
    }
  }
}
