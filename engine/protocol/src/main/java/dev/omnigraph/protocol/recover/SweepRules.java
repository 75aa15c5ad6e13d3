package dev.omnigraph.protocol.recover;

import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Sidecar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a sidecar that recovery found means: the log alone tells. */
final class SweepRules {
  private SweepRules() {}

  /** What became of an operation whose writer had its time. */
  enum Fate {
    /** Published: roll forward. */
    COMMITTED,
    /** Not published, and it never can be. */
    DEAD,
    /** Not published, and a seq of its range is free: a fence must name it first. */
    ABANDONED
  }

  /**
   * Whether its writer still has time, whatever the log says.
   *
   * @param age of the sidecar, by the store's clocks
   */
  static boolean isItsWriters(Sidecar sidecar, Duration age) {
    return age.compareTo(sidecar.duration()) <= 0;
  }

  /**
   * Pure, and so the table of it is a test.
   *
   * @param range the records of the sidecar's range, from its first seq on and without a gap, as
   *     read after the sidecar
   * @param branchEnded whether the branch has its terminal record
   */
  static Fate classify(Sidecar sidecar, List<ManifestRecord> range, boolean branchEnded) {
    if (published(sidecar, range).isPresent()) {
      return Fate.COMMITTED;
    }
    boolean fenced = range.stream().anyMatch(record -> record.ends(sidecar.operationId()));
    boolean taken = sidecar.first() + range.size() > sidecar.last();
    boolean ended = branchEnded || isEndedBy(range);
    return fenced || taken || ended ? Fate.DEAD : Fate.ABANDONED;
  }

  /** Whether the branch ends in the range. */
  static boolean isEndedBy(List<ManifestRecord> range) {
    return !range.isEmpty() && range.getLast().isTerminal();
  }

  /** The operation's own record. */
  static Optional<ManifestRecord> published(Sidecar sidecar, List<ManifestRecord> range) {
    return range.stream()
        .filter(record -> record.operationId().equals(sidecar.operationId()))
        .findFirst();
  }
}
