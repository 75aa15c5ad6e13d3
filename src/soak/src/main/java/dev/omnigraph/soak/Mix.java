package dev.omnigraph.soak;

import java.util.List;
import java.util.stream.Stream;

/**
 * How often each operation comes, of the sum of all.
 *
 * @param people of how many entities the operations are about; fewer meet more often
 */
record Mix(
    int people,
    int add,
    int note,
    int befriend,
    int own,
    int dismiss,
    int raise,
    int merge,
    int append,
    int optimize,
    int evolve,
    int cleanUp,
    int read) {
  static final Mix USUAL = new Mix(12, 12, 12, 10, 8, 10, 12, 8, 4, 4, 0, 0, 20);

  /** Everybody changes the same entity. */
  static final Mix ONE_COUNTER = new Mix(2, 0, 0, 0, 0, 0, 60, 0, 0, 5, 0, 0, 35);

  /** Inserts that disturb nobody, into one table. */
  static final Mix ONE_TABLE = new Mix(2, 0, 85, 0, 0, 0, 0, 0, 0, 5, 0, 0, 10);

  /** Three tables, each with writers of its own. */
  static final Mix DISJOINT_TABLES = new Mix(12, 30, 30, 0, 0, 0, 30, 0, 0, 0, 0, 0, 10);

  /** Edges between people whom others delete. */
  static final Mix ENDPOINTS = new Mix(4, 25, 0, 35, 0, 25, 0, 0, 0, 5, 0, 0, 10);

  /** Addresses that others take. */
  static final Mix ADDRESSES = new Mix(12, 70, 0, 0, 0, 10, 0, 0, 5, 5, 0, 0, 10);

  /** A limit that others fill. */
  static final Mix LIMIT = new Mix(4, 20, 0, 0, 50, 15, 0, 0, 0, 5, 0, 0, 10);

  /** What rounds under fire are made of. */
  static final List<Mix> UNDER_FIRE =
      Stream.of(USUAL, USUAL, ONE_COUNTER, ENDPOINTS, ADDRESSES, LIMIT)
          .map(Mix::withUpkeep)
          .toList();

  /** The same, and one in ten changes the schema, optimizes or cleans up. */
  Mix withUpkeep() {
    int each = Math.max(1, (sum() - optimize) / 27);
    return new Mix(
        people, add, note, befriend, own, dismiss, raise, merge, append, each, each, each, read);
  }

  int sum() {
    return add + note + befriend + own + dismiss + raise + merge + append + optimize + evolve
        + cleanUp + read;
  }
}
