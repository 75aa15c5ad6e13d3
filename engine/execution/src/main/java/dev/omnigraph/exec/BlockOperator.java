package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Variable;
import java.util.BitSet;

/** The inner blocks: {@code not}, an anti-join, and {@code optional}, a left outer join. */
final class BlockOperator {
  private final Execution execution;
  private final Pipeline pipeline;
  private final int depth;

  /**
   * @param depth of the steps inside
   */
  BlockOperator(Execution execution, Pipeline pipeline, int depth) {
    this.execution = execution;
    this.pipeline = pipeline;
    this.depth = depth;
  }

  Relation without(Relation input, Step.Without step) {
    BitSet matched;
    try (Relation inner = pipeline.run(input.fork(), step.steps(), depth)) {
      matched = FetchOperator.distinct(inner.origin());
    }
    Ints kept = execution.memory().ints();
    for (int row = matched.nextClearBit(0);
        row < input.rows();
        row = matched.nextClearBit(row + 1)) {
      kept.add(row);
    }
    Relation result = input.select(kept);
    execution.memory().free(kept);
    input.close();
    return result;
  }

  Relation optionally(Relation input, Step.Optionally step) {
    QueryMemory memory = execution.memory();
    try (Relation inner = pipeline.run(input.fork(), step.steps(), depth)) {
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
        result = result.with(variable, gather(inner, variable, matches));
      }
      memory.free(origins);
      memory.free(matches);
      input.close();
      return result;
    }
  }

  private Ints gather(Relation inner, Variable variable, Ints matches) {
    Ints gathered = execution.memory().ints();
    for (int i = 0; i < matches.size(); i++) {
      int row = matches.get(i);
      gathered.add(row < 0 ? -1 : inner.numbers(variable).get(row));
    }
    return gathered;
  }
}
