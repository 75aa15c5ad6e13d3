package dev.omnigraph.model;

import dev.omnigraph.model.Layout.Cells;

/**
 * What the store holds of one branch, as bytes.
 *
 * <ul>
 *   <li>a record: free, another's, the end of the branch, a fence and the operations that it ends,
 *       or an operation and the file that its rows are in
 *   <li>a sidecar: where the range starts in which its operation may be published
 *   <li>a file, which stands for all that an attempt stages: absent, written, deleted
 *   <li>an audit entry: the outcome and which sweep wrote it
 *   <li>the hint: a seq
 * </ul>
 */
final class CommitCells {
  static final int ANOTHERS = 1;
  static final int TERMINAL = 2;

  private static final int FENCE = 0x80;
  private static final int FIRST_OPERATION = 3;

  static final int STAGED = 1;
  static final int DELETED = 2;

  static final int FORWARD = 1;
  static final int BACK = 2;

  /** Operation ids that one writer may use up. */
  static final int LIVES = 2;

  /** Times that one operation stages. */
  static final int VARIANTS = 2;

  /** Seqs that one sidecar names. */
  final int range;

  /** The last seq that writers aim at. */
  final int seqs;

  /** The last seq that a sidecar may name. */
  final int last;

  final int operations;
  final int files;
  final Cells records;
  final Cells sidecars;
  final Cells file;
  final Cells audits;
  final Cells hint;

  CommitCells(Layout layout, int range, int writers) {
    this.range = range;
    this.seqs = range + 1;
    this.last = seqs + range - 1;
    this.operations = writers * LIVES;
    this.files = operations * VARIANTS;
    this.records = layout.shared("record", last + 1, CommitCells::recordText);
    this.sidecars = layout.shared("sidecar", operations, this::sidecarText);
    this.file = layout.shared("file", files, CommitCells::fileText);
    this.audits = layout.shared("audit", operations, CommitCells::auditText);
    this.hint = layout.shared("hint", 1, value -> "at " + (value - 1));
  }

  int head(State state) {
    int head = 0;
    while (head < last && state.get(records, head + 1) != 0) {
      head++;
    }
    return head;
  }

  boolean hasEnded(State state) {
    int head = head(state);
    return head > 0 && state.get(records, head) == TERMINAL;
  }

  static int recordOf(int operation, int file) {
    return FIRST_OPERATION + operation * 8 + file;
  }

  /** -1 when it has none. */
  static int operationOf(int record) {
    return record < FIRST_OPERATION || record >= FENCE ? -1 : (record - FIRST_OPERATION) / 8;
  }

  static int fileOf(int record) {
    return (record - FIRST_OPERATION) % 8;
  }

  /**
   * @param operations a bit for each that it ends
   */
  static int fenceOf(int operations) {
    return FENCE | operations;
  }

  static boolean ends(int record, int operation) {
    return record >= FENCE && (record & (1 << operation)) != 0;
  }

  /** The first seq after the range that starts there. */
  int endOf(int start) {
    return start + range;
  }

  static int hintOf(int seq) {
    return seq + 1;
  }

  static int seqOf(int hint) {
    return hint - 1;
  }

  static int auditOf(int outcome, int sweep) {
    return outcome + 4 * sweep;
  }

  static int outcomeOf(int audit) {
    return audit % 4;
  }

  boolean isPublished(State state, int operation) {
    for (int seq = 1; seq <= last; seq++) {
      if (operationOf(state.get(records, seq)) == operation) {
        return true;
      }
    }
    return false;
  }

  private static String recordText(int value) {
    return switch (value) {
      case 0 -> "-";
      case ANOTHERS -> "another's";
      case TERMINAL -> "the end of the branch";
      default ->
          value >= FENCE
              ? "fence against " + setText(value & ~FENCE)
              : "operation " + operationOf(value) + " with file " + fileOf(value);
    };
  }

  private static String setText(int bits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; bits >> i != 0; i++) {
      if ((bits & (1 << i)) != 0) {
        text.append(text.isEmpty() ? "" : " and ").append(i);
      }
    }
    return text.isEmpty() ? "nobody" : text.toString();
  }

  private String sidecarText(int value) {
    return value == 0 ? "-" : "armed from " + value + " to " + (endOf(value) - 1);
  }

  private static String fileText(int value) {
    return new String[] {"-", "staged", "deleted"}[value];
  }

  private static String auditText(int value) {
    return switch (outcomeOf(value)) {
      case FORWARD -> "rolled forward by sweep " + value / 4;
      case BACK -> "rolled back by sweep " + value / 4;
      default -> "-";
    };
  }
}
