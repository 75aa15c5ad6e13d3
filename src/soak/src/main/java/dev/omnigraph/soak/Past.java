package dev.omnigraph.soak;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.Horizon;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All branches and commits of a graph, and which of them were there at each instant. */
final class Past {
  private final Map<BranchId, Chain> chains = new LinkedHashMap<>();
  private final List<Commit> commits = new ArrayList<>();
  private final Map<CommitId, Commit> byId = new HashMap<>();
  private final TreeMap<Long, Horizon> horizons = new TreeMap<>();

  /** The chain that a record belongs to; the graph's first one makes main. */
  Chain chain(BranchId branchId) {
    return Objects.requireNonNull(chains.get(branchId), () -> "no branch " + branchId);
  }

  boolean isKnown(BranchId branchId) {
    return chains.containsKey(branchId);
  }

  void add(Chain chain) {
    chains.put(chain.object().branchId(), chain);
  }

  void add(Chain chain, Commit commit) {
    chain.add(commit);
    commits.add(commit);
    byId.put(commit.id(), commit);
  }

  void add(Horizon horizon, long at) {
    horizons.put(at, horizon);
  }

  List<Commit> commits() {
    return commits;
  }

  List<Chain> chains() {
    return List.copyOf(chains.values());
  }

  /** All that ever had a name. */
  List<Chain> named(BranchName name) {
    return chains.values().stream().filter(chain -> chain.name().equals(name)).toList();
  }

  Optional<Chain> live(BranchName name, long at) {
    return named(name).stream().filter(chain -> chain.isLive(at)).findFirst();
  }

  /** Every commit that was the newest under a name at some instant of a time. */
  List<Commit> heads(BranchName name, long from, long through) {
    return named(name).stream()
        .flatMap(chain -> chain.heads(from, through).values().stream())
        .toList();
  }

  /** Whether at some instant of a time nobody has the name. */
  boolean isFree(BranchName name, long from, long through) {
    for (long at = from; at <= through; at++) {
      if (live(name, at).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  Optional<Commit> commit(CommitId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The commit that a branch starts from. */
  @Nullable Commit fork(BranchObject object) {
    return object.lineage().isEmpty() ? null : byId.get(object.lineage().getFirst().commitId());
  }

  /** Whether cleanup may have deleted data of a seq of a branch by then. */
  boolean isGone(Chain chain, long seq, long at) {
    Map.Entry<Long, Horizon> horizon = horizons.floorEntry(at);
    return horizon != null && !horizon.getValue().covers(chain.object(), seq);
  }

  /** Whether no branch keeps the data of a commit. */
  boolean isGone(Commit commit, long at) {
    return chains.values().stream()
        .filter(chain -> chain.live() != Chain.NEVER && chain.has(commit))
        .allMatch(chain -> isGone(chain, commit.seq(), at));
  }

  /** What two commits have in common, without what others of these have. */
  List<Commit> nearestCommon(Commit one, Commit other) {
    BitSet common = (BitSet) one.ancestors().clone();
    common.and(other.ancestors());
    List<Commit> nearest = new ArrayList<>();
    // Parents come before their children, so nothing later has what is kept.
    for (int at = common.length(); (at = common.previousSetBit(at - 1)) >= 0; ) {
      Commit candidate = commits.get(at);
      if (nearest.stream().noneMatch(later -> later.has(candidate))) {
        nearest.add(candidate);
      }
    }
    return nearest;
  }
}
