package dev.omnigraph.protocol.branch;

import dev.omnigraph.commit.BranchExists;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.BranchNames;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.History;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Optional;

/** The branches of a graph: each is one object, whatever the size of the graph. */
public final class Branches {
  private final Requests requests;
  private final BranchLog log;
  private final History history;
  private final DerivedState derived;
  private final Environment environment;

  public Branches(
      Requests requests,
      BranchLog log,
      History history,
      DerivedState derived,
      Environment environment) {
    this.requests = requests;
    this.log = log;
    this.history = history;
    this.derived = derived;
    this.environment = environment;
  }

  /**
   * Forks a branch. Pending first: from then on cleanup keeps the data of the fork point; only then
   * it is certain that what the horizon says of it stays true.
   */
  public BranchObject create(BranchName name, ReadAt from, String actor) {
    BranchNames.check(name);
    Optional<BranchLog.Found> namesake = namesake(name);
    Head source = history.at(from);
    BranchObject pending = pending(name, source, actor);
    String etag = write(Seam.BRANCH_PENDING, pending, namesake).etag();
    putBase(pending);
    long forkSeq = pending.forkSeq();
    if (!log.horizon().covers(source.branch(), forkSeq) || !isStillThere(source)) {
      dropPending(pending, etag);
      throw Failures.dataGone(from.branch(), forkSeq);
    }
    BranchObject live = pending.with(Status.LIVE, id());
    return write(Seam.BRANCH_LIVE, live, Optional.of(new BranchLog.Found(pending, etag))).branch();
  }

  /**
   * Whether cleanup knew the source as long as it did not know the fork: a branch whose name went
   * to another is neither a root of it nor, perhaps, in the horizon.
   */
  private boolean isStillThere(Head source) {
    return source.name().equals(BranchName.MAIN)
        || log.branch(Seam.BRANCH_SOURCE, source.name())
            .filter(found -> found.branch().branchId().equals(source.branchId()))
            .isPresent();
  }

  /** The operation that ends a branch: its record is terminal, and the mark follows it. */
  public static Operation<CommitId> deletion() {
    return new Operation<>() {
      @Override
      public CommitKind kind() {
        return CommitKind.BRANCH_DELETED;
      }

      @Override
      public Proposal<CommitId> prepare(View view) {
        return new Deletion();
      }

      @Override
      public CommitId replayed(ManifestRecord record) {
        return record.commitId();
      }
    };
  }

  private record Deletion() implements Proposal<CommitId> {
    @Override
    public List<TableWrite> writes() {
      return List.of();
    }

    @Override
    public boolean survivesDisjointChanges() {
      return true;
    }

    @Override
    public CommitId answer(CommitId commitId, CommitReport report) {
      return commitId;
    }
  }

  /** What is there under the name and may be replaced: a deleted branch, or an unborn one. */
  private Optional<BranchLog.Found> namesake(BranchName name) {
    Optional<BranchLog.Found> found = log.branch(Seam.OPEN_BRANCH, name);
    if (found.isEmpty() || found.get().branch().status() != Status.LIVE) {
      return found;
    }
    BranchObject branch = found.get().branch();
    boolean ended = log.advance(Seam.OPEN_PROBE, log.startingState(branch)).ended();
    if (!ended || !derived.markDeleted(name, branch.branchId())) {
      throw new BranchExists(name);
    }
    return log.branch(Seam.OPEN_BRANCH, name);
  }

  private BranchObject pending(BranchName name, Head source, String actor) {
    return source
        .branch()
        .fork(name, new BranchId(id()), source.state(), actor, environment.now(), id());
  }

  /** The full state that the branch's log starts from, should the branch object's be lost. */
  private void putBase(BranchObject pending) {
    ManifestState base = log.startingState(pending);
    requests.ensure(
        Seam.BRANCH_BASE,
        ObjectKeys.checkpoint(base.branchId(), base.seq()),
        StateCodec.encode(base));
  }

  private void dropPending(BranchObject pending, String etag) {
    if (drop(Seam.BRANCH_MARK, pending, etag) instanceof PutOutcome.Unknown unknown) {
      throw unknown.cause();
    }
  }

  /**
   * Gives up a branch whose creator has died, so that it keeps its fork's data no longer. A creator
   * that lives all the same is refused when it makes the branch live. Whether it was done does not
   * matter: the next cleanup looks again.
   */
  public PutOutcome dropUnborn(BranchLog.Found pending) {
    return drop(Seam.CLEANUP_UNBORN, pending.branch(), pending.etag());
  }

  private PutOutcome drop(Seam seam, BranchObject pending, String etag) {
    BranchObject dropped = pending.with(Status.DELETED, id());
    return requests.replace(seam, ObjectKeys.branch(pending.name()), dropped.encode(), etag);
  }

  /**
   * Writes over exactly what was read under the name.
   *
   * @throws BranchExists when somebody was faster
   * @throws dev.omnigraph.error.GraphException {@code branch_given_up} when cleanup took the
   *     creator for dead
   * @throws OutcomeUnknown when the live branch may or may not be there
   */
  private BranchLog.Found write(Seam seam, BranchObject ours, Optional<BranchLog.Found> over) {
    ConditionalObject<BranchObject> object =
        new ConditionalObject<>(
            requests, ObjectKind.BRANCH, seam, Seam.BRANCH_VERIFY, Patience.USUAL);
    return switch (object.put(
        ObjectKeys.branch(ours.name()), ours, over.map(BranchLog.Found::etag))) {
      case Own<BranchObject>(BranchObject there, String etag) -> {
        if (!lives(ours, there)) {
          throw Failures.branchGivenUp(ours.name());
        }
        yield new BranchLog.Found(there, etag);
      }
      case Others<BranchObject> others -> throw new BranchExists(ours.name());
      case Absent<BranchObject> absent -> throw unknown(ours, absent.cause());
      case Unknown<BranchObject> unknown -> throw unknown(ours, unknown.cause());
    };
  }

  /** Also when somebody has written on the live branch since, or deleted it. */
  private boolean lives(BranchObject ours, BranchObject there) {
    return ours.status() == there.status()
        || log.advance(Seam.OPEN_PROBE, log.startingState(there)).ended();
  }

  /** What is only pending is nothing that anybody sees, now or later. */
  private static GraphException unknown(BranchObject ours, GraphException cause) {
    return ours.status() == Status.LIVE ? OutcomeUnknown.ofBranch(ours.name(), cause) : cause;
  }

  private String id() {
    return environment.ulids().get();
  }
}
