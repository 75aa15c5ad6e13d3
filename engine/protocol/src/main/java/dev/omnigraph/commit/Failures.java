package dev.omnigraph.commit;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What callers of the protocol are told. */
public final class Failures {
  private Failures() {}

  public static GraphException graphNotFound(String where) {
    return new GraphException(
        ErrorKind.NOT_FOUND,
        "graph_not_found",
        "There is no graph at " + where + ".",
        "Check the location, or create the graph.",
        Map.of(),
        null);
  }

  public static GraphException branchNotFound(String name) {
    return new GraphException(
        ErrorKind.NOT_FOUND,
        "branch_not_found",
        "There is no branch " + name + ".",
        "List the branches, or create it.",
        Map.of("branch", name),
        null);
  }

  public static GraphException branchDeleted(String name) {
    return new GraphException(
        ErrorKind.GONE,
        "branch_deleted",
        "Branch " + name + " was deleted.",
        "Use another branch, or create it again.",
        Map.of("branch", name),
        null);
  }

  public static GraphException branchExists(String name) {
    return new GraphException(
        ErrorKind.CONFLICT,
        "branch_exists",
        "Branch " + name + " exists already.",
        "Choose another name, or delete the branch first.",
        Map.of("branch", name),
        null);
  }

  public static GraphException branchGivenUp(String name) {
    return new GraphException(
        ErrorKind.CONFLICT,
        "branch_given_up",
        "The creation of branch " + name + " took so long that cleanup gave it up.",
        "Create it again.",
        Map.of("branch", name),
        null);
  }

  public static GraphException graphExists(String where) {
    return new GraphException(
        ErrorKind.CONFLICT,
        "graph_exists",
        "There is a graph at " + where + " already.",
        "Open it, or choose another location.",
        Map.of(),
        null);
  }

  public static GraphException commitNotFound(String branch, String commitId) {
    return new GraphException(
        ErrorKind.NOT_FOUND,
        "commit_not_found",
        "Branch " + branch + " has no commit " + commitId + ".",
        "List the branch's commits.",
        Map.of("branch", branch, "commit", commitId),
        null);
  }

  public static GraphException nothingAt(String branch, Instant time) {
    return new GraphException(
        ErrorKind.NOT_FOUND,
        "commit_not_found",
        "Branch " + branch + " has no commit at or before " + time + ".",
        "List the branch's commits.",
        Map.of("branch", branch, "time", time.toString()),
        null);
  }

  public static GraphException dataGone(String branch, long seq) {
    return new GraphException(
        ErrorKind.GONE,
        "data_gone",
        "The data of branch " + branch + " at seq " + seq + " was cleaned up.",
        "Read a newer commit.",
        Map.of("branch", branch, "seq", seq),
        null);
  }

  public static GraphException dataPurged(String branch, String type) {
    return new GraphException(
        ErrorKind.GONE,
        "data_gone",
        "The data of type "
            + type
            + " at this commit of branch "
            + branch
            + " was dropped from history by a later change of the schema.",
        "Read a newer commit.",
        Map.of("branch", branch, "type", type),
        null);
  }

  public static GraphException horizonBusy() {
    return new GraphException(
        ErrorKind.UNAVAILABLE,
        "cleanup_busy",
        "The horizon could not be raised; other cleanups may be running.",
        "Try again later; nothing was deleted.",
        Map.of(),
        null);
  }

  public static GraphException clockSkewed(Instant now, String other) {
    return new GraphException(
        ErrorKind.UNAVAILABLE,
        "clock_skewed",
        "This machine's clock says " + now + ", and " + other + "; nothing was written.",
        "Set the clock of this machine, then try again.",
        Map.of("now", now.toString()),
        null);
  }

  public static GraphException headMoved(String branch, String expected, String actual) {
    return new GraphException(
        ErrorKind.PRECONDITION,
        "head_moved",
        "Branch " + branch + " is at commit " + actual + ", not at " + expected + ".",
        "Read the branch again and decide on its present state. Commits of optimize do not count"
            + " as changes.",
        Map.of("branch", branch, "expected", expected, "actual", actual),
        null);
  }

  public static GraphException keyReused(String key, String commitId) {
    return new GraphException(
        ErrorKind.CONFLICT,
        "idempotency_key_reused",
        "Idempotency key " + key + " was used for other content, in commit " + commitId + ".",
        "Use a new key for new content.",
        Map.of("idempotency_key", key, "commit", commitId),
        null);
  }

  public static GraphException contended(String branch, int attempts) {
    return new GraphException(
        ErrorKind.UNAVAILABLE,
        "too_much_contention",
        "Branch " + branch + " moved " + attempts + " times while this write was being published.",
        "Try again; nothing was written. Batch writes that come this often.",
        Map.of("branch", branch, "attempts", attempts),
        null);
  }

  public static GraphException tooLittleTime(Duration left, Duration reserve) {
    long millis = Math.max(0, left.toMillis());
    return new GraphException(
        ErrorKind.UNAVAILABLE,
        "too_little_time",
        "Only %d ms are left to the function, too few to write safely; no commit was made by this step."
            .formatted(millis),
        "Send it again. If it comes back, write less at once, or give the function a longer"
            + " timeout.",
        Map.of("remaining_ms", left.toMillis(), "reserve_ms", reserve.toMillis()),
        null);
  }

  public static GraphException badBranchName(String name, String why) {
    return new GraphException(
        ErrorKind.INVALID,
        "branch_name",
        "\"" + name + "\" cannot be the name of a branch: " + why + ".",
        "Use letters, digits, '-', '_', '.' and '/' between parts that start with a letter or"
            + " digit.",
        Map.of("branch", name),
        null);
  }

  public static GraphException protectedBranch(String name, String what) {
    return new GraphException(
        ErrorKind.INVALID,
        "branch_reserved",
        "Branch " + name + " cannot be " + what + ".",
        "Use another branch.",
        Map.of("branch", name),
        null);
  }

  public static GraphException defect(String message) {
    return new GraphException(ErrorKind.INTERNAL, "internal", message);
  }
}
