package dev.omnigraph.soak;

import java.time.Duration;

/**
 * How hard a run is.
 *
 * @param writers operations in flight, frozen ones not counted
 * @param writeTime after which recovery may take an operation over
 * @param frozen at most at once
 * @param freeze longest; the shortest is longer than {@code writeTime}
 */
record Settings(int writers, Duration writeTime, int frozen, Duration freeze) {
  static final Settings USUAL = new Settings(6, Duration.ofSeconds(3), 10, Duration.ofSeconds(8));

  Settings with(int number) {
    return new Settings(number, writeTime, frozen, freeze);
  }

  Duration shortestFreeze() {
    // The store's times are whole seconds.
    return writeTime.plusMillis(1_500);
  }
}
