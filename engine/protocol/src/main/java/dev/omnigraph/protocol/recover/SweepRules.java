package dev.omnigraph.protocol.recover;

import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Sidecar;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a sidecar that recovery found means. */
final class SweepRules {
  private SweepRules() {}

  /** In the order in which they are decided. */
  enum Fate {
    /** Damaged, or from a newer version. */
    UNREADABLE,
    /** Published, and its writer had its time: roll forward. */
    COMMITTED,
    /** Its writer still has time. */
    IN_FLIGHT,
    /** Not published, and its seq is taken: it never can be. */
    DEAD,
    /** Not published, and its seq is free: it must be fenced first. */
    ABANDONED
  }

  /**
   * Pure, and so the table of it is a test.
   *
   * @param sidecar null when it cannot be read
   * @param age of the sidecar's last write, by the store's clocks
   * @param target the record at the sidecar's target, as read after the sidecar
   * @param branchEnded whether the branch has its terminal record
   */
  static Fate classify(
      @Nullable Sidecar sidecar,
      Duration age,
      Optional<ManifestRecord> target,
      boolean branchEnded) {
    if (sidecar == null) {
      return Fate.UNREADABLE;
    }
    boolean writers = isItsWriters(sidecar, age);
    if (isOwn(sidecar, target)) {
      return writers ? Fate.IN_FLIGHT : Fate.COMMITTED;
    }
    if (writers) {
      return Fate.IN_FLIGHT;
    }
    return target.isPresent() || branchEnded ? Fate.DEAD : Fate.ABANDONED;
  }

  /** Whatever its target holds. */
  static boolean isItsWriters(Sidecar sidecar, Duration age) {
    return sidecar.phase() == Sidecar.Phase.ARMED && age.compareTo(sidecar.duration()) <= 0;
  }

  static boolean isOwn(Sidecar sidecar, Optional<ManifestRecord> target) {
    return target.isPresent() && target.get().operationId().equals(sidecar.operationId());
  }
}
