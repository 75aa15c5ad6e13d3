package dev.omnigraph.changes;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** What can stand against telling changes. */
public enum ChangesError implements ErrorCode {
  CHANGES_CURSOR(
      ErrorKind.INVALID,
      "The cursor of a diff is not one, or it belongs to other commits or other filters.",
      "Ask for the next page with the commits that the first one named and with the same filters,"
          + " or begin again without a cursor.");

  private final Entry entry;

  ChangesError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
