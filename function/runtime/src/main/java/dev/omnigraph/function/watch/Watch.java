package dev.omnigraph.function.watch;

import dev.omnigraph.commit.CommitListener;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the engine does for the one event that the process works on, as Lambda hands a
 * process one at a time, and knows the time that is left to it. Where no event was begun, as in a
 * server, it does nothing.
 */
public final class Watch implements CommitListener {
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

  /** Of the event that the process works on; where none was begun there is none. */
  public Deadline deadline() {
    return new Deadline(() -> Optional.ofNullable(current).map(Invocation::remaining), reserve);
  }

  @Override
  public void opening(BranchName branch) {
    Invocation now = current;
    if (now != null) {
      now.name("branch", branch.text());
      MDC.put("branch", branch.text());
    }
  }

  @Override
  public void arming(OperationId operationId) {
    Invocation now = current;
    if (now != null) {
      now.name("operation_id", operationId.toString());
    }
  }

  @Override
  public void lostRace(OperationId operationId, long seq) {
    Invocation now = current;
    if (now != null) {
      now.lostRace();
    }
  }

  @Override
  public void recovered(OperationId operationId, AuditEntry.Outcome outcome) {
    Invocation now = current;
    if (now != null) {
      now.recovered();
    }
  }
}
