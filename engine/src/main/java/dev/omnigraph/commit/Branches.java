package dev.omnigraph.commit;

import dev.omnigraph.manifest.BranchCodec;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Fork;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The branches of a graph: each is one object, whatever the size of the graph. */
final class Branches {
  private static final int TRIES = 3;

  private final Parts parts;
  private final StateReader states;

  Branches(Parts parts, StateReader states) {
    this.parts = parts;
    this.states = states;
  }

  /** All branch objects that can be read, whatever their status, in the order of their names. */
  List<BranchLog.Found> all() {
    return read(Seam.OPEN_BRANCH, parts.requests().list(Seam.LIST_BRANCHES, Keys.BRANCHES));
  }

  /** Those that a listing names. */
  List<BranchLog.Found> read(Seam seam, Listing listing) {
    List<Supplier<Optional<BranchLog.Found>>> reads = new ArrayList<>();
    listing.entries().stream()
        .map(entry -> Keys.branchName(entry.key()))
        .flatMap(Optional::stream)
        .sorted()
        .forEach(name -> reads.add(() -> parts.log().branch(seam, name)));
    return parts.parallel().all(reads).stream().flatMap(Optional::stream).toList();
  }

  /**
   * Forks a branch. Pending first: from then on cleanup keeps the data of the fork point; only then
   * it is certain that what the horizon says of it stays true.
   */
  BranchObject create(String name, ReadSpec from) {
    BranchNames.check(name);
    Optional<BranchLog.Found> namesake = namesake(name);
    Head source = states.at(from);
    BranchObject pending = pending(name, source);
    String etag = write(Seam.BRANCH_PENDING, pending, namesake).etag();
    putBase(pending);
    long forkSeq = pending.forkSeq();
    if (!parts.log().horizon().covers(source.branch(), forkSeq) || !isStillThere(source)) {
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
    return source.name().equals(BranchNames.MAIN)
        || parts
            .log()
            .branch(Seam.BRANCH_SOURCE, source.name())
            .filter(found -> found.branch().branchId().equals(source.branchId()))
            .isPresent();
  }

  /** The operation that ends a branch: its record is terminal, and the mark follows it. */
  static Operation<String> deletion() {
    return new Operation<>() {
      @Override
      public CommitKind kind() {
        return CommitKind.BRANCH_DELETED;
      }

      @Override
      public Proposal<String> prepare(View view) {
        return new Deletion();
      }
    };
  }

  private record Deletion() implements Proposal<String> {
    @Override
    public List<TableWrite> writes() {
      return List.of();
    }

    @Override
    public Set<String> reads() {
      return Set.of();
    }

    @Override
    public boolean survivesDisjointChanges() {
      return true;
    }

    @Override
    public Map<String, Set<String>> neededIds() {
      return Map.of();
    }

    @Override
    public String result(@Nullable String commitId) {
      return commitId == null ? "" : commitId;
    }

    @Override
    public void close() {}
  }

  /** What is there under the name and may be replaced: a deleted branch, or an unborn one. */
  private Optional<BranchLog.Found> namesake(String name) {
    Optional<BranchLog.Found> found = parts.log().branch(Seam.OPEN_BRANCH, name);
    if (found.isEmpty() || found.get().branch().status() != Status.LIVE) {
      return found;
    }
    BranchObject branch = found.get().branch();
    boolean ended = parts.log().advance(Seam.OPEN_PROBE, parts.log().startingState(branch)).ended();
    if (!ended || !parts.finisher().markDeleted(name, branch.branchId())) {
      throw Failures.branchExists(name);
    }
    return parts.log().branch(Seam.OPEN_BRANCH, name);
  }

  private BranchObject pending(String name, Head source) {
    String branchId = id();
    ManifestState state = source.state();
    return new BranchObject(
        name,
        branchId,
        Status.PENDING,
        parts.environment().now(),
        lineage(source.branch(), state),
        id(),
        state.forkedTo(branchId));
  }

  private static List<Fork> lineage(BranchObject source, ManifestState state) {
    List<Fork> lineage = new ArrayList<>();
    lineage.add(new Fork(source.ownerOf(state.seq()), state.seq(), state.commitId()));
    source.lineage().stream().filter(fork -> fork.seq() < state.seq()).forEach(lineage::add);
    return lineage;
  }

  /** The full state that the branch's log starts from, should the branch object's be lost. */
  private void putBase(BranchObject pending) {
    ManifestState base = parts.log().startingState(pending);
    String key = Keys.checkpoint(base.branchId(), base.seq());
    byte[] body = StateCodec.encode(base);
    for (int i = 0; i < TRIES; i++) {
      if (!(parts.requests().create(Seam.BRANCH_BASE, key, body) instanceof PutOutcome.Unknown)
          || parts.requests().get(Seam.BRANCH_VERIFY, key).isPresent()) {
        return;
      }
    }
    throw new StoreException.Transient("The store did not take the start of the branch.", null);
  }

  private void dropPending(BranchObject pending, String etag) {
    BranchObject dropped = pending.with(Status.DELETED, id());
    if (parts
            .requests()
            .replace(
                Seam.BRANCH_MARK, Keys.branch(pending.name()), BranchCodec.encode(dropped), etag)
        instanceof PutOutcome.Unknown unknown) {
      throw unknown.cause();
    }
  }

  /**
   * Writes over exactly what was read under the name.
   *
   * @throws dev.omnigraph.error.GraphException {@code branch_exists} when somebody was faster
   */
  private BranchLog.Found write(Seam seam, BranchObject branch, Optional<BranchLog.Found> over) {
    String key = Keys.branch(branch.name());
    byte[] body = BranchCodec.encode(branch);
    for (int i = 0; ; i++) {
      PutOutcome outcome =
          over.isPresent()
              ? parts.requests().replace(seam, key, body, over.get().etag())
              : parts.requests().create(seam, key, body);
      if (outcome instanceof PutOutcome.Done done) {
        return new BranchLog.Found(branch, done.etag());
      }
      Optional<BranchLog.Found> found = parts.log().branch(Seam.BRANCH_VERIFY, branch.name());
      if (found.isPresent() && isOurs(found.get().branch(), branch)) {
        return found.get();
      }
      boolean untouched = found.map(BranchLog.Found::etag).equals(over.map(BranchLog.Found::etag));
      if (!(outcome instanceof PutOutcome.Unknown unknown) || !untouched) {
        throw Failures.branchExists(branch.name());
      }
      if (i == TRIES - 1) {
        throw unknown.cause();
      }
    }
  }

  /** Also when somebody has written on the live branch since, or deleted it. */
  private static boolean isOurs(BranchObject found, BranchObject ours) {
    return found.branchId().equals(ours.branchId()) && found.status().compareTo(ours.status()) >= 0;
  }

  private String id() {
    return parts.environment().ulids().get();
  }
}
