package dev.omnigraph.cli;

import dev.omnigraph.error.ErrorKind;

/** What a command tells a script by the number that it ends with. */
final class ExitCodes {
  /** It was done. */
  static final int DONE = 0;

  /** The input is wrong, or a check that was asked for found something. */
  static final int WRONG = 1;

  /** The command cannot be understood. */
  static final int USAGE = 2;

  /** There is no such graph, branch, commit, type or profile, or it is gone. */
  static final int NOT_FOUND = 3;

  /** The state of the graph forbids it, or is not the one that was expected. */
  static final int CONFLICT = 4;

  /** The caller may not do it. */
  static final int DENIED = 5;

  /** Nothing happened, and the same command may succeed later. */
  static final int UNAVAILABLE = 6;

  /** It may or may not have been done. */
  static final int UNKNOWN = 7;

  /** A defect. */
  static final int INTERNAL = 8;

  /** There is something to do, and the caller asked to be told so by the exit code. */
  static final int TO_DO = 9;

  private ExitCodes() {}

  static int of(ErrorKind kind) {
    return switch (kind) {
      case INVALID, TOO_LARGE -> WRONG;
      case NOT_FOUND, GONE -> NOT_FOUND;
      case CONFLICT, PRECONDITION -> CONFLICT;
      case FORBIDDEN -> DENIED;
      case UNAVAILABLE -> UNAVAILABLE;
      case UNKNOWN_OUTCOME -> UNKNOWN;
      case INTERNAL -> INTERNAL;
    };
  }
}
