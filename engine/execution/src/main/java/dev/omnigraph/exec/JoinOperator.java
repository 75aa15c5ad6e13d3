package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.KeyTable;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Combines rows with those of another relation. Where the step has keys, the smaller side is put
 * into a table by them and the other side looks its pairs up, so that only pairs of equal keys are
 * ever made.
 */
final class JoinOperator {
  /** Pairs that are made before conditions on them are applied. */
  private static final int CHUNK = 1 << 16;

  private final Execution execution;
  private final Step.Join step;
  private final QueryMemory memory;
  private long pairs;

  JoinOperator(Execution execution, Step.Join step) {
    this.execution = execution;
    this.step = step;
    this.memory = execution.memory();
  }

  /** How the rows were combined; known after {@link #apply}. */
  String access() {
    return String.format(
        Locale.ROOT, step.keys().isEmpty() ? "%,d pairs" : "hash, %,d pairs", pairs);
  }

  /** Takes both relations over. */
  Relation apply(Relation left, Relation right) {
    try (left;
        right;
        Pairs kept = new Pairs(left, right)) {
      if (step.keys().isEmpty()) {
        for (int i = 0; i < left.rows(); i++) {
          for (int j = 0; j < right.rows(); j++) {
            kept.add(i, j);
          }
        }
      } else {
        addEqual(left, right, kept);
      }
      return kept.combined();
    }
  }

  private void addEqual(Relation left, Relation right, Pairs kept) {
    try (RelationColumns leftColumns = execution.columnsOf(left);
        RelationColumns rightColumns = execution.columnsOf(right)) {
      List<Operand> leftKeys = keys(Step.Key::left, leftColumns);
      List<Operand> rightKeys = keys(Step.Key::right, rightColumns);
      if (right.rows() <= left.rows()) {
        try (KeyTable table = new KeyTable(memory, rightKeys, right.rows())) {
          table.find(leftKeys, left.rows(), kept::add);
        }
      } else {
        try (KeyTable table = new KeyTable(memory, leftKeys, left.rows())) {
          table.find(rightKeys, right.rows(), (j, i) -> kept.add(i, j));
        }
      }
    }
  }

  private List<Operand> keys(Function<Step.Key, Expr> side, RelationColumns columns) {
    return step.keys().stream().map(side).map(columns::operand).toList();
  }

  /** Pairs of rows, of which those are kept for which the conditions hold. */
  private final class Pairs implements AutoCloseable {
    private final Relation left;
    private final Relation right;
    private final boolean keepsAll = step.conditions().isEmpty();
    private final Ints keptLeft = memory.ints();
    private final Ints keptRight = memory.ints();
    private final Ints chunkLeft = memory.ints();
    private final Ints chunkRight = memory.ints();

    Pairs(Relation left, Relation right) {
      this.left = left;
      this.right = right;
    }

    void add(int i, int j) {
      pairs++;
      memory.worked(1);
      if (keepsAll) {
        keptLeft.add(i);
        keptRight.add(j);
        return;
      }
      chunkLeft.add(i);
      chunkRight.add(j);
      if (chunkLeft.size() == CHUNK) {
        keepMatching();
      }
    }

    /** All that are kept, as rows. */
    Relation combined() {
      keepMatching();
      return combine(keptLeft, keptRight);
    }

    private void keepMatching() {
      if (chunkLeft.size() == 0) {
        return;
      }
      try (Relation chunk = combine(chunkLeft, chunkRight);
          RelationColumns inputs = execution.columnsOf(chunk)) {
        Ints matching = Conditions.matching(step.conditions(), inputs);
        for (int i = 0; i < matching.size(); i++) {
          keptLeft.add(chunkLeft.get(matching.get(i)));
          keptRight.add(chunkRight.get(matching.get(i)));
        }
        memory.free(matching);
      }
      chunkLeft.clear();
      chunkRight.clear();
    }

    private Relation combine(Ints lefts, Ints rights) {
      Relation combined = left.select(lefts);
      for (Variable variable : step.binds()) {
        combined = combined.with(variable, right.numbers(variable, rights));
      }
      return combined;
    }

    @Override
    public void close() {
      List.of(keptLeft, keptRight, chunkLeft, chunkRight).forEach(memory::free);
    }
  }
}
