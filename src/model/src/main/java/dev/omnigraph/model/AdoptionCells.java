package dev.omnigraph.model;

import dev.omnigraph.model.Layout.Cells;

/** Old data in the store, a fork and a merge that adopt it, and what is written to the fork. */
final class AdoptionCells {
  static final int THERE = 1;
  static final int DELETED = 2;

  static final int PENDING = 1;
  static final int LIVE = 2;
  static final int DROPPED = 3;

  static final int NAMES_ITS_STATES = 1;
  static final int NAMES_NOTHING = 2;
  static final int NEWER_FORMAT = 3;

  static final int FENCE = 1;
  static final int MERGE = 2;

  /** Operation ids that the merge may use up. */
  static final int LIVES = 2;

  final Cells head;
  final Cells named;
  final Cells horizon;
  final Cells file;
  final Cells fork;
  final Cells sidecar;
  final Cells target;

  final Cells newFile;
  final Cells newSidecar;
  final Cells forkLog;

  AdoptionCells(Layout layout) {
    this.head = layout.shared("head of the source", 1, Integer::toString);
    this.named = layout.shared("name of the source", 1, AdoptionCells::nameText);
    this.horizon = layout.shared("horizon", 1, Integer::toString);
    this.file = layout.shared("old file", 1, AdoptionCells::fileText);
    this.fork = layout.shared("fork", 1, AdoptionCells::forkText);
    this.sidecar = layout.shared("sidecar", LIVES, AdoptionCells::sidecarText);
    this.target = layout.shared("record", LIVES + 1, AdoptionCells::recordText);
    this.newFile = layout.shared("new file", 1, AdoptionCells::fileText);
    this.newSidecar = layout.shared("sidecar on the fork", 1, Integer::toString);
    this.forkLog = layout.shared("record of the fork", 1, Integer::toString);
  }

  boolean isMerged(State s) {
    return s.get(target, 1) == MERGE || s.get(target, 2) == MERGE;
  }

  private static String nameText(int value) {
    return value != 0 ? "its own" : "another branch's";
  }

  private static String fileText(int value) {
    return new String[] {"-", "there", "deleted"}[value];
  }

  private static String forkText(int value) {
    return new String[] {"-", "pending", "live", "dropped"}[value];
  }

  private static String sidecarText(int value) {
    return new String[] {"-", "adopts state 1", "adopts nothing", "of a newer format"}[value];
  }

  private static String recordText(int value) {
    return new String[] {"-", "fence", "the merge"}[value];
  }
}
