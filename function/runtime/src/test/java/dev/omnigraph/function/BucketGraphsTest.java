package dev.omnigraph.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.Deadline;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketGraphsTest {
  private static final Duration USUAL = Duration.ofSeconds(30);

  /** With a reserve of 3 seconds. */
  @ParameterizedTest
  @CsvSource({"60000, 30000", "10000, 8500", "3000, 1500", "1600, 200", "0, 200", "-5, 200"})
  void aStoreThatHangsIsLeftWhileHalfOfTheReserveIsThere(long left, long patience) {
    Deadline deadline =
        new Deadline(() -> Optional.of(Duration.ofMillis(left)), Duration.ofSeconds(3));

    assertThat(BucketGraphs.patience(deadline, USUAL)).isEqualTo(Duration.ofMillis(patience));
  }

  @Test
  void whereNobodyStopsTheProcessARequestMayTakeAsLongAsUsual() {
    assertThat(BucketGraphs.patience(Deadline.NONE, USUAL)).isEqualTo(USUAL);
  }
}
