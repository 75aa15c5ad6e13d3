package dev.omnigraph.model;

import dev.omnigraph.model.Layout.Cells;

/**
 * What the store holds of one branch, as bytes.
 *
 * <ul>
 *   <li>a record: free, a fence, or an operation and the file that its table version rests on
 *   <li>a sidecar: a nonce, the target, and whether recovery has marked it
 *   <li>a file, which stands for all that an attempt stages: absent, written, named by a detached
 *       version, deleted; or a version alone, which names the first attempt's file too
 *   <li>an audit entry: the outcome and which sweep wrote it
 *   <li>the hint: a seq
 * </ul>
 */
final class CommitCells {
  static final int FENCE = 1;

  static final int NONCE = 0x07;
  static final int ABORTING = 0x08;

  static final int VERSIONED = 1;
  static final int DELETED = 2;
  static final int DATA = 3;
  static final int REBASED = 4;

  static final int FORWARD = 1;
  static final int BACK = 2;

  /** Operation ids that one writer may use up. */
  static final int LIVES = 2;

  /** Times that one operation stages. */
  static final int VARIANTS = 2;

  final int seqs;
  final int operations;
  final int files;
  final Cells records;
  final Cells sidecars;
  final Cells file;
  final Cells audits;
  final Cells hint;

  /** The nonce of the sidecar when a file was written: any later one makes it the younger. */
  final Cells under;

  CommitCells(Layout layout, int seqs, int writers) {
    this.seqs = seqs;
    this.operations = writers * LIVES;
    this.files = operations * VARIANTS;
    this.records = layout.shared("record", seqs + 1, CommitCells::recordText);
    this.sidecars = layout.shared("sidecar", operations, CommitCells::sidecarText);
    this.file = layout.shared("file", files, CommitCells::fileText);
    this.audits = layout.shared("audit", operations, CommitCells::auditText);
    this.hint = layout.shared("hint", 1, value -> "at " + (value - 1));
    this.under = layout.local("staged under", files);
  }

  int head(State state) {
    int head = 0;
    while (head < seqs && state.get(records, head + 1) != 0) {
      head++;
    }
    return head;
  }

  static int recordOf(int operation, int file) {
    return 2 + operation * 8 + file;
  }

  /** -1 when it has none. */
  static int operationOf(int record) {
    return record < 2 ? -1 : (record - 2) / 8;
  }

  static int fileOf(int record) {
    return (record - 2) % 8;
  }

  /** Whether all that the file stands for is there, and named by a version. */
  boolean isWhole(State state, int file) {
    return switch (state.get(this.file, file)) {
      case VERSIONED -> true;
      case REBASED -> state.get(this.file, firstOf(file)) == VERSIONED;
      default -> false;
    };
  }

  /** What a version keeps of the file. */
  int named(State state, int file) {
    boolean both = state.get(this.file, file) == REBASED;
    return 1 << file | (both ? 1 << firstOf(file) : 0);
  }

  private static int firstOf(int file) {
    return file - file % VARIANTS;
  }

  static int sidecarOf(int nonce, int target) {
    return nonce | (target << 4);
  }

  static int targetOf(int sidecar) {
    return sidecar >> 4;
  }

  static boolean isAborting(int sidecar) {
    return (sidecar & ABORTING) != 0;
  }

  static int hintOf(int seq) {
    return seq + 1;
  }

  static int auditOf(int outcome, int sweep) {
    return outcome + 4 * sweep;
  }

  static int outcomeOf(int audit) {
    return audit % 4;
  }

  boolean isPublished(State state, int operation) {
    for (int seq = 1; seq <= seqs; seq++) {
      if (operationOf(state.get(records, seq)) == operation) {
        return true;
      }
    }
    return false;
  }

  private static String recordText(int value) {
    return switch (value) {
      case 0 -> "-";
      case FENCE -> "fence";
      default -> "operation " + operationOf(value) + " with file " + fileOf(value);
    };
  }

  private static String sidecarText(int value) {
    return value == 0
        ? "-"
        : (isAborting(value) ? "aborting" : "armed")
            + " for "
            + targetOf(value)
            + " #"
            + (value & NONCE);
  }

  private static String fileText(int value) {
    return switch (value) {
      case 0 -> "-";
      case VERSIONED -> "staged";
      case DELETED -> "deleted";
      case REBASED -> "on another version";
      default -> "written";
    };
  }

  private static String auditText(int value) {
    return switch (outcomeOf(value)) {
      case FORWARD -> "rolled forward by sweep " + value / 4;
      case BACK -> "rolled back by sweep " + value / 4;
      default -> "-";
    };
  }
}
