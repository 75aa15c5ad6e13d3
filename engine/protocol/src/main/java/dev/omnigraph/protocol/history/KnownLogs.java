package dev.omnigraph.protocol.history;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.Knowledge;
import dev.omnigraph.manifest.Knowledge.Learned;
import dev.omnigraph.manifest.ManifestState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logs that one state knows, each up to some seq: those of its chain, and what it learned. */
final class KnownLogs {
  private final ManifestState state;
  private final KnownRuns runs;

  KnownLogs(ManifestState state, KnownRuns runs) {
    this.state = state;
    this.runs = runs;
  }

  ManifestState state() {
    return state;
  }

  /** The logs that its chain consists of, each with its last commit there, newest first. */
  List<CommitPoint> chain() {
    List<CommitPoint> chain = new ArrayList<>();
    CommitPoint newest = state.point();
    List<CommitPoint> lineage = state.known().lineage();
    if (lineage.isEmpty() || !newest.equals(lineage.getFirst())) {
      chain.add(newest);
    }
    chain.addAll(lineage);
    return chain;
  }

  /** The last commit of a log on its chain. */
  Optional<CommitPoint> onChain(BranchId log) {
    return chain().stream().filter(end -> end.branchId().equals(log)).findFirst();
  }

  /** How many entries it may have that it learned after the seq of its chain. */
  long countAfter(long seq) {
    return state.known().recent().stream().filter(entry -> entry.at() > seq).count()
        + state.known().runs().stream()
            .filter(run -> run.learnedAt() > seq)
            .mapToLong(run -> run.count())
            .sum();
  }

  /** All that it learned after the seq of its chain, and knew less of before. */
  Map<BranchId, Learned> learnedAfter(long seq) {
    List<Learned> entries = runs.entries(state.known(), run -> run.learnedAt() > seq);
    entries.addAll(state.known().recent());
    Map<BranchId, Learned> greatest = Knowledge.greatest(entries);
    greatest.values().removeIf(entry -> entry.at() <= seq);
    return greatest;
  }

  /**
   * What it learned of these logs.
   *
   * @param after a seq of its chain at which it knew nothing of them that matters
   */
  Map<BranchId, Learned> learned(Collection<BranchId> logs, long after) {
    if (logs.isEmpty()) {
      return Collections.emptyMap();
    }
    List<Learned> entries =
        runs.entries(state.known(), run -> logs.stream().anyMatch(log -> run.mayKnow(log, after)));
    entries.addAll(state.known().recent());
    entries.removeIf(entry -> !logs.contains(entry.branchId()));
    return Knowledge.greatest(entries);
  }

  /** Of each of these logs the last commit that it knows, if it knows any. */
  Map<BranchId, CommitPoint> known(Collection<BranchId> logs) {
    Map<BranchId, CommitPoint> known = new HashMap<>();
    chain().stream()
        .filter(end -> logs.contains(end.branchId()))
        .forEach(end -> known.put(end.branchId(), end));
    learned(logs, 0).forEach((log, entry) -> known.merge(log, entry.point(), KnownLogs::greater));
    return known;
  }

  static CommitPoint greater(CommitPoint one, CommitPoint other) {
    return other.seq() > one.seq() ? other : one;
  }

  static CommitPoint smaller(CommitPoint one, CommitPoint other) {
    return other.seq() < one.seq() ? other : one;
  }
}
