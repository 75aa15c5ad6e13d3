package dev.omnigraph.model;

import java.util.function.Predicate;

/**
 * What must be true after every step, whatever happened before.
 *
 * @param says what is wrong when it does not hold
 */
record Invariant(String says, boolean ofState, Check check) {
  @FunctionalInterface
  interface Check {
    boolean holds(State before, State after);
  }

  /** About every state. */
  static Invariant always(String says, Predicate<State> holds) {
    return new Invariant(says, true, (before, after) -> holds.test(after));
  }

  /** About every step: what an object may become. */
  static Invariant step(String says, Check holds) {
    return new Invariant(says, false, holds);
  }
}
