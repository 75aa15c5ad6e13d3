package dev.omnigraph;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.protocol.reclaim.CleanupPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cleanup keeps.
 *
 * @param retention states that were newest at any time within it stay readable; at least {@link
 *     #SHORTEST}
 * @param dryRun reports what would be deleted, and changes nothing
 */
public record CleanupRequest(Duration retention, boolean dryRun) {
  /** Longer than any call may read or write on the state that it started from. */
  public static final Duration SHORTEST = Duration.ofHours(1);

  public static final CleanupRequest DEFAULT =
      new CleanupRequest(CleanupPolicy.DEFAULT_RETENTION, false);

  private static final Pattern RETENTION = Pattern.compile("([0-9]{1,6})([dh])");

  public CleanupRequest {
    if (retention.compareTo(SHORTEST) < 0) {
      throw new GraphException(
          ErrorKind.INVALID,
          "retention_too_short",
          "A retention of " + retention + " could take data from under calls that still run.",
          "Keep one hour or more.",
          Map.of("retention", retention.toString()),
          null);
    }
  }

  /**
   * A retention as people write it: {@code 7d}, {@code 36h}.
   *
   * @throws GraphException {@code wrong_retention}
   */
  public static Duration retention(String text) {
    Matcher matcher = RETENTION.matcher(text);
    if (!matcher.matches()) {
      throw new GraphException(
          ErrorKind.INVALID,
          "wrong_retention",
          "`" + text + "` is not a retention.",
          "Write days or hours, such as 7d or 36h.",
          Map.of("retention", text),
          null);
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
  }
}
