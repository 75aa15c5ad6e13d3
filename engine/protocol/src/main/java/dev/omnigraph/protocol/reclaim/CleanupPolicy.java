package dev.omnigraph.protocol.reclaim;

import java.time.Duration;

/**
 * What a cleanup keeps.
 *
 * @param retention states that were newest at any time within it can still be read
 * @param dryRun decides and reports, and changes nothing
 */
public record CleanupPolicy(Duration retention, boolean dryRun) {
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  public CleanupPolicy {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention " + retention + " is negative");
    }
  }
}
