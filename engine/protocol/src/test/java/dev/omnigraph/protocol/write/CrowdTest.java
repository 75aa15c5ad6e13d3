package dev.omnigraph.protocol.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.protocol.write.Crowd.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Sixteen writers (or {@code -Dcrowd.writers}) that do nothing else, at the latency of a real
 * store, in simulated time: what is measured does not depend on the machine, and one seed gives the
 * same figures every time.
 */
class CrowdTest {
  private static final int WRITERS = Integer.getInteger("crowd.writers", 16);
  private static final long SEED = Long.getLong("crowd.seed", 1);
  private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("crowd.seconds", 20));

  @Test
  void writersOfOtherTablesLoseARaceForOneRoundTripAndHaveTheirShare() {
    Crowd.Report report = run(Target.A_TABLE_EACH, RUN);

    assertThat(report.roundTrips()).as("read what beat it").isLessThan(1.5);
    assertFast(report, 20);
    assertFair(report);
  }

  @Test
  void writersOfOneTableLoseNoMoreAndHaveTheirShare() {
    Crowd.Report report = run(Target.ONE_TABLE, RUN);

    assertThat(report.roundTrips()).as("read what beat it").isLessThan(1.5);
    assertFast(report, 20);
    assertFair(report);
  }

  @Test
  void writersOfOneEntityReadItAgainAndHaveTheirShare() {
    // Twice as long: a writer makes few of these commits, and one is a large part of its share.
    Crowd.Report report = run(Target.ONE_ENTITY, RUN.multipliedBy(2));

    // One commit needs the one before it: its record, its row, a file, a record, 120 ms in all.
    assertThat(report.roundTrips()).as("read what beat it and its row, write a file").isLessThan(4);
    assertFast(report, 8);
    // Of some 340 commits, which take seven attempts on average, one takes thirty or forty; and
    // chance gives one of 16 writers, who make twenty each, a few fewer than the others.
    assertFair(report, 0.6, Attempts.MOST_LOSSES * 3 / 4);
  }

  @Test
  void aSeedReproduces() {
    Duration brief = Duration.ofSeconds(3);

    String first = new Crowd(4, Target.ONE_TABLE, true, brief, SEED).run().toString();
    String second = new Crowd(4, Target.ONE_TABLE, true, brief, SEED).run().toString();

    assertThat(second).isEqualTo(first);
  }

  private static Crowd.Report run(Target target, Duration time) {
    Crowd.Report report = new Crowd(WRITERS, target, false, time, SEED).run();
    System.out.println("crowd.seed=" + SEED + ", " + WRITERS + " writers, 30 ms: " + report);
    return report;
  }

  /** A few writers are no crowd: they do not keep the log busy. */
  private static void assertFast(Crowd.Report report, int perSecond) {
    assertThat(report.perSecond()).isGreaterThanOrEqualTo(WRITERS < 16 ? 0 : perSecond);
  }

  private static void assertFair(Crowd.Report report) {
    assertFair(report, WRITERS > 16 ? 0.7 : 0.8, Attempts.MOST_LOSSES / 2);
  }

  private static void assertFair(Crowd.Report report, double share, int most) {
    assertThat(report.gaveUp()).isZero();
    assertThat(report.slowestShare()).isGreaterThanOrEqualTo(share);
    assertThat(report.mostAttempts()).isLessThan(WRITERS > 16 ? Attempts.MOST_LOSSES : most);
  }
}
