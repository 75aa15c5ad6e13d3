package dev.omnigraph;

import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.BranchExists;
import dev.omnigraph.commit.BranchFork;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.protocol.Repository;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A branch that is made for a load, if the load asks for that, and that is deleted again when
 * nothing was written.
 */
final class NewBranch {
  private final Repository repository;
  private final BranchName name;
  private final @Nullable BranchName from;
  private final String actor;
  private final Function<BranchRequest, BranchFork> making;

  /**
   * @param actor who ends it again
   * @param making makes a branch, if the caller may
   */
  NewBranch(
      Repository repository,
      LoadRequest request,
      String actor,
      Function<BranchRequest, BranchFork> making) {
    this.repository = repository;
    this.name = request.options().branch();
    this.from = request.createFrom();
    this.actor = actor;
    this.making = making;
  }

  /** Runs a load into the branch; one that exists stays as it is, so that a retry finds it. */
  LoadAnswer during(Supplier<LoadAnswer> load) {
    Optional<BranchObject> made = make();
    try {
      LoadAnswer answer = load.get();
      if (made.isPresent() && !answer.replayed() && answer.nodes() + answer.edges() == 0) {
        drop(made.get());
      }
      return answer;
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
    if (from == null) {
      return Optional.empty();
    }
    try {
      BranchFork fork = making.apply(new BranchRequest(name, new ReadAt.Head(from), actor));
      return Optional.of(fork.made().branch());
    } catch (BranchExists e) {
      return Optional.empty();
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
    CommitId head;
    try (BranchView view = repository.openRead(new ReadAt.Head(name))) {
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
