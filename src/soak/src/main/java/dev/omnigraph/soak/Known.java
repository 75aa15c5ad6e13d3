package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Branches and commits that replies told of. What is not true any more is refused, and forgotten.
 */
final class Known {
  private static final int BRANCHES = 4;

  /** Of a branch; some of them are older than what cleanup keeps. */
  private static final int COMMITS = 16;

  private final RandomGenerator random;
  private final Map<BranchName, List<CommitId>> commits = new LinkedHashMap<>();

  Known(RandomGenerator random) {
    this.random = random;
    commits.put(BranchName.MAIN, new ArrayList<>());
  }

  /** One that is there, main half of the time; now and then one that may not be. */
  BranchName branch() {
    int dice = random.nextInt(20);
    if (dice == 0) {
      return name();
    }
    List<BranchName> live = List.copyOf(commits.keySet());
    return dice < 9 ? BranchName.MAIN : live.get(random.nextInt(live.size()));
  }

  /** A name of few, so that names are used again. */
  BranchName name() {
    return new BranchName("b" + random.nextInt(BRANCHES));
  }

  Optional<CommitId> commit(BranchName branch) {
    List<CommitId> all = commits.getOrDefault(branch, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  /** A branch was at a commit. */
  void saw(BranchName branch, CommitId commit) {
    List<CommitId> all = commits.computeIfAbsent(branch, name -> new ArrayList<>());
    if (!all.contains(commit)) {
      all.add(commit);
    }
    if (all.size() > COMMITS) {
      all.removeFirst();
    }
  }

  /** A branch was made, with the commits of another in its history. */
  void forked(BranchName branch, BranchName from) {
    commits.put(branch, new ArrayList<>(commits.getOrDefault(from, List.of())));
  }

  /** Something was refused, perhaps because a branch is not there. */
  void refused(String message) {
    for (BranchName branch : List.copyOf(commits.keySet())) {
      if (message.contains("There is no branch " + branch + ".")
          || message.contains("Branch " + branch + " was deleted.")) {
        lost(branch);
      }
    }
  }

  /** A branch is not there. */
  void lost(BranchName branch) {
    if (!branch.equals(BranchName.MAIN)) {
      commits.remove(branch);
    }
  }
}
