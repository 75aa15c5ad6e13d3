package dev.omnigraph.exec;

import dev.omnigraph.plan.Step;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Runs steps one after the other, each on the rows of the one before. */
final class Pipeline {
  private final Execution execution;
  private final Profiler profiler;
  private final Executor executor;

  Pipeline(Execution execution, Profiler profiler, Executor executor) {
    this.execution = execution;
    this.profiler = profiler;
    this.executor = executor;
  }

  /** Takes the relation over. */
  Relation run(Relation relation, List<? extends Step> steps) {
    Relation current = relation;
    for (Step step : steps) {
      Profiler.Running running = profiler.start();
      current = apply(current, step, running);
      running.end(current.rows());
    }
    return current;
  }

  /** Runs fetches of different variables, which do not depend on each other, at the same time. */
  Relation runTogether(Relation relation, List<Step.Fetch> fetches) {
    if (fetches.size() < 2) {
      return run(relation, fetches);
    }
    fetches.forEach(fetch -> execution.entities().of(fetch.variable()));
    List<CompletableFuture<Void>> running =
        fetches.stream()
            .map(fetch -> CompletableFuture.runAsync(() -> run(relation, List.of(fetch)), executor))
            .toList();
    // All must have ended before anything is freed, failed or not.
    running.forEach(future -> future.exceptionally(e -> null).join());
    for (CompletableFuture<Void> future : running) {
      try {
        future.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
    return relation;
  }

  private Relation apply(Relation input, Step step, Profiler.Running running) {
    return switch (step) {
      case Step.Scan scan -> {
        ScanOperator operator = new ScanOperator(execution, scan);
        Relation result = operator.apply(input);
        running.describe("scan $" + scan.variable().name(), operator.access());
        yield result;
      }
      case Step.Expand expand -> hop(input, expand.hop(), true, running);
      case Step.Connect connect -> hop(input, connect.hop(), false, running);
      case Step.Fetch fetch -> {
        FetchOperator operator = new FetchOperator(execution, fetch);
        Relation result = operator.apply(input);
        running.describe("fetch $" + fetch.variable().name(), operator.access());
        yield result;
      }
      case Step.Select select -> {
        running.describe("filter", "memory");
        yield select(input, select);
      }
      case Step.Without without -> {
        running.describe("not", "memory");
        yield new BlockOperator(execution, this).without(input, without);
      }
      case Step.Optionally optional -> {
        running.describe("optional", "memory");
        yield new BlockOperator(execution, this).optionally(input, optional);
      }
    };
  }

  private Relation hop(Relation input, Step.Hop hop, boolean binds, Profiler.Running running) {
    HopOperator operator = new HopOperator(execution, hop, binds);
    Relation result = operator.apply(input);
    String name = binds ? "expand" : "connect";
    running.describe(
        name + " $" + hop.from().name() + " " + hop.type().name() + " $" + hop.to().name(),
        operator.access());
    return result;
  }

  private Relation select(Relation input, Step.Select step) {
    try (Frame frame = execution.frame(input)) {
      Ints matching = Conditions.matching(step.conditions(), frame);
      Relation result = input.select(matching);
      execution.memory().free(matching);
      return result;
    } finally {
      input.close();
    }
  }
}
