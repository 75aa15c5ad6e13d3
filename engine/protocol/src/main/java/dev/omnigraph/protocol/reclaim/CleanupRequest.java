package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cleanup keeps.
 *
 * @param retention states that were newest at any time within it can still be read
 * @param dryRun decides and reports, and changes nothing
 */
public record CleanupRequest(Duration retention, boolean dryRun) {
  /** Longer than any call may read or write on the state that it started from. */
  public static final Duration SHORTEST = Duration.ofHours(1);

  public static final CleanupRequest DEFAULT = new CleanupRequest(Duration.ofDays(7), false);

  private static final Pattern RETENTION = Pattern.compile("([0-9]{1,6})([dh])");

  public CleanupRequest {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention " + retention + " is negative");
    }
  }

  /**
   * As people write it.
   *
   * @param retention days or hours: {@code 7d}, {@code 36h}
   * @throws GraphException {@code wrong_retention}, {@code retention_too_short}
   */
  public static CleanupRequest of(String retention, boolean dryRun) {
    Matcher matcher = RETENTION.matcher(retention);
    if (!matcher.matches()) {
      throw GraphException.of(
              ProtocolError.WRONG_RETENTION, "`" + retention + "` is not a retention.")
          .with("retention", retention)
          .build();
    }
    long number = Long.parseLong(matcher.group(1));
    Duration time =
        matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
    return new CleanupRequest(time, dryRun).requireSafe();
  }

  /**
   * This, if no call that still runs can lose data to it.
   *
   * @throws GraphException {@code retention_too_short}
   */
  public CleanupRequest requireSafe() {
    if (retention.compareTo(SHORTEST) < 0) {
      throw GraphException.of(
              ProtocolError.RETENTION_TOO_SHORT,
              "A retention of " + retention + " could take data from under calls that still run.")
          .with("retention", retention.toString())
          .build();
    }
    return this;
  }
}
