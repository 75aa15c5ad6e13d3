package dev.omnigraph.cli.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/** When a request is sent again, and after what time. */
final class Tries {
  /** In all. */
  static final int MOST = 4;

  private static final Duration FIRST = Duration.ofMillis(250);

  /** Whoever is told to wait longer is better told so. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  private Tries() {}

  static boolean isBusy(int status) {
    return BUSY.contains(status);
  }

  /** Whether the request cannot have arrived. A server that is not there is not there yet again. */
  static boolean neverArrived(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpConnectTimeoutException
        || e instanceof SSLException;
  }

  /** Whether the same request may be answered another time. */
  static boolean isWorthAnother(IOException e) {
    return !neverArrived(e) && !(e instanceof HttpTimeoutException);
  }

  /**
   * The time to wait, as the server says or twice as long each time; empty when that is too long.
   */
  static Optional<Duration> before(int next, HttpHeaders headers, RandomGenerator random) {
    Optional<Duration> said =
        headers
            .firstValue("Retry-After")
            .filter(value -> value.matches("[0-9]{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    return said.isPresent()
        ? said.filter(time -> time.compareTo(LONGEST) <= 0)
        : Optional.of(before(next, random));
  }

  /** Between half of it and all, so that those who were refused together do not come together. */
  static Duration before(int next, RandomGenerator random) {
    long most = FIRST.toMillis() << (next - 2);
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }
}
