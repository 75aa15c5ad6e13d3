package dev.omnigraph;

import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.ReadSpec;
import dev.omnigraph.commit.Repository;
import dev.omnigraph.error.GraphException;
import java.util.function.Supplier;

/** A branch that is made for a write, and that goes again when nothing was written. */
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

  /** Runs a write on the branch; a branch that exists stays as it is, so that a retry finds it. */
  <R> R during(Supplier<R> write) {
    boolean made = make();
    try {
      return write.get();
    } catch (OutcomeUnknown e) {
      throw e;
    } catch (GraphException e) {
      // Parts of it may be committed: then the branch is what a retry goes on with.
      if (made && !e.details().containsKey("commits")) {
        drop(e);
      }
      throw e;
    }
  }

  private boolean make() {
    try {
      repository.createBranch(name, new ReadSpec.Head(from));
      return true;
    } catch (GraphException e) {
      if (e.code().equals("branch_exists")) {
        return false;
      }
      throw e;
    }
  }

  private void drop(GraphException cause) {
    try {
      repository.deleteBranch(name, actor);
    } catch (GraphException e) {
      cause.addSuppressed(e);
    }
  }
}
