package dev.omnigraph.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.CountingS3;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Random operations on a store on which random requests of every kind go wrong. */
class StoreFaultsTest {
  private static final int WRITERS = 6;
  private static final double SHARE = 0.05;
  private static final int OPERATIONS = Integer.getInteger("soak.operations", 100);

  /** A write of a few tables is some thirty requests; each may be repeated a few times. */
  private static final long MOST_REQUESTS = 2_000;

  @Test
  void aStoreOnABadDayCausesNoWrongAnswerAndNoFalseFailure() {
    long seed = Long.getLong("soak.seed", System.nanoTime());
    System.out.println("soak.seed=" + seed);
    AtomicInteger budget = new AtomicInteger(OPERATIONS);
    StoreFaults faults = new StoreFaults(new SplittableRandom(seed), SHARE);
    try (CountingS3 server = CountingS3.start("none")) {
      Contenders contenders =
          new Contenders(server, "bad-day", Mix.BRANCHES, false, Duration.ofSeconds(2), seed);

      List<String> violations = contenders.run(WRITERS, faults, () -> budget.getAndDecrement() > 0);

      System.out.println(contenders.tally());
      System.out.println(faults.struck());
      assertThat(violations).as("seed %d", seed).isEmpty();
      assertThat(contenders.tally().get("commits")).isGreaterThan(1);
      assertThat(contenders.tally().get("most requests of one Add")).isLessThan(MOST_REQUESTS);
    }
  }
}
