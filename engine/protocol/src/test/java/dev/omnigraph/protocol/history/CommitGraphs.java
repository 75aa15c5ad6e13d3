package dev.omnigraph.protocol.history;

import dev.omnigraph.commit.CommitListener;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.NextRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.protocol.history.KnownRuns.Bounds;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.log.StoredTexts;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.protocol.world.FakeTables;
import dev.omnigraph.store.CountingObjectStore;
import dev.omnigraph.store.MemoryObjectStore;
import dev.omnigraph.store.PutOutcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A commit graph in a store, and beside it what every commit really has as ancestors. Each commit
 * is stored as its record, and as a checkpoint where a writer would make one.
 */
final class CommitGraphs {
  final CountingObjectStore store =
      new CountingObjectStore(new MemoryObjectStore(InstantSource.system()));
  final KnownRuns runs;
  final CommitGraph graph;
  private final List<Commit> commits = new ArrayList<>();
  private int operations;

  CommitGraphs(Bounds bounds) {
    Requests requests = new Requests(store, Seams.NONE);
    Parallel parallel = new Parallel(Runnable::run);
    // Whoever looks has nothing in memory.
    ImmutableObjects nothing = new ImmutableObjects(0);
    BranchLog log = new BranchLog(requests, parallel, nothing);
    runs = new KnownRuns(requests, parallel, nothing, bounds);
    Catalogs catalogs = new Catalogs(requests, nothing);
    StoredTexts texts = new StoredTexts(requests, nothing);
    graph =
        new CommitGraph(
            log,
            new Opener(requests, log, catalogs, texts, parallel, CommitListener.NONE),
            catalogs,
            new FakeTables(store),
            parallel,
            runs,
            Environment.system(Runnable::run));
  }

  /**
   * A commit as a branch has it: a fork shares it with its parent.
   *
   * @param number among all
   * @param ancestors their numbers, its own too
   */
  record Commit(int number, ManifestState state, BitSet ancestors) {
    CommitPoint point() {
      return state.point();
    }
  }

  List<Commit> commits() {
    return commits;
  }

  /** The first of a graph. */
  Commit first(BranchId id) {
    return add(ManifestState.before(id), new BitSet(), CommitKind.INIT, null);
  }

  Commit commit(Commit on) {
    return add(on.state(), on.ancestors(), CommitKind.MUTATE, null);
  }

  /** The same commit as the start of another branch. */
  Commit fork(Commit from, BranchId id) {
    ManifestState start = from.state().forkedTo(id);
    put(ObjectKeys.checkpoint(id, start.seq()), StateCodec.encode(start));
    return new Commit(from.number(), start, from.ancestors());
  }

  Relation between(Commit ours, Commit theirs) {
    return graph.between(ours.state(), theirs.state());
  }

  /** Publishes nothing when there is nothing to merge. */
  Commit merge(Commit ours, Commit theirs) {
    Relation relation = between(ours, theirs);
    if (relation.isUpToDate()) {
      return ours;
    }
    BitSet ancestors = (BitSet) ours.ancestors().clone();
    ancestors.or(theirs.ancestors());
    return add(ours.state(), ancestors, CommitKind.MERGE, relation);
  }

  /** A merge that writes what it must and is never published. */
  void mergeInVain(Commit ours, Commit theirs) {
    Relation relation = between(ours, theirs);
    if (!relation.isUpToDate()) {
      runs.spill(ours.state(), relation.theirs(), relation.learned());
    }
  }

  private Commit add(ManifestState on, BitSet before, CommitKind kind, @Nullable Relation merge) {
    NextRecord next = on.next(kind, new OperationId("O" + operations++));
    if (merge != null) {
      runs.addTo(next, on, merge.theirs(), merge.learned());
    }
    ManifestRecord record = next.record();
    put(ObjectKeys.record(record.branchId(), record.seq()), RecordCodec.encode(record));
    ManifestState state = on.apply(RecordCodec.reread(record));
    if (state.seq() % BranchLog.CHECKPOINT_EVERY == 0) {
      put(ObjectKeys.checkpoint(state.branchId(), state.seq()), StateCodec.encode(state));
    }
    BitSet ancestors = (BitSet) before.clone();
    ancestors.set(commits.size());
    Commit commit = new Commit(commits.size(), state, ancestors);
    commits.add(commit);
    return commit;
  }

  private void put(String key, byte[] body) {
    if (!(store.create(key, body) instanceof PutOutcome.Done)) {
      throw new AssertionError(key);
    }
  }

  /** What it really knows: of each log the greatest seq. */
  Map<BranchId, CommitPoint> known(BitSet ancestors) {
    Map<BranchId, CommitPoint> known = new TreeMap<>();
    ancestors.stream()
        .mapToObj(number -> commits.get(number).point())
        .forEach(point -> known.merge(point.branchId(), point, KnownLogs::greater));
    return known;
  }

  /** What their relation really is. */
  Relation relation(Commit ours, Commit theirs) {
    BitSet common = (BitSet) ours.ancestors().clone();
    common.and(theirs.ancestors());
    List<CommitPoint> bases =
        common.stream()
            .filter(
                number ->
                    common.stream()
                        .noneMatch(
                            other -> other != number && commits.get(other).ancestors().get(number)))
            .mapToObj(number -> commits.get(number).point())
            .sorted(Comparison.BY_LOG)
            .toList();
    Map<BranchId, CommitPoint> before = known(ours.ancestors());
    List<CommitPoint> learned =
        known(theirs.ancestors()).values().stream()
            .filter(point -> !point.branchId().equals(theirs.point().branchId()))
            .filter(
                point ->
                    !before.containsKey(point.branchId())
                        || before.get(point.branchId()).seq() < point.seq())
            .toList();
    return new Relation(
        ours.point(),
        theirs.point(),
        bases,
        after(ours, common),
        after(theirs, common),
        common.get(theirs.number()) ? List.of() : learned);
  }

  private long after(Commit chain, BitSet common) {
    return common.stream()
        .mapToObj(number -> commits.get(number).point())
        .filter(point -> point.seq() <= chain.state().seq())
        .filter(point -> chain.state().ownerOf(point.seq()).equals(point.branchId()))
        .mapToLong(CommitPoint::seq)
        .max()
        .orElse(0);
  }
}
