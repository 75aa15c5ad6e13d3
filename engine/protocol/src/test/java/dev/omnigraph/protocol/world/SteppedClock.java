package dev.omnigraph.protocol.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The store's clock, which stands still until a test moves it. */
public final class SteppedClock implements InstantSource {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void set(Instant instant) {
    now = instant;
  }

  /** Moves on, or back by a negative duration. */
  public void step(Duration duration) {
    now = now.plus(duration);
  }
}
