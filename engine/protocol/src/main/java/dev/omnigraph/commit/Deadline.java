package dev.omnigraph.commit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Until when a process may begin what must not be cut off. Correctness does not depend on it: it
 * spares the caller a write whose outcome only recovery finds out.
 *
 * @param left until the process is stopped; empty when nobody stops it
 * @param reserve no write is begun or published, and nothing deleted, with less time than this left
 */
public record Deadline(Supplier<Optional<Duration>> left, Duration reserve) {
  /** As long as it takes. */
  public static final Deadline NONE = new Deadline(Optional::empty, Duration.ZERO);

  /**
   * Asked before anything that would be lost, or known to recovery only, if the process ended here.
   *
   * @throws dev.omnigraph.error.GraphException {@code too_little_time}
   */
  public void require() {
    Optional<Duration> now = left.get();
    if (now.isPresent() && now.get().compareTo(reserve) < 0) {
      throw Failures.tooLittleTime(now.get(), reserve);
    }
  }
}
