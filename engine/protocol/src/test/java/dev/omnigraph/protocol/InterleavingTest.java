package dev.omnigraph.protocol;

import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The protocol on one thread and a clock that jumps: processes that write, recover, compact and
 * clean up at random, on a store that is slow and faulty, and are killed and frozen at random. A
 * seed gives the same course of events every time, so what it finds is a regression test as it is:
 * {@code -Dinterleaving.seed=… -Dinterleaving.runs=1}.
 */
class InterleavingTest {
  private static final long SEED = Long.getLong("interleaving.seed", 1);
  private static final int RUNS = Integer.getInteger("interleaving.runs", 50);

  @Test
  void whateverHappensEveryWriteIsThereAsAWholeOrNotAtAll() {
    Turmoil.Tally tally = new Turmoil.Tally();
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      Turmoil turmoil = new Turmoil(seed, tally);

      turmoil.run();

      turmoil.assertNothingIsLostOrDoubled();
    }
    System.out.println("interleaving.seed=" + SEED + ", " + RUNS + " runs: " + tally);
    assertThat(tally.get("acknowledged")).isGreaterThan(RUNS);
  }

  @Test
  void aSeedReproduces() {
    assertThat(course(SEED)).isEqualTo(course(SEED));
    assertThat(course(SEED)).isNotEqualTo(course(SEED + 1));
  }

  private static java.util.List<String> course(long seed) {
    Turmoil turmoil = new Turmoil(seed, new Turmoil.Tally());
    turmoil.run();
    assertThat(turmoil.world().stored.rows(PERSON)).containsKey("root");
    return turmoil.course();
  }
}
