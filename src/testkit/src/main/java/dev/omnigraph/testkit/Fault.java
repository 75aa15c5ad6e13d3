package dev.omnigraph.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What goes wrong with a request; <i>effect</i> is what the request does to the bucket. */
public sealed interface Fault {

  /** No effect, and an error: 500 {@code InternalError}, 503 {@code SlowDown}, 403, 409 … */
  record Refuse(int status, String code) implements Fault {}

  /** The effect, and an error as if there was none. */
  record RefuseAfterEffect(int status, String code) implements Fault {}

  /** No effect, no answer, the connection is reset. */
  record Reset() implements Fault {}

  /** The effect, but the connection is reset instead of an answer: a lost acknowledgement. */
  record LoseAnswer() implements Fault {}

  /** The effect, and half of the answer's body. */
  record BreakOff() implements Fault {}

  /** The effect and the answer, but later. */
  record Delay(Duration by) implements Fault {}

  /** Nothing until the test completes the future, then the effect and the answer. */
  record Park(CompletableFuture<Void> until) implements Fault {}

  /** The effect, then no answer until the test completes the future. */
  record ParkAnswer(CompletableFuture<Void> until) implements Fault {}

  /**
   * The connection is reset at once, and the effect comes when the test completes the future: a
   * request that lands after its sender has given up. {@code landed} completes when it has.
   */
  record LandLate(CompletableFuture<Void> when, CompletableFuture<Void> landed) implements Fault {}

  static Fault unavailable() {
    return new Refuse(503, "SlowDown");
  }

  static Fault internalError() {
    return new Refuse(500, "InternalError");
  }

  static Fault accessDenied() {
    return new Refuse(403, "AccessDenied");
  }

  static Fault conflict() {
    return new Refuse(409, "ConditionalRequestConflict");
  }
}
