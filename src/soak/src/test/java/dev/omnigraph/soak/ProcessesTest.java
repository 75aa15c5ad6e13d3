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

  @Test
  void oneOrderExplainsWhatProcessesSawThatWereKilledAndFrozen(@TempDir Path folder)
      throws Exception {
    long seed = Long.getLong("soak.seed", System.nanoTime());
    System.out.println("soak.seed=" + seed);

    List<String> violations;
    Tally total;
    try (Soak soak = new Soak(folder, Settings.USUAL)) {
      violations = soak.round(seed, DURATION);
      total = soak.total();
    }

    System.out.println(total);
    assertThat(violations).as("seed %d", seed).isEmpty();
    assertThat(total.get("kills")).isPositive();
    assertThat(total.get("commits")).isGreaterThan(1);
  }
}
