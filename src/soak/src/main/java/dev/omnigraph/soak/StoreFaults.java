package dev.omnigraph.soak;

import dev.omnigraph.testkit.Adversary;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Request;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A store on a bad day: some requests of every kind are slow, refused, cut off, or done and not
 * acknowledged.
 */
final class StoreFaults implements Adversary {
  private final SplittableRandom random;
  private final double share;
  private final Tally struck = new Tally();

  /**
   * @param share of the requests that meet a fault, from 0 to 1
   */
  StoreFaults(SplittableRandom random, double share) {
    this.random = random;
    this.share = share;
  }

  /** How many requests met which fault. */
  Tally struck() {
    return struck;
  }

  @Override
  public Optional<Fault> meets(S3Request request) {
    boolean driver = request.accessKey().filter(Contenders.DRIVER::equals).isPresent();
    return driver ? Optional.empty() : chance(request);
  }

  private synchronized Optional<Fault> chance(S3Request request) {
    if (random.nextDouble() >= share) {
      return Optional.empty();
    }
    Fault fault =
        request.operation().equals("LIST") && random.nextBoolean()
            ? Fault.unavailable()
            : anyOf(request);
    struck.add(request.operation() + " " + name(fault), 1);
    return Optional.of(fault);
  }

  private Fault anyOf(S3Request request) {
    return switch (random.nextInt(9)) {
      case 0 -> Fault.internalError();
      case 1 -> Fault.unavailable();
      case 2 -> new Fault.RefuseAfterEffect(500, "InternalError");
      case 3 -> new Fault.RefuseAfterEffect(503, "SlowDown");
      case 4 -> new Fault.Reset();
      case 5 -> new Fault.LoseAnswer();
      case 6 -> request.method().equals("GET") ? new Fault.BreakOff() : conflict(request);
      case 7 -> late();
      default -> new Fault.Delay(Duration.ofMillis(random.nextInt(150)));
    };
  }

  /** S3 says so only of conditional writes. */
  private static Fault conflict(S3Request request) {
    boolean conditional =
        request.header("If-Match").isPresent() || request.header("If-None-Match").isPresent();
    return conditional ? Fault.conflict() : Fault.unavailable();
  }

  /** The sender is told at once that the connection is gone, and the request lands later. */
  private Fault late() {
    Duration delay = Duration.ofMillis(random.nextInt(400));
    CompletableFuture<Void> when = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              LockSupport.parkNanos(delay.toNanos());
              when.complete(null);
            });
    return new Fault.LandLate(when, new CompletableFuture<>());
  }

  private static String name(Fault fault) {
    return switch (fault) {
      case Fault.Refuse(int status, String _) -> "refused " + status;
      case Fault.RefuseAfterEffect(int status, String _) -> "done but " + status;
      default -> fault.getClass().getSimpleName();
    };
  }
}
