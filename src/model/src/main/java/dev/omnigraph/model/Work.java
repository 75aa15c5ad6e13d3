package dev.omnigraph.model;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What one process does to a table of fragments.
 *
 * @param stagedOn the branch on which it is prepared first
 * @param branch that it is committed to
 */
record Work(Kind kind, int stagedOn, int branch) {
  static final int A = 1;
  static final int B = 2;
  static final int C = 4;

  /** What is wanted, and the row that it is about; a compaction is about none. */
  enum Kind {
    DELETE_A(A),
    DELETE_B(B),
    DELETE_C(C),
    INSERT_D(8),
    INSERT_E(16),
    COMPACT(0);

    private final int row;

    Kind(int row) {
      this.row = row;
    }
  }

  static Work main(Kind kind) {
    return new Work(kind, 0, 0);
  }

  static Work branch(Kind kind) {
    return new Work(kind, 1, 1);
  }

  static Work carried(Kind kind) {
    return new Work(kind, 0, 1);
  }

  int row() {
    return kind.row;
  }

  boolean inserts() {
    return kind == Kind.INSERT_D || kind == Kind.INSERT_E;
  }

  /** It makes a version of its own, a base; what the others do is a change in a record. */
  boolean compacts() {
    return kind == Kind.COMPACT;
  }

  /** The fragments of the version that it replaces. */
  int[] touched(int[] version) {
    return IntStream.range(0, version.length)
        .filter(id -> version[id] != 0)
        .filter(id -> compacts() || (FragmentCells.rows(version[id]) & row()) != 0)
        .toArray();
  }

  /** One after the other: which rows must live after it. */
  int after(int rows) {
    return inserts() ? rows | row() : rows & ~row();
  }

  String text() {
    String where = branch == 0 ? "" : stagedOn == 0 ? " from main" : " there";
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + where;
  }
}
