package dev.omnigraph.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, killed and frozen; {@code -Dsoak.seconds} and {@code -Dsoak.seed} say how long
 * and which.
 */
class ProcessesTest {
  private static final Duration DURATION = Duration.ofSeconds(Long.getLong("soak.seconds", 20));
  private static final int MOST_ROUNDS = 10;

  @Test
  void oneOrderExplainsWhatProcessesSawThatWereKilledAndFrozen(@TempDir Path folder)
      throws Exception {
    long seed = Long.getLong("soak.seed", System.nanoTime());
    System.out.println("soak.seed=" + seed);

    List<String> violations;
    Tally total;
    try (Soak soak = new Soak(folder, Settings.USUAL)) {
      // On a busy machine a round may end before its workers have done anything.
      int round = 0;
      do {
        violations = soak.round(seed + round, DURATION);
        total = soak.total();
      } while (violations.isEmpty() && !sawKillsAndCommits(total) && ++round < MOST_ROUNDS);
    }

    System.out.println(total);
    assertThat(violations).as("seed %d", seed).isEmpty();
    assertThat(sawKillsAndCommits(total)).as(total.toString()).isTrue();
  }

  private static boolean sawKillsAndCommits(Tally total) {
    return total.get("kills") > 0 && total.get("commits") > 1;
  }
}
