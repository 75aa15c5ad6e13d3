package dev.omnigraph.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each operation has in the log, by the actor that names it. */
final class Published {
  private final Map<String, List<Commit>> commits = new HashMap<>();
  private final Map<String, List<Commit>> endings = new HashMap<>();

  void add(Commit commit) {
    (commit.record().isTerminal() ? endings : commits)
        .computeIfAbsent(commit.record().actor(), actor -> new ArrayList<>())
        .add(commit);
  }

  /** Those that change something, the first first. */
  List<Commit> commits(String actor) {
    return commits.getOrDefault(actor, List.of());
  }

  /** Those that ended a branch. */
  List<Commit> endings(String actor) {
    return endings.getOrDefault(actor, List.of());
  }
}
