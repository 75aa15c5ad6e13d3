package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.CommitKind;
import java.time.Instant;
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
  private static final Comparator<JsonNode> NEWEST_FIRST =
      Comparator.comparing(CommitLog::time)
          .thenComparing(commit -> commit.path("seq").asLong())
          .thenComparing(CommitLog::id)
          .reversed();

  private final Map<String, JsonNode> commits = new LinkedHashMap<>();

  /** What each follows on its chain: records that are not listed stand between them. */
  private final Map<String, String> before = new HashMap<>();

  private final Map<String, List<String>> heads = new HashMap<>();

  /** Those of the branches, at most so many of each. */
  static CommitLog of(Reach graph, List<String> branches, int limit) {
    CommitLog log = new CommitLog();
    for (String branch : branches) {
      log.add(branch, CommitsCommand.newest(graph, new BranchName(branch), limit).list("commits"));
    }
    return log;
  }

  /** A branch, and those that were made from it. */
  static List<String> family(String branch, List<JsonNode> all) {
    List<String> family = new ArrayList<>(List.of(branch));
    for (JsonNode other : all) {
      JsonNode fork = other.path("fork");
      if (fork.isObject()
          && !fork.path("parent_gone").asBoolean()
          && fork.path("parent").asText().equals(branch)) {
        family.add(other.path("branch").asText());
      }
    }
    return family;
  }

  /**
   * @param chain newest first
   */
  private void add(String branch, List<JsonNode> chain) {
    if (!chain.isEmpty()) {
      heads.computeIfAbsent(id(chain.getFirst()), head -> new ArrayList<>()).add(branch);
    }
    for (int i = 0; i < chain.size(); i++) {
      JsonNode commit = chain.get(i);
      commits.putIfAbsent(id(commit), commit);
      if (i + 1 < chain.size()) {
        before.put(id(commit), id(chain.get(i + 1)));
      } else if (!commit.path("parents").isEmpty()) {
        before.putIfAbsent(id(commit), commit.path("parents").path(0).asText());
      }
    }
  }

  static String id(JsonNode commit) {
    return commit.path("commit").asText();
  }

  private static Instant time(JsonNode commit) {
    return Instant.parse(commit.path("authored_at").asText());
  }

  /** The branches whose newest commit it is. */
  List<String> heads(String commit) {
    return heads.getOrDefault(commit, List.of());
  }

  JsonNode commit(String id) {
    JsonNode commit = commits.get(id);
    if (commit == null) {
      throw new IllegalArgumentException(id);
    }
    return commit;
  }

  /** The newest, each before what it follows, as far as they are known. */
  List<JsonNode> newest(int limit) {
    Map<String, Integer> children = new HashMap<>();
    commits.values().forEach(c -> parents(c).forEach(p -> children.merge(p, 1, Integer::sum)));
    PriorityQueue<JsonNode> ready = new PriorityQueue<>(NEWEST_FIRST);
    commits.values().stream().filter(c -> !children.containsKey(id(c))).forEach(ready::add);
    List<JsonNode> ordered = new ArrayList<>();
    while (!ready.isEmpty() && ordered.size() < limit) {
      JsonNode next = ready.remove();
      ordered.add(next);
      for (String parent : parents(next)) {
        JsonNode known = commits.get(parent);
        if (children.merge(parent, -1, Integer::sum) == 0 && known != null) {
          ready.add(known);
        }
      }
    }
    return ordered;
  }

  /** A drawing of them. */
  List<CommitLanes.Row> draw(List<JsonNode> ordered) {
    return CommitLanes.of(
        ordered.stream()
            .map(
                commit ->
                    new CommitLanes.Node(
                        id(commit),
                        parents(commit),
                        commit.path("kind").asText().equals(CommitKind.OPTIMIZE.text())))
            .toList());
  }

  private List<String> parents(JsonNode commit) {
    List<String> parents = new ArrayList<>();
    String first = before.get(id(commit));
    if (first != null) {
      parents.add(first);
      JsonNode all = commit.path("parents");
      if (all.size() > 1) {
        parents.add(all.path(all.size() - 1).asText());
      }
    }
    return parents;
  }
}
