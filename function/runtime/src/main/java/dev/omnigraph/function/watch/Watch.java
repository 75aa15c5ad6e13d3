package dev.omnigraph.function.watch;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the engine does for the one event that the process works on, as Lambda hands a
 * process one at a time, and stops writes that cannot end in time. Where no event was begun, as in
 * a server, it does nothing.
 */
public final class Watch implements Seams {
  private final Duration reserve;
  private final AtomicBoolean warm = new AtomicBoolean();
  private volatile @Nullable Invocation current;

  /**
   * @param reserve no write is begun or published with less time than this left
   */
  public Watch(Duration reserve) {
    this.reserve = reserve;
  }

  /**
   * An event begins.
   *
   * @param operation what it wants; a name out of few
   * @param remainingMillis until the process is stopped
   * @param io what the process has asked of its stores until now
   */
  public Invocation begin(
      String operation, String requestId, IntSupplier remainingMillis, IoStats io) {
    Invocation begun =
        new Invocation(operation, requestId, remainingMillis, !warm.getAndSet(true), io);
    MDC.put("request", requestId);
    current = begun;
    return begun;
  }

  /** The event is answered. */
  public void end() {
    current = null;
    MDC.remove("request");
    MDC.remove("graph");
    MDC.remove("branch");
  }

  /** The event is about this graph, too. */
  public void graph(String name) {
    Invocation now = current;
    if (now != null) {
      now.name("graph", name);
      MDC.put("graph", name);
    }
  }

  /** A request to the store is repeated. */
  public void retried() {
    Invocation now = current;
    if (now != null) {
      now.retried();
    }
  }

  @Override
  public void at(Seam seam, String subject) {
    Invocation now = current;
    if (now == null) {
      return;
    }
    switch (seam) {
      case OPEN_BRANCH -> Keys.branchName(subject).ifPresent(name -> branch(now, name));
      case ARM -> {
        requireTime(now);
        now.armed(Keys.operation(subject));
      }
      case STAGE, CLEANUP_HORIZON, CLEANUP_DELETE -> requireTime(now);
      case PUBLISH -> {
        if (now.publishing(subject)) {
          requireTime(now);
        }
      }
      case RACE_READ -> now.readRival();
      case SWEEP_AUDIT -> now.recovered();
      default -> {}
    }
  }

  private static void branch(Invocation now, String name) {
    now.name("branch", name);
    MDC.put("branch", name);
  }

  /** Before anything that would be lost, or only known to recovery, if the process ended here. */
  private void requireTime(Invocation now) {
    Duration left = now.remaining();
    if (left.compareTo(reserve) < 0) {
      throw new GraphException(
          ErrorKind.UNAVAILABLE,
          "too_little_time",
          "Only %d ms are left to the function, too few to write safely; no commit was made by this step."
              .formatted(Math.max(0, left.toMillis())),
          "Send it again. If it comes back, write less at once, or give the function a longer"
              + " timeout.",
          Map.of("remaining_ms", left.toMillis(), "reserve_ms", reserve.toMillis()),
          null);
    }
  }
}
