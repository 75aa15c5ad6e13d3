package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ProtocolError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The commits of a branch after one of them, looked for page by page, so that it does not matter
 * how many there are.
 *
 * @param page how many commits are asked for at once
 */
record CommitsSince(Reach graph, BranchName branch, CommitId base, int page) {
  private static final int PAGE = 1_000;

  static CommitsSince of(Reach graph, BranchName branch, CommitId base) {
    return new CommitsSince(graph, branch, base, PAGE);
  }

  /**
   * Those of a kind, newest first, and of the newest page on which there are any: who asks wants to
   * know whether there are some, and to see which.
   *
   * @return empty where the branch does not have the one
   */
  Optional<List<JsonNode>> newest(Predicate<JsonNode> kind) {
    if (!isThere()) {
      return Optional.empty();
    }
    List<JsonNode> found = new ArrayList<>();
    CommitId before = null;
    while (found.isEmpty()) {
      List<JsonNode> commits = CommitsCommand.page(graph, branch, page, before).list("commits");
      for (JsonNode commit : commits) {
        before = new CommitId(commit.path("commit").asText());
        if (before.equals(base)) {
          return Optional.of(found);
        }
        if (kind.test(commit)) {
          found.add(commit);
        }
      }
      if (commits.isEmpty()) {
        // Cleanup took it in between.
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private boolean isThere() {
    try {
      Answer unused = CommitsCommand.one(graph, branch, base);
      return true;
    } catch (GraphException e) {
      if (Failures.is(e, ProtocolError.COMMIT_NOT_FOUND)) {
        return false;
      }
      throw e;
    }
  }
}
