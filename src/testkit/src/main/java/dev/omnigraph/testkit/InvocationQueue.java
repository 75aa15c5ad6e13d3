package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one execution environment, which polls for them and works on one at a time.
 * Thread-safe.
 *
 * <p>None is lost between here and the runtime: it polls only when it has no event in hand, so that
 * an event that was handed over and not answered when the next poll comes has never arrived, and is
 * handed over again. Of two polls the earlier one is on a connection that the runtime has given up,
 * and gets nothing.
 */
final class InvocationQueue {
  private final Queue<Invocation> waiting = new ArrayDeque<>();
  private final Supplier<String> output;
  private @Nullable Invocation handedOver;
  private long polls;
  private boolean ended;

  /** An event, and what becomes of it. */
  static final class Invocation {
    private final String id = UUID.randomUUID().toString();
    private final byte[] event;
    private final CompletableFuture<LambdaAnswer> answer = new CompletableFuture<>();
    private final boolean timedFromStart;
    private volatile long offeredNanos;

    private Invocation(byte[] event, long offeredNanos, boolean timedFromStart) {
      this.event = event;
      this.offeredNanos = offeredNanos;
      this.timedFromStart = timedFromStart;
    }

    String id() {
      return id;
    }

    byte[] event() {
      return event;
    }

    CompletableFuture<LambdaAnswer> answer() {
      return answer;
    }

    void answer(byte[] body, @Nullable String errorType) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - offeredNanos);
      Optional<String> error = Optional.ofNullable(errorType);
      answer.complete(new LambdaAnswer(id, new String(body, UTF_8), error, elapsed));
    }
  }

  /**
   * Empty.
   *
   * @param output what a process that has ended leaves instead of answers
   */
  InvocationQueue(Supplier<String> output) {
    this.output = output;
  }

  /**
   * Adds an event; it is answered at once where the process has ended.
   *
   * @param startedNanos when its time began, or null for when it is handed over
   */
  Invocation add(byte[] event, @Nullable Long startedNanos) {
    Invocation added =
        new Invocation(event, startedNanos == null ? 0 : startedNanos, startedNanos != null);
    synchronized (this) {
      if (!ended) {
        waiting.add(added);
        notifyAll();
        return added;
      }
    }
    fail(added);
    return added;
  }

  /** The next event, or empty when the poll was given up for another, or the process has ended. */
  synchronized Optional<Invocation> next() throws InterruptedException {
    long poll = ++polls;
    notifyAll();
    while (poll == polls && !ended) {
      if (handedOver == null) {
        handedOver = waiting.poll();
      }
      if (handedOver != null) {
        if (!handedOver.timedFromStart) {
          handedOver.offeredNanos = System.nanoTime();
        }
        return Optional.of(handedOver);
      }
      wait();
    }
    return Optional.empty();
  }

  /** The event that was handed over, which its runtime has answered now. */
  synchronized Optional<Invocation> answered(String id) {
    if (handedOver == null || !handedOver.id.equals(id)) {
      return Optional.empty();
    }
    Invocation answered = handedOver;
    handedOver = null;
    return Optional.of(answered);
  }

  /** The process has ended: what it has not answered it never will. */
  void end() {
    Queue<Invocation> left;
    synchronized (this) {
      ended = true;
      left = new ArrayDeque<>(waiting);
      if (handedOver != null) {
        left.add(handedOver);
      }
      waiting.clear();
      handedOver = null;
      notifyAll();
    }
    left.forEach(this::fail);
  }

  private void fail(Invocation invocation) {
    invocation.answer(output.get().getBytes(UTF_8), "Runtime.ExitError");
  }
}
