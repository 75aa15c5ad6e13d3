package dev.omnigraph.search.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Runs what waits for a store only when whoever asked waits for it: what it has asked for until
 * then is one round trip.
 */
final class RoundTrips implements Executor {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Does something, and says how many round trips it waited for. */
  int count(Runnable question) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    question.run();
                    answer.complete(null);
                  } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                  }
                });
    int trips = 0;
    while (!answer.isDone()) {
      if (asking.getState() == Thread.State.WAITING && !tasks.isEmpty()) {
        trips++;
        List<Runnable> trip = new ArrayList<>();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          trip.add(task);
        }
        trip.forEach(Runnable::run);
      }
      Thread.onSpinWait();
    }
    answer.join();
    return trips;
  }
}
