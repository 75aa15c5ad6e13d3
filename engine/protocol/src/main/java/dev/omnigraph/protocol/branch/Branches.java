package dev.omnigraph.protocol.branch;

import dev.omnigraph.commit.BranchExists;
import dev.omnigraph.commit.BranchView;
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
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.BranchNames;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.History;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The branches of a graph: each is one object, whatever the size of the graph. */
public final class Branches {
  private final Requests requests;
  private final Parallel parallel;
  private final BranchLog log;
  private final Opener opener;
  private final History history;
  private final DerivedState derived;
  private final Environment environment;

  public Branches(
      Requests requests,
      Parallel parallel,
      BranchLog log,
      Opener opener,
      History history,
      DerivedState derived,
      Environment environment) {
    this.requests = requests;
    this.parallel = parallel;
    this.log = log;
    this.opener = opener;
    this.history = history;
    this.derived = derived;
    this.environment = environment;
  }

  /**
   * What became of a creation.
   *
   * @param branch live, at its first state
   * @param source at its newest state
   */
  public record Made(Head branch, Head source) {}

  /** Live branches, each at its newest state, in the order of their names. */
  public List<Head> heads() {
    List<Supplier<Head>> reads = new ArrayList<>();
    for (BranchLog.Found found : log.branches()) {
      if (found.branch().status() == Status.LIVE) {
        reads.add(() -> newest(found));
      }
    }
    List<Head> heads = new ArrayList<>();
    parallel.inBatches(
        reads,
        head -> {
          if (!head.ended()) {
            heads.add(head);
          }
        });
    return heads;
  }

  private Head newest(BranchLog.Found found) {
    Head hinted = new Head(found.branch(), found.etag(), log.startingState(found.branch()), false);
    return hinted.at(log.advance(Seam.OPEN_PROBE, hinted.state()));
  }

  /**
   * Forks a branch. Pending first: from then on cleanup keeps the data of the fork point; only then
   * it is certain that what the horizon says of it stays true.
   *
   * <p>From a head that takes four requests in a row: the source's object, the pending object, the
   * horizon, the live object. Each decides what the next one says or whether it is sent, so fewer
   * cannot do. What else there is to ask goes beside them: whether the name is taken beside the
   * first, whether the source's hint is its newest state beside the second, and beside the third
   * the base is written and the source's name looked at once more.
   */
  public Made create(BranchName name, ReadAt from, String actor) {
    BranchNames.check(name);
    return live(from, pending(name, from, actor).get());
  }

  /**
   * The same, held to a check that runs beside the first requests.
   *
   * @param check nothing is written before it has passed, and its failure is told before any other
   */
  public Made create(BranchName name, ReadAt from, String actor, Runnable check) {
    BranchNames.check(name);
    Supplier<Fork> pending =
        parallel.checked(
            () -> {
              check.run();
              return true;
            },
            () -> pending(name, from, actor),
            (passed, read) -> read);
    return live(from, pending.get());
  }

  /**
   * Reads what a fork begins with.
   *
   * @return writes the pending branch
   */
  private Supplier<Fork> pending(BranchName name, ReadAt from, String actor) {
    CompletableFuture<Optional<BranchLog.Found>> namesake = parallel.start(() -> namesake(name));
    return switch (from) {
      case ReadAt.Head head -> {
        Head hinted = beside(namesake, () -> opener.hinted(head.branch()));
        Optional<BranchLog.Found> replaced = Parallel.join(namesake);
        yield () -> pendingAtNewest(name, hinted, replaced, actor);
      }
      case ReadAt.Commit commit -> pendingInThePast(name, commit, namesake, actor);
      case ReadAt.Time time -> pendingInThePast(name, time, namesake, actor);
    };
  }

  private Made live(ReadAt from, Fork fork) {
    Head source = fork.source();
    BranchObject pending = fork.pending().branch();
    List<Boolean> facts =
        parallel.all(
            List.of(
                () -> putBase(pending),
                () -> log.horizon().covers(source.branch(), pending.forkSeq()),
                () -> isStillThere(source)));
    if (facts.contains(false)) {
      dropPending(fork.pending());
      throw Failures.dataGone(from.branch(), pending.forkSeq());
    }
    BranchLog.Found live =
        write(Seam.BRANCH_LIVE, pending.with(Status.LIVE, id()), Optional.of(fork.pending()));
    return new Made(
        new Head(live.branch(), live.etag(), log.startingState(pending), false), source);
  }

