package dev.omnigraph.changes;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** What can stand against telling changes. */
public enum ChangesError implements ErrorCode {
  CHANGES_CURSOR(
      ErrorKind.INVALID,
      "The cursor of a diff is not one, or it belongs to other commits or other filters.",
      "Ask for the next page with the commits that the first one named and with the same filters,"
          + " or begin again without a cursor."),
  FEED_CURSOR(
      ErrorKind.INVALID,
      "The cursor of a feed is not one, or it belongs to another filter.",
      "Send it as an answer of the feed gave it, with the same filter, or begin with"
          + " `after:` and the last commit that was read."),
  FEED_BRANCH_REPLACED(
      ErrorKind.GONE,
      "The cursor of a feed belongs to another branch than the one that has the name now, or to"
          + " another graph.",
      "Read an export, which is the whole of the branch, and go on from its cursor.");

  private final Entry entry;

  ChangesError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
