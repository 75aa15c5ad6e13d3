package dev.omnigraph.model;

import dev.omnigraph.model.Layout.Cells;
import java.util.List;
import java.util.stream.IntStream;

/** One name in the store, the logs of the branches that bear it, and the sidecar of a deletion. */
final class NamesakeCells {
  static final int SEQS = 3;
  static final int IDS = 3;

  static final int PENDING = 1;
  static final int LIVE = 2;
  static final int GONE = 3;

  static final int WRITE = 1;
  static final int TERMINAL = 2;

  /** Against the deletion. */
  static final int FENCE = 3;

  private static final int RANGE = 2;

  /** Id, status and hint; the id makes every write of it unlike the others. */
  final Cells branch;

  final List<Cells> logs;

  /** Where the range of the deletion starts. */
  final Cells sidecar;

  NamesakeCells(Layout layout) {
    this.branch = layout.shared("branch", 1, NamesakeCells::branchText);
    this.logs =
        IntStream.range(0, IDS)
            .mapToObj(id -> "record of " + letter(id))
            .map(name -> layout.shared(name, SEQS + 1, NamesakeCells::recordText))
            .toList();
    this.sidecar = layout.shared("sidecar of the deletion", 1, NamesakeCells::sidecarText);
  }

  /** What one process remembers. */
  record Actor(String name, Cells at, Cells id, Cells target, Cells etag) {
    Actor(Layout layout, String name) {
      this(
          name,
          layout.local("at", 1),
          layout.local("id", 1),
          layout.local("target", 1),
          layout.local("etag", 1));
    }

    State go(State n, Enum<?> to) {
      return n.set(at, to);
    }

    State end(State n, Enum<?> to) {
      return go(n, to).set(id, 0).set(target, 0).set(etag, 0);
    }
  }

  static int value(int id, int status, int hint) {
    return id | (status << 2) | (hint << 4);
  }

  static int id(int branch) {
    return branch & 3;
  }

  static int status(int branch) {
    return (branch >> 2) & 3;
  }

  static int hintOf(int branch) {
    return branch >> 4;
  }

  int record(State s, int id, int seq) {
    return s.get(logs.get(id), seq);
  }

  int head(State s, int id) {
    int head = 0;
    while (head < SEQS && record(s, id, head + 1) != 0) {
      head++;
    }
    return head;
  }

  boolean isEnded(State s, int id) {
    return IntStream.rangeClosed(1, SEQS).anyMatch(q -> record(s, id, q) == TERMINAL);
  }

  boolean isFenced(State s, int id) {
    return IntStream.rangeClosed(1, SEQS).anyMatch(q -> record(s, id, q) == FENCE);
  }

  /** The seq after the last at which the deletion may be published. */
  static int endOf(int start) {
    return Math.min(start + RANGE, SEQS + 1);
  }

  static char letter(int id) {
    return (char) ('A' + id);
  }

  private static String branchText(int value) {
    String[] status = {"-", "pending", "live", "deleted"};
    return letter(id(value)) + " " + status[status(value)] + " at " + hintOf(value);
  }

  private static String recordText(int value) {
    return new String[] {"-", "a write", "the end", "fence against the deletion"}[value];
  }

  private static String sidecarText(int value) {
    return value == 0 ? "-" : "armed from " + value + " to " + (value + RANGE - 1);
  }
}