  /**
   * A branch that is pending.
   *
   * @param source at its newest state
   */
  private record Fork(Head source, BranchLog.Found pending) {}

  /**
   * Writes the pending branch at the state that is probably the newest, beside the proof; when it
   * is not, the branch is written again at the one that is.
   */
  private Fork pendingAtNewest(
      BranchName name, Head hinted, Optional<BranchLog.Found> namesake, String actor) {
    CompletableFuture<BranchLog.Advance> proof =
        parallel.start(() -> log.advance(Seam.OPEN_PROBE, hinted.state()));
    BranchLog.Found pending =
        beside(
            proof,
            () ->
                write(Seam.BRANCH_PENDING, pending(name, hinted, hinted.state(), actor), namesake));
    Head source = hinted.at(Parallel.join(proof));
    if (source.ended()) {
      dropPending(pending);
      throw Failures.branchDeleted(source.name());
    }
    if (source.state().seq() > hinted.state().seq()) {
      BranchObject newer =
          source
              .branch()
              .fork(
                  name,
                  pending.branch().branchId(),
                  source.state(),
                  actor,
                  pending.branch().createdAt(),
                  id());
      pending = write(Seam.BRANCH_PENDING, newer, Optional.of(pending));
    }
    return new Fork(source, pending);
  }

  private Supplier<Fork> pendingInThePast(
      BranchName name,
      ReadAt from,
      CompletableFuture<Optional<BranchLog.Found>> namesake,
      String actor) {
    History.Point point = beside(namesake, () -> history.find(from));
    Head source = point.newest();
    BranchObject pending = pending(name, source, point.state(), actor);
    Optional<BranchLog.Found> replaced = Parallel.join(namesake);
    return () -> new Fork(source, write(Seam.BRANCH_PENDING, pending, replaced));
  }

  /** Does work while other work is on its way, whose failure comes first when both fail. */
  private static <T> T beside(CompletableFuture<?> other, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      Parallel.join(other);
      throw e;
    }
  }

  /**
   * Whether cleanup knew the source as long as it did not know the fork: a branch whose name went
   * to another is neither a root of it nor, perhaps, in the horizon. Main's goes to another when
   * the graph is deleted and made again.
   */
  private boolean isStillThere(Head source) {
    return log.branch(Seam.BRANCH_SOURCE, source.name())
        .filter(found -> found.branch().branchId().equals(source.branchId()))
        .isPresent();
  }

  /**
   * The operation that ends a branch: its record is terminal, and the mark follows it.
   *
   * @param horizon as it was when the deletion began: a branch with a hold is not deleted
   */
  public static Operation<CommitId> deletion(Supplier<Horizon> horizon) {
    return new Operation<>() {
      @Override
      public CommitKind kind() {
        return CommitKind.BRANCH_DELETED;
      }

      @Override
      public Proposal<CommitId> prepare(View view) {
        List<HoldName> holds = horizon.get().heldOn(((BranchView) view).branchId());
        if (!holds.isEmpty()) {
          throw Failures.branchHeld(view.branch(), holds);
        }
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
    BranchLog.Advance newest = log.advance(Seam.OPEN_PROBE, log.startingState(branch));
    if (!newest.ended() || !derived.markDeleted(name, branch.branchId())) {
      throw new BranchExists(name, newest.state().logicalCommitId());
    }
    return log.branch(Seam.OPEN_BRANCH, name);
  }

  private BranchObject pending(BranchName name, Head source, ManifestState state, String actor) {
    return source.branch().fork(name, new BranchId(id()), state, actor, environment.now(), id());
  }

  /** The full state that the branch's log starts from, should the branch object's be lost. */
  private boolean putBase(BranchObject pending) {
    ManifestState base = log.startingState(pending);
    requests.ensure(
        Seam.BRANCH_BASE,
        ObjectKeys.checkpoint(base.branchId(), base.seq()),
        StateCodec.encode(base));
    return true;
  }

  private void dropPending(BranchLog.Found pending) {
    if (drop(Seam.BRANCH_MARK, pending.branch(), pending.etag())
        instanceof PutOutcome.Unknown unknown) {
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
      case Others<BranchObject>(BranchObject theirs, String etag) ->
          throw new BranchExists(ours.name(), log.startingState(theirs).logicalCommitId());
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
