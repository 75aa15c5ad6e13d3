package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.InvocationQueue.Invocation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InvocationQueueTest {
  private final InvocationQueue queue = new InvocationQueue(() -> "its last words");

  @Test
  void anEventThatWasNotAnsweredWhenTheRuntimePollsAgainIsHandedOverAgain() throws Exception {
    Invocation first = add("first");
    Invocation second = add("second");

    assertThat(queue.next()).contains(first);
    assertThat(queue.next()).contains(first);
    assertThat(queue.answered(first.id())).contains(first);
    assertThat(queue.next()).contains(second);
  }

  @Test
  void aPollThatWasGivenUpForAnotherGetsNothing() throws Exception {
    CompletableFuture<Optional<Invocation>> givenUp = poll();

    CompletableFuture<Optional<Invocation>> newest = poll();
    Optional<Invocation> first = givenUp.get();
    Invocation event = add("event");

    assertThat(first).isEmpty();
    assertThat(newest.get()).contains(event);
  }

  @Test
  void aProcessThatHasEndedLeavesNobodyWaiting() throws Exception {
    Invocation handedOver = add("handed over");
    queue.next();
    Invocation waiting = add("waiting");

    queue.end();

    assertThat(handedOver.answer().get().errorType()).contains("Runtime.ExitError");
    assertThat(waiting.answer().get().body()).isEqualTo("its last words");
    assertThat(add("late").answer().get().errorType()).contains("Runtime.ExitError");
    assertThat(queue.next()).isEmpty();
  }

  private Invocation add(String event) {
    return queue.add(event.getBytes(UTF_8), null);
  }

  /** Polls, as the runtime does, and returns once the poll has come in. */
  private CompletableFuture<Optional<Invocation>> poll() throws InterruptedException {
    CompletableFuture<Optional<Invocation>> next = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    next.complete(queue.next());
                  } catch (InterruptedException e) {
                    next.completeExceptionally(e);
                  }
                });
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return next;
  }
}
