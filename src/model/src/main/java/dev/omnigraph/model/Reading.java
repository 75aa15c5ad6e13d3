package dev.omnigraph.model;

/**
 * What the log says of one operation to whoever reads it in order, its writer or recovery. The
 * first record that speaks of the operation decides.
 *
 * @param seq of the record that decides; of the first free seq; or the end of what was read
 */
record Reading(Says says, int seq) {
  enum Says {
    COMMITTED("its own record"),
    FENCED("a fence that names it"),
    /** Nothing follows. */
    BRANCH_ENDED("the end of the branch"),
    /** It may still be published at this seq. */
    FREE("free"),
    /** Others have every seq. */
    TAKEN("taken up to its end");

    private final String text;

    Says(String text) {
      this.text = text;
    }
  }

  String text() {
    return says == Says.TAKEN ? says.text : says.text + " at " + seq;
  }

  /**
   * @param rules of which one may be broken: that nothing follows the end of a branch
   * @param first seq to read
   * @param end the seq after the last to read
   */
  static Reading of(Rules rules, CommitCells cells, State s, int operation, int first, int end) {
    for (int seq = first; seq < end; seq++) {
      int record = s.get(cells.records, seq);
      if (CommitCells.operationOf(record) == operation) {
        return new Reading(Says.COMMITTED, seq);
      }
      if (CommitCells.ends(record, operation)) {
        return new Reading(Says.FENCED, seq);
      }
      if (record == CommitCells.TERMINAL && rules.keep(Rule.TERMINAL_ENDS_THE_LOG)) {
        return new Reading(Says.BRANCH_ENDED, seq);
      }
      if (record == 0) {
        return new Reading(Says.FREE, seq);
      }
    }
    return new Reading(Says.TAKEN, end);
  }
}
