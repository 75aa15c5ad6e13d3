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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepRulesTest {
  private static final Duration DURATION = Duration.ofMinutes(1);

  private static final Sidecar SIDECAR =
      Sidecar.of(CommitKind.MUTATE, new OperationId("op"))
          .by("ann")
          .on(BranchName.MAIN, new BranchId("b"))
          .lasting(DURATION)
          .armed(5, 4);

  /** The range is the four seqs from 5 on. */
  @ParameterizedTest(name = "{0}, and the {1} branch goes no further: {2}")
  @CsvSource({
    "'',                      live,  ABANDONED",
    "'',                      ended, DEAD",
    "own,                     live,  COMMITTED",
    "own,                     ended, COMMITTED",
    "other,                   live,  ABANDONED",
    "other,                   ended, DEAD",
    "other other own,         live,  COMMITTED",
    "other other other own,   live,  COMMITTED",
    "own other fence other,   live,  COMMITTED",
    "own fence,               live,  COMMITTED",
    "other other other,       live,  ABANDONED",
    "other other other other, live,  DEAD",
    "fence,                   live,  DEAD",
    "other fence other,       live,  DEAD",
    "anothers,                live,  ABANDONED",
    "nobodys,                 live,  ABANDONED",
    "other terminal,          live,  DEAD",
    "own terminal,            live,  COMMITTED",
  })
  void theFateOfAnOperationIsAFunctionOfItsRange(String range, String branch, Fate fate) {
    assertThat(SweepRules.classify(SIDECAR, records(range), branch.equals("ended")))
        .isEqualTo(fate);
  }

  @Test
  void anOperationIsItsWritersUntilTheStoresClockSaysThatItsTimeIsOver() {
    assertThat(SweepRules.isItsWriters(SIDECAR, Duration.ofSeconds(-1))).isTrue();
    assertThat(SweepRules.isItsWriters(SIDECAR, DURATION)).isTrue();
    assertThat(SweepRules.isItsWriters(SIDECAR, DURATION.plusMillis(1))).isFalse();
  }

  private static List<ManifestRecord> records(String range) {
    return Arrays.stream(range.split(" "))
        .filter(kind -> !kind.isEmpty())
        .map(SweepRulesTest::record)
        .toList();
  }

  private static ManifestRecord record(String kind) {
    return switch (kind) {
      case "own" -> record(CommitKind.MUTATE, "op");
      case "other" -> record(CommitKind.MUTATE, "rival");
      case "terminal" -> record(CommitKind.BRANCH_DELETED, "deletion");
      case "fence" -> record(CommitKind.FENCE, "sweep", "dead", "op");
      case "anothers" -> record(CommitKind.FENCE, "sweep", "dead");
      default -> record(CommitKind.FENCE, "writer");
    };
  }

  private static ManifestRecord record(CommitKind kind, String operation, String... ended) {
    return ManifestState.before(new BranchId("b"))
        .next(kind, new OperationId(operation))
        .ending(Arrays.stream(ended).map(OperationId::new).toList())
        .record();
  }
}
