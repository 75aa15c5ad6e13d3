package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.Commit;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.CommitKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The newest commits of several branches as one graph. Of each branch no more commits are read than
 * are shown, however long its history is.
 */
final class CommitLog {
  private static final Comparator<Commit> NEWEST_FIRST =
      Comparator.comparing(Commit::authoredAt)
          .thenComparing(Commit::seq)
          .thenComparing(Commit::commitId)
          .reversed();

  private final Map<CommitId, Commit> commits = new LinkedHashMap<>();

  /** What each follows on its chain: records that are not listed stand between them. */
  private final Map<CommitId, CommitId> before = new HashMap<>();

  private final Map<CommitId, List<BranchName>> heads = new HashMap<>();

  /** Those of the branches, at most so many of each. */
  static CommitLog of(Graph graph, List<BranchName> branches, int limit) {
    CommitLog log = new CommitLog();
    branches.forEach(branch -> log.add(branch, graph.commits(branch, limit)));
    return log;
  }

  /** A branch, and those that were made from it. */
  static List<BranchName> family(BranchName branch, List<Branch> all) {
    List<BranchName> family = new ArrayList<>(List.of(branch));
    for (Branch other : all) {
      Branch.Fork fork = other.fork();
      if (fork != null && !fork.parentGone() && fork.parent().equals(branch)) {
        family.add(other.name());
      }
    }
    return family;
  }

  /**
   * @param chain newest first
   */
  void add(BranchName branch, List<Commit> chain) {
    if (!chain.isEmpty()) {
      heads.computeIfAbsent(chain.getFirst().commitId(), head -> new ArrayList<>()).add(branch);
    }
    for (int i = 0; i < chain.size(); i++) {
      Commit commit = chain.get(i);
      commits.putIfAbsent(commit.commitId(), commit);
      if (i + 1 < chain.size()) {
        before.put(commit.commitId(), chain.get(i + 1).commitId());
      } else if (!commit.parents().isEmpty()) {
        before.putIfAbsent(commit.commitId(), commit.parents().getFirst());
      }
    }
  }

  /** The branches whose newest commit it is. */
  List<BranchName> heads(CommitId commitId) {
    return heads.getOrDefault(commitId, List.of());
  }

  Commit commit(String id) {
    Commit commit = commits.get(new CommitId(id));
    if (commit == null) {
      throw new IllegalArgumentException(id);
    }
    return commit;
  }

  /** The newest, each before what it follows, as far as they are known. */
  List<Commit> newest(int limit) {
    Map<CommitId, Integer> children = new HashMap<>();
    commits.values().forEach(c -> parents(c).forEach(p -> children.merge(p, 1, Integer::sum)));
    PriorityQueue<Commit> ready = new PriorityQueue<>(NEWEST_FIRST);
    commits.values().stream().filter(c -> !children.containsKey(c.commitId())).forEach(ready::add);
    List<Commit> ordered = new ArrayList<>();
    while (!ready.isEmpty() && ordered.size() < limit) {
      Commit next = ready.remove();
      ordered.add(next);
      for (CommitId parent : parents(next)) {
        Commit known = commits.get(parent);
        if (children.merge(parent, -1, Integer::sum) == 0 && known != null) {
          ready.add(known);
        }
      }
    }
    return ordered;
  }

  /** A drawing of them. */
  List<CommitLanes.Row> draw(List<Commit> ordered) {
    return CommitLanes.of(
        ordered.stream()
            .map(
                commit ->
                    new CommitLanes.Node(
                        commit.commitId().text(),
                        parents(commit).stream().map(CommitId::text).toList(),
                        commit.kind() == CommitKind.OPTIMIZE))
            .toList());
  }

  private List<CommitId> parents(Commit commit) {
    List<CommitId> parents = new ArrayList<>();
    CommitId first = before.get(commit.commitId());
    if (first != null) {
      parents.add(first);
      if (commit.parents().size() > 1) {
        parents.add(commit.parents().getLast());
      }
    }
    return parents;
  }
}
