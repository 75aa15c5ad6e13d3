package dev.omnigraph.manifest;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with graphs, branches and commits. Here, because the protocol's objects are
 * what all of the protocol knows.
 */
public enum ProtocolError implements ErrorCode {
  GRAPH_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "There is no graph of that name or at that address.",
      "Check the location, or create the graph."),
  GRAPH_EXISTS(
      ErrorKind.CONFLICT,
      "A graph is created where there already is one.",
      "Open it, or choose another location."),
  GRAPH_BEING_DELETED(
      ErrorKind.CONFLICT,
      "The graph is being deleted, or a deletion of it died a short time ago.",
      "Wait until the time that the details name, then delete it again."),
  GRAPH_DELETION_UNFINISHED(
      ErrorKind.UNAVAILABLE,
      "The time of a deletion ran out. The graph is gone for all others, but some of its objects"
          + " are still there.",
      "Delete it again, half an hour after the first try."),
  BRANCH_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "The graph has no branch of that name.",
      "List the branches, or create it."),
  BRANCH_DELETED(
      ErrorKind.GONE, "The branch was deleted.", "Use another branch, or create it again."),
  BRANCH_EXISTS(
      ErrorKind.CONFLICT,
      "A branch is created under a name that is taken.",
      "Choose another name, or delete the branch first."),
  BRANCH_GIVEN_UP(
      ErrorKind.CONFLICT,
      "The creation of a branch took so long that cleanup took its creator for dead.",
      "Create it again."),
  BRANCH_NAME(
      ErrorKind.INVALID,
      "A text cannot be the name of a branch.",
      "Use letters, digits, '-', '_', '.' and '/' between parts that start with a letter or"
          + " digit."),
  BRANCH_RESERVED(ErrorKind.INVALID, "The branch `main` cannot be deleted.", "Use another branch."),
  COMMIT_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "The branch has no such commit, or none at or before that time.",
      "List the branch's commits."),
  DATA_GONE(
      ErrorKind.GONE,
      "The data of an old commit was cleaned up, or dropped from history by a change of the"
          + " schema.",
      "Read a newer commit."),
  HEAD_MOVED(
      ErrorKind.PRECONDITION,
      "The newest commit of the branch is not the one that the caller expected.",
      "Read the branch again and decide on its present state. Commits of optimize do not count"
          + " as changes."),
  EXPECTED_VERSION_MISMATCH(
      ErrorKind.CONFLICT,
      "A table changed while an operation was at work that must be planned on its present state.",
      "Plan the operation again on the present state."),
  IDEMPOTENCY_KEY_REUSED(
      ErrorKind.CONFLICT,
      "The idempotency key belongs to a commit with other content.",
      "Use a new key for new content."),
  TOO_MUCH_CONTENTION(
      ErrorKind.UNAVAILABLE,
      "Other writers committed first each time that this write tried.",
      "Try again; nothing was written. Batch writes that come this often."),
  TOO_LITTLE_TIME(
      ErrorKind.UNAVAILABLE,
      "The function has too little time left to write safely.",
      "Send it again. If it comes back, write less at once, or give the function a longer"
          + " timeout."),
  CLOCK_SKEWED(
      ErrorKind.UNAVAILABLE,
      "The clock of this machine and that of the store are too far apart.",
      "Set the clock of this machine, then try again."),
  WRONG_RETENTION(
      ErrorKind.INVALID, "A text is not a retention.", "Write days or hours, such as 7d or 36h."),
  RETENTION_TOO_SHORT(
      ErrorKind.INVALID,
      "A cleanup with such a short retention could take data from under calls that still run.",
      "Keep one hour or more."),
  CLEANUP_BUSY(
      ErrorKind.UNAVAILABLE,
      "Another cleanup of the graph may be running.",
      "Try again later; nothing was deleted."),
  CLEANUP_REFUSED(
      ErrorKind.INTERNAL,
      "Cleanup found that data of a commit is missing, and deletes nothing from such a graph.",
      "Restore the object from the bucket's older versions or a backup, or run repair."),
  HORIZON_LOST(
      ErrorKind.INTERNAL,
      "The object that says what cleanup has deleted is gone, and so is data that the retention"
          + " would keep.",
      "Restore the object from the bucket's older versions or a backup, or run cleanup with the"
          + " shortest retention that was ever used."),
  HOLD_NAME(
      ErrorKind.INVALID,
      "A text cannot be the name of a hold.",
      "Use up to 100 letters, digits, '-', '_' and '.', and begin with a letter or digit."),
  HOLD_NOT_FOUND(
      ErrorKind.NOT_FOUND, "The graph has no hold of that name.", "List the holds of the graph."),
  TOO_MANY_HOLDS(
      ErrorKind.CONFLICT,
      "The graph has as many holds as it can have.",
      "Release those that nobody needs, or move one by putting it on another commit."),
  BRANCH_HELD(
      ErrorKind.CONFLICT,
      "A branch is to be deleted while a hold keeps one of its commits.",
      "Release the hold first, if nobody needs it any more."),
  RECOVERY_PENDING(
      ErrorKind.CONFLICT,
      "Repair is asked to write while operations have not ended.",
      "Wait for writers to end, or run optimize, which settles what dead ones left; then repair"
          + " again."),
  FORMAT_NEWER(
      ErrorKind.INTERNAL,
      "A newer version of OmniGraph wrote an object of the graph.",
      "Upgrade OmniGraph to the version that writes this graph."),
  FORMAT_OLDER(
      ErrorKind.INTERNAL,
      "An older version of OmniGraph wrote the graph, in a format that this one does not read.",
      "Export the graph with the version that wrote it, and load the export into a new graph."),
  OBJECT_CORRUPT(
      ErrorKind.INTERNAL,
      "An object of the graph is missing, or no version of OmniGraph can have written it so.",
      "Run repair, which names all damage and writes again what can be derived; restore what cannot"
          + " from the bucket's older versions or a backup, and do not edit it by hand."),
  INTERNAL(ErrorKind.INTERNAL, "A defect of OmniGraph.", null);

  private final Entry entry;

  ProtocolError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
