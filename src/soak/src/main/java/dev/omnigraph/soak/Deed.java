package dev.omnigraph.soak;

/** What is done to a worker when a request of its arrives, or at a moment by the clock. */
enum Deed {
  NOTHING,
  /** The process is killed, and the request has no effect. */
  KILL_BEFORE,
  /** The process is killed, and the request has its effect. */
  KILL_AFTER,
  /** The process is killed, and the request has its effect seconds later. */
  KILL_LANDS_LATE,
  /** The process is stopped; the request has its effect, the answer waits. */
  FREEZE_AFTER,
  /** The process is stopped; the request has its effect when it has thawed. */
  FREEZE_BEFORE,
  /** The process is stopped; the request has its effect while nobody waits for it. */
  FREEZE_LANDS_LATE,
  /** The process is stopped; the request is lost. */
  FREEZE_LOSES,
  /** The request has its effect, the connection is reset instead of an answer. */
  LOSE_ANSWER;

  boolean kills() {
    return this == KILL_BEFORE || this == KILL_AFTER || this == KILL_LANDS_LATE;
  }

  boolean freezes() {
    return name().startsWith("FREEZE");
  }
}
