package dev.omnigraph.derived;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waiting for what is being read. */
public final class Joined {
  private Joined() {}

  /** The result; what it failed with is thrown as it was. */
  public static <T> T of(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException reason -> throw reason;
        case Error reason -> throw reason;
        case null, default -> throw e;
      }
    }
  }

  public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }
}
