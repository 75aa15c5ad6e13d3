package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.ProtocolError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What callers of the protocol are told. */
public final class Failures {
  private Failures() {}

  public static GraphException graphNotFound(String where) {
    return GraphException.of(ProtocolError.GRAPH_NOT_FOUND, "There is no graph at " + where + ".")
        .build();
  }

  public static GraphException branchNotFound(BranchName name) {
    return GraphException.of(ProtocolError.BRANCH_NOT_FOUND, "There is no branch " + name + ".")
        .with("branch", name.text())
        .build();
  }

  /** Main ends with its graph only. */
  public static GraphException branchDeleted(BranchName name) {
    if (name.equals(BranchName.MAIN)) {
      return GraphException.of(ProtocolError.GRAPH_NOT_FOUND, "The graph was deleted.").build();
    }
    return GraphException.of(ProtocolError.BRANCH_DELETED, "Branch " + name + " was deleted.")
        .with("branch", name.text())
        .build();
  }

  public static GraphException branchGivenUp(BranchName name) {
    return GraphException.of(
            ProtocolError.BRANCH_GIVEN_UP,
            "The creation of branch " + name + " took so long that cleanup gave it up.")
        .with("branch", name.text())
        .build();
  }

  public static GraphException graphExists(String where) {
    return GraphException.of(
            ProtocolError.GRAPH_EXISTS, "There is a graph at " + where + " already.")
        .build();
  }

  /** Until the deletion has ended, its place is not free. */
  public static GraphException graphBeingDeleted(String where) {
    return GraphException.of(
            ProtocolError.GRAPH_BEING_DELETED, "The graph at " + where + " is being deleted.")
        .next("Delete it again, to be sure that all of it is gone, and then create it.")
        .build();
  }

  public static GraphException commitNotFound(BranchName branch, CommitId commitId) {
    return GraphException.of(
            ProtocolError.COMMIT_NOT_FOUND, "Branch " + branch + " has no commit " + commitId + ".")
        .with("branch", branch.text())
        .with("commit", commitId.text())
        .build();
  }

  public static GraphException nothingAt(BranchName branch, Instant time) {
    return GraphException.of(
            ProtocolError.COMMIT_NOT_FOUND,
            "Branch " + branch + " has no commit at or before " + time + ".")
        .with("branch", branch.text())
        .with("time", time.toString())
        .build();
  }

  public static GraphException dataGone(BranchName branch, long seq) {
    return gone(branch, seq).build();
  }

  /**
   * The same.
   *
   * @param firstReadable the oldest commit of the branch whose data is kept
   */
  public static GraphException dataGone(BranchName branch, long seq, CommitId firstReadable) {
    return gone(branch, seq)
        .next("The first commit that can be read is " + firstReadable + ".")
        .with("first_readable", firstReadable.text())
        .build();
  }

  private static GraphException.Builder gone(BranchName branch, long seq) {
    return GraphException.of(
            ProtocolError.DATA_GONE,
            "The data of branch " + branch + " at seq " + seq + " was cleaned up.")
        .with("branch", branch.text())
        .with("seq", seq);
  }

  public static GraphException badHoldName(HoldName name) {
    return GraphException.of(
            ProtocolError.HOLD_NAME, "`" + name + "` cannot be the name of a hold.")
        .with("hold", name.text())
        .build();
  }

  public static GraphException holdNotFound(HoldName name) {
    return GraphException.of(ProtocolError.HOLD_NOT_FOUND, "There is no hold " + name + ".")
        .with("hold", name.text())
        .build();
  }

  public static GraphException tooManyHolds(int most) {
    return GraphException.of(
            ProtocolError.TOO_MANY_HOLDS, "The graph has " + most + " holds already.")
        .with("limit", most)
        .build();
  }

  public static GraphException branchHeld(BranchName branch, List<HoldName> holds) {
    return GraphException.of(
            ProtocolError.BRANCH_HELD,
            "Branch "
                + branch
                + " is kept by "
                + holds.stream().map(HoldName::text).collect(Collectors.joining(", "))
                + ".")
        .with("branch", branch.text())
        .with("holds", holds.stream().map(HoldName::text).toList())
        .build();
  }

  public static GraphException dataPurged(BranchName branch, String type) {
    return GraphException.of(
            ProtocolError.DATA_GONE,
            "The data of type "
                + type
                + " at this commit of branch "
                + branch
                + " was dropped from history by a later change of the schema.")
        .with("branch", branch.text())
        .with("type", type)
        .build();
  }

  public static GraphException horizonBusy() {
    return GraphException.of(
            ProtocolError.CLEANUP_BUSY,
            "The horizon could not be raised; other cleanups may be running.")
        .build();
  }

  public static GraphException horizonLost(GraphException lacks) {
    return GraphException.of(
            ProtocolError.HORIZON_LOST,
            "The object "
                + ObjectKeys.HORIZON
                + " is lost, and an earlier cleanup kept less than this retention: "
                + lacks.getMessage())
        .with(lacks.details())
        .cause(lacks)
        .build();
  }

  public static GraphException clockSkewed(Instant now, Instant store) {
    return GraphException.of(
            ProtocolError.CLOCK_SKEWED,
            "This machine's clock says "
                + now
                + ", and the store's says "
                + store
                + "; nothing was written.")
        .with("now", now.toString())
        .build();
  }

  public static GraphException headMoved(BranchName branch, CommitId expected, CommitId actual) {
    return GraphException.of(
            ProtocolError.HEAD_MOVED,
            "Branch " + branch + " is at commit " + actual + ", not at " + expected + ".")
        .with("branch", branch.text())
        .with("expected", expected.text())
        .with("actual", actual.text())
        .build();
  }

  public static GraphException keyReused(String key, CommitId commitId) {
    return GraphException.of(
            ProtocolError.IDEMPOTENCY_KEY_REUSED,
            "Idempotency key " + key + " was used for other content, in commit " + commitId + ".")
        .with("idempotency_key", key)
        .with("commit", commitId.text())
        .build();
  }

  public static GraphException contended(BranchName branch, int attempts) {
    return GraphException.of(
            ProtocolError.TOO_MUCH_CONTENTION,
            "Branch "
                + branch
                + " moved "
                + attempts
                + " times while this write was being published.")
        .with("branch", branch.text())
        .with("attempts", attempts)
        .build();
  }

  public static GraphException tooLittleTime(Duration left, Duration reserve) {
    long millis = Math.max(0, left.toMillis());
    return GraphException.of(
            ProtocolError.TOO_LITTLE_TIME,
            "Only %d ms are left to the function, too few to write safely; no commit was made by this step."
                .formatted(millis))
        .with("remaining_ms", left.toMillis())
        .with("reserve_ms", reserve.toMillis())
        .build();
  }

  public static GraphException badBranchName(BranchName name, String why) {
    return GraphException.of(
            ProtocolError.BRANCH_NAME,
            "\"" + name + "\" cannot be the name of a branch: " + why + ".")
        .with("branch", name.text())
        .build();
  }

  public static GraphException protectedBranch(BranchName name, String what) {
    return GraphException.of(
            ProtocolError.BRANCH_RESERVED, "Branch " + name + " cannot be " + what + ".")
        .with("branch", name.text())
        .build();
  }

  public static GraphException defect(String message) {
    return GraphException.of(ProtocolError.INTERNAL, message).build();
  }
}
