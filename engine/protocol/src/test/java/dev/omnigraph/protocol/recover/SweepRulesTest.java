package dev.omnigraph.protocol.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.recover.SweepRules.Fate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepRulesTest {
  private static final Duration DURATION = Duration.ofMinutes(1);

  @ParameterizedTest(name = "{0} sidecar, {1}, target {2}, {3} branch is {4}")
  @CsvSource({
    "unreadable, expired, own,   live,  UNREADABLE",
    "unreadable, expired, free,  ended, UNREADABLE",
    "armed,      fresh,   own,   live,  IN_FLIGHT",
    "armed,      fresh,   own,   ended, IN_FLIGHT",
    "armed,      fresh,   free,  live,  IN_FLIGHT",
    "armed,      fresh,   other, live,  IN_FLIGHT",
    "armed,      fresh,   other, ended, IN_FLIGHT",
    "armed,      on time, free,  live,  IN_FLIGHT",
    "armed,      expired, own,   live,  COMMITTED",
    "armed,      expired, own,   ended, COMMITTED",
    "armed,      expired, other, live,  DEAD",
    "armed,      expired, other, ended, DEAD",
    "armed,      expired, free,  ended, DEAD",
    "armed,      expired, free,  live,  ABANDONED",
    "aborting,   fresh,   own,   live,  COMMITTED",
    "aborting,   fresh,   other, live,  DEAD",
    "aborting,   expired, other, ended, DEAD",
    "aborting,   fresh,   free,  live,  ABANDONED",
  })
  void theFateOfASidecarIsAFunctionOfWhatWasRead(
      String phase, String age, String target, String branch, Fate fate) {
    assertThat(
            SweepRules.classify(sidecar(phase), age(age), target(target), branch.equals("ended")))
        .isEqualTo(fate);
  }

  private static @Nullable Sidecar sidecar(String phase) {
    if (phase.equals("unreadable")) {
      return null;
    }
    Sidecar armed =
        Sidecar.of(CommitKind.MUTATE, new OperationId("op"))
            .by("ann")
            .on(BranchName.MAIN, new BranchId("b"))
            .lasting(DURATION)
            .armed(5, "n");
    return phase.equals("armed") ? armed : armed.aborting("n");
  }

  private static Duration age(String age) {
    return switch (age) {
      case "fresh" -> Duration.ofSeconds(-1);
      case "on time" -> DURATION;
      default -> DURATION.plusMillis(1);
    };
  }

  private static Optional<ManifestRecord> target(String target) {
    return switch (target) {
      case "own" -> Optional.of(record("op"));
      case "other" -> Optional.of(record("rival"));
      default -> Optional.empty();
    };
  }

  private static ManifestRecord record(String operation) {
    return ManifestState.before(new BranchId("b"))
        .next(CommitKind.MUTATE, new OperationId(operation))
        .record();
  }
}
