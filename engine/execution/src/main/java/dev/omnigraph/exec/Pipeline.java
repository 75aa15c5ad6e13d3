package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Step;
import dev.omnigraph.plan.StepText;
import dev.omnigraph.query.Variable;
import java.util.ArrayList;
import java.util.BitSet;
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

  /**
   * Takes the relation over.
   *
   * @param depth of the steps in the plan
   */
  Relation run(Relation relation, List<? extends Step> steps, int depth) {
    Relation current = relation;
    for (int i = 0; i < steps.size(); i++) {
      execution.readahead().bound(current, steps.subList(i, steps.size()));
      Profiler.Running running = profiler.start(depth, steps.get(i).rows());
      current = apply(current, steps.get(i), running);
      execution.memory().worked(current.rows());
      running.end(current.rows());
      profiler.waited(running.waits());
    }
    return current;
  }

  /** Runs fetches of different variables, which do not depend on each other, at the same time. */
  Relation runTogether(Relation relation, List<Step.Fetch> fetches) {
    fetches.forEach(fetch -> execution.entities().of(fetch.variable()));
    List<Profiler.Running> reports =
        fetches.stream().map(fetch -> profiler.start(0, relation.rows())).toList();
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < fetches.size(); i++) {
      Step.Fetch fetch = fetches.get(i);
      Profiler.Running report = reports.get(i);
      running.add(
          CompletableFuture.runAsync(
              () -> {
                apply(relation, fetch, report);
                report.end(relation.rows());
              },
              fetches.size() == 1 ? Runnable::run : executor));
    }
    // All must have ended before anything is freed, failed or not.
    running.forEach(future -> future.exceptionally(e -> null).join());
    for (CompletableFuture<Void> future : running) {
      try {
        future.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
    profiler.waited(reports.stream().mapToInt(Profiler.Running::waits).max().orElse(0));
    return relation;
  }

  private Relation apply(Relation input, Step step, Profiler.Running running) {
    return switch (step) {
      case Step.Scan scan -> {
        ScanOperator operator = new ScanOperator(execution, scan);
        Relation result = operator.apply(input);
        running.describe(StepText.of(step), operator.access());
        took(running, scan, operator.roundTrips());
        yield result;
      }
      case Step.Join join -> {
        JoinOperator operator = new JoinOperator(execution, join);
        Relation other = run(input.unit(), join.steps(), running.depth() + 1);
        Relation result = operator.apply(input, other);
        running.describe(StepText.of(step), operator.access());
        yield result;
      }
      case Step.Expand expand -> hop(input, step, expand.hop(), true, expand.counts(), running);
      case Step.Connect connect -> hop(input, step, connect.hop(), false, false, running);
      case Step.Fetch fetch -> {
        FetchOperator operator = new FetchOperator(execution, fetch);
        Relation result = operator.apply(input);
        running.describe(StepText.of(step), operator.access());
        took(running, fetch, operator.roundTrips());
        yield result;
      }
      case Step.Score score -> {
        ScoreOperator operator = new ScoreOperator(execution, score);
        Relation result = operator.apply(input);
        running.describe(StepText.of(step), operator.access());
        running.took(operator.roundTrips(), operator.roundTrips());
        yield result;
      }
      case Step.Fuse fuse -> {
        running.describe(StepText.of(step), "memory");
        yield new FuseOperator(execution, fuse).apply(input);
      }
      case Step.Select select -> {
        running.describe(StepText.of(step), "memory");
        yield select(input, select);
      }
      case Step.Exists exists -> {
        running.describe(StepText.of(step), "memory");
        yield exists(input, exists, running.depth() + 1);
      }
      case Step.Summarize summarize -> {
        running.describe(StepText.of(step), "memory");
        try (Relation inner = run(input.fork(), summarize.steps(), running.depth() + 1)) {
          yield new SummaryOperator(execution, summarize).apply(input, inner);
        }
      }
      case Step.Optionally optional -> {
        running.describe(StepText.of(step), "memory");
        yield optionally(input, optional, running.depth() + 1);
      }
    };
  }

  private void took(Profiler.Running running, Step step, int roundTrips) {
    running.took(roundTrips, execution.readahead().isEarly(step) ? 0 : roundTrips);
  }

  private Relation hop(
      Relation input,
      Step step,
      Step.Hop hop,
      boolean binds,
      boolean counts,
      Profiler.Running running) {
    if (!hop.isPlain()) {
      WalkOperator operator = new WalkOperator(execution, hop, binds);
      Relation result = operator.apply(input);
      running.describe(StepText.of(step), operator.access());
      running.took(operator.roundTrips(), operator.waits());
      return result;
    }
    HopOperator operator = new HopOperator(execution, hop, binds, counts);
    Relation result = operator.apply(input);
    running.describe(StepText.of(step), operator.access());
    running.took(operator.roundTrips(), operator.waits());
    return result;
  }

  private Relation select(Relation input, Step.Select step) {
    try (RelationColumns inputs = execution.columnsOf(input)) {
      Ints matching = Conditions.matching(step.conditions(), inputs);
      Relation result = input.select(matching);
      execution.memory().free(matching);
      return result;
    } finally {
      input.close();
    }
  }

  /** A semi-join or an anti-join: the rows for which the inner steps give any, or none. */
  private Relation exists(Relation input, Step.Exists step, int depth) {
    BitSet matched;
    try (Relation inner = run(input.fork(), step.steps(), depth)) {
      matched = FetchOperator.distinct(inner.origin());
    }
    Ints kept = execution.memory().ints();
    for (int row = 0; row < input.rows(); row++) {
      if (matched.get(row) == step.wanted()) {
        kept.add(row);
      }
    }
    Relation result = input.select(kept);
    execution.memory().free(kept);
    input.close();
    return result;
  }

  /** A left outer join. */
  private Relation optionally(Relation input, Step.Optionally step, int depth) {
    QueryMemory memory = execution.memory();
    try (Relation inner = run(input.fork(), step.steps(), depth)) {
      Ints origins = memory.ints();
      Ints matches = memory.ints();
      BitSet matched = new BitSet();
      for (int row = 0; row < inner.rows(); row++) {
        matched.set(inner.origin().get(row));
        origins.add(inner.origin().get(row));
        matches.add(row);
      }
      for (int row = matched.nextClearBit(0);
          row < input.rows();
          row = matched.nextClearBit(row + 1)) {
        origins.add(row);
        matches.add(-1);
      }
      Relation result = input.select(origins);
      for (Variable variable : step.binds()) {
        result = result.with(variable, inner.numbers(variable, matches));
      }
      memory.free(origins);
      memory.free(matches);
      input.close();
      return result;
    }
  }
}
