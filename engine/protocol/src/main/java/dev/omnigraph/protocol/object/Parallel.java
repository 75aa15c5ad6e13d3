package dev.omnigraph.protocol.object;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that overlaps. Failures come out as they went in. */
public final class Parallel {
  private static final int AT_ONCE = 32;

  private final Executor executor;

  public Parallel(Executor executor) {
    this.executor = executor;
  }

  public <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }

  /** Starts work with what other work gives, when that is done; fails when it does. */
  public <S, T> CompletableFuture<T> startAfter(CompletableFuture<S> first, Function<S, T> work) {
    return first.thenApplyAsync(work, executor);
  }

  public static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw unwrap(e);
    }
  }

  /** Waits for work whose result no longer matters, so that nothing runs on after a failure. */
  public static void settle(CompletableFuture<?> future) {
    future.handle((value, failure) -> "").join();
  }

  /**
   * Does work beside a check of whether it may be done, whose failure is told before its own.
   *
   * @param then makes the answer of what the check has found and of what the work has given
   */
  public <C, T, R> R checked(Supplier<C> check, Supplier<T> work, BiFunction<C, T, R> then) {
    CompletableFuture<C> checking = start(check);
    T result;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      join(checking);
      throw e;
    }
    return then.apply(join(checking), result);
  }

  /** Runs all, in the order given when the executor does; fails only after all have ended. */
  public <T> List<T> all(List<Supplier<T>> works) {
    if (works.size() == 1) {
      return List.of(works.getFirst().get());
    }
    List<CompletableFuture<T>> futures = new ArrayList<>();
    works.forEach(work -> futures.add(start(work)));
    List<T> results = new ArrayList<>();
    @Nullable CompletionException failure = null;
    for (CompletableFuture<T> future : futures) {
      try {
        results.add(future.join());
      } catch (CompletionException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw unwrap(failure);
    }
    return results;
  }

  /**
   * Runs all, a few at a time.
   *
   * @param results told of each on the calling thread
   */
  public <T> void inBatches(List<Supplier<T>> works, Consumer<T> results) {
    for (int i = 0; i < works.size(); i += AT_ONCE) {
      all(works.subList(i, Math.min(works.size(), i + AT_ONCE))).forEach(results);
    }
  }

  /** Runs all, of which nothing comes back. */
  public void run(Runnable... works) {
    List<Supplier<Boolean>> all = new ArrayList<>();
    for (Runnable work : works) {
      all.add(
          () -> {
            work.run();
            return true;
          });
    }
    all(all);
  }

  private static RuntimeException unwrap(CompletionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> e;
    };
  }
}
