package dev.omnigraph.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a person at a terminal, from the second second on, how long a call takes already. */
final class Waiting implements AutoCloseable {
  /** Over what was told. */
  private static final String BLANK = "\r" + " ".repeat(24) + "\r";

  private final PrintWriter err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread teller;

  private Waiting(PrintWriter err, Ticks ticks) {
    this.err = err;
    this.teller = Thread.ofPlatform().daemon().name("waiting").unstarted(() -> tell(ticks));
  }

  /** The passing of seconds. */
  @FunctionalInterface
  interface Ticks {
    /** Waits for the next; false when the call has ended before. */
    boolean next(CountDownLatch ended) throws InterruptedException;

    /** Those of a clock. */
    static Ticks seconds() {
      return ended -> !ended.await(1, TimeUnit.SECONDS);
    }
  }

  static Waiting begin(PrintWriter err, Ticks ticks) {
    Waiting waiting = new Waiting(err, ticks);
    waiting.teller.start();
    return waiting;
  }

  private void tell(Ticks ticks) {
    try {
      int seconds = 0;
      while (ticks.next(ended)) {
        seconds++;
        err.print("\r" + seconds + " s …");
        err.flush();
      }
      if (seconds > 0) {
        err.print(BLANK);
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes away what was told. */
  @Override
  public void close() {
    ended.countDown();
    try {
      teller.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
