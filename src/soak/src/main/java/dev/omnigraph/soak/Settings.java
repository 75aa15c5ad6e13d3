package dev.omnigraph.soak;

import java.time.Duration;

/**
 * How hard a run is.
 *
 * @param writers operations in flight, frozen ones not counted
 * @param writeTime after which recovery may take an operation over
 * @param frozen at most at once
 * @param freeze longest; the shortest is longer than {@code writeTime}
 * @param kills how many of a hundred deliveries are to be killed, if the moment comes
 */
record Settings(int writers, Duration writeTime, int frozen, Duration freeze, int kills) {
  static final Settings USUAL =
      new Settings(6, Duration.ofSeconds(3), 10, Duration.ofSeconds(8), 52);

  Settings with(int number, int share) {
    return new Settings(number, writeTime, frozen, freeze, share);
  }

  Duration shortestFreeze() {
    // The store's times are whole seconds.
    return writeTime.plusMillis(1_500);
  }
}
