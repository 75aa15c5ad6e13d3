package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a person sees while a call runs. */
class WaitingTest {
  private final StringWriter told = new StringWriter();
  private final PrintWriter err = new PrintWriter(told, true);

  @Test
  void secondsAreToldOneByOneAndTakenAwayInTheEnd() throws InterruptedException {
    AtomicInteger ticks = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(1);

    try (Waiting waiting =
        Waiting.begin(
            err,
            ended -> {
              if (ticks.incrementAndGet() <= 2) {
                return true;
              }
              third.countDown();
              ended.await();
              return false;
            })) {
      third.await();
      assertThat(told.toString()).isEqualTo("\r1 s …\r2 s …");
    }

    assertThat(told.toString()).startsWith("\r1 s …\r2 s …\r   ").endsWith("   \r");
  }

  @Test
  void aCallOfLessThanASecondTellsNothing() {
    try (Waiting waiting = Waiting.begin(err, ended -> false)) {
      assertThat(told.toString()).isEmpty();
    }

    assertThat(told.toString()).isEmpty();
  }

  @Test
  void nothingIsToldWhereNobodySeesIt() {
    Surroundings piped =
        Surroundings.plain(
            new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream(), err, err);

    assertThat(Waits.of(piped)).isSameAs(Waits.SILENT);
  }
}
