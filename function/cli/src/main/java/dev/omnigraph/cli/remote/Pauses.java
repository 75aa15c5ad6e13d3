package dev.omnigraph.cli.remote;

import java.time.Duration;

/** Waits before something is sent again. */
@FunctionalInterface
public interface Pauses {
  void pause(Duration time) throws InterruptedException;
}
