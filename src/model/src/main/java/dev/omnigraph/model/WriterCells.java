package dev.omnigraph.model;

import static dev.omnigraph.model.CommitCells.LIVES;
import static dev.omnigraph.model.CommitCells.VARIANTS;

import dev.omnigraph.model.Layout.Cells;
import java.util.List;

/** What one writer remembers. */
final class WriterCells {
  /** The request that it sends next. */
  enum At {
    OPEN,
    ARM,
    ARM_VERIFY,
    CAPTURE,
    STAGE,
    PUBLISH,
    PUBLISH_VERIFY,
    PUBLISH_FENCE,
    RACE_READ,
    RETIRE,
    HINT_READ,
    HINT,
    FINISH,
    DISARM,
    ENDED
  }

  private static final At[] AT = At.values();

  final String name;
  private final int number;
  private final Rules rules;
  private final CommitCells cells;

  private final Cells at;

  /** Operation ids that are used up. */
  final Cells life;

  /** Where its range starts. */
  final Cells start;

  /** The seq that it tries; 0 while it has not captured a state. */
  final Cells target;

  /** How often it has staged again. */
  final Cells variant;

  final Cells seenHint;
  private final Cells reused;
  final Cells acknowledged;
  final Cells failed;
  final Cells endedByWriter;
  private final List<Cells> ofOneLife;

  WriterCells(Layout layout, int number, Rules rules, CommitCells cells) {
    this.name = "writer " + number;
    this.number = number;
    this.rules = rules;
    this.cells = cells;
    this.at = layout.local("at", 1);
    this.life = layout.local("life", 1);
    this.start = layout.local("start", 1);
    this.target = layout.local("target", 1);
    this.variant = layout.local("variant", 1);
    this.seenHint = layout.local("seen hint", 1);
    this.reused = layout.local("reused", 1);
    this.acknowledged = layout.local("acknowledged", 1);
    this.failed = layout.local("failed", 1);
    this.endedByWriter = layout.local("ended by writer", LIVES);
    this.ofOneLife = List.of(start, target, variant, seenHint);
  }

  At at(State s) {
    return AT[s.get(at)];
  }

  State go(State n, At to) {
    return n.set(at, to);
  }

  int operation(State s) {
    return number * LIVES + s.get(life);
  }

  int file(State s) {
    int taken = s.get(reused);
    return taken != 0 ? taken - 1 : operation(s) * VARIANTS + s.get(variant);
  }

  /** Whether nothing needs to be staged: against the rules, because it was before. */
  boolean isStaged(State s) {
    return s.get(cells.file, file(s)) != 0;
  }

  /** Under a new operation id, or not at all when none is left. */
  State startAgain(State n) {
    int staged = file(n);
    boolean isStaged = isStaged(n);
    forget(n);
    if (n.get(life) + 1 == LIVES) {
      return go(n, At.ENDED);
    }
    n.set(life, n.get(life) + 1);
    if (isStaged && !rules.keep(Rule.NOTHING_STAGED_IS_REUSED)) {
      n.set(reused, staged + 1);
    }
    return go(n, At.OPEN);
  }

  State end(State n) {
    forget(n);
    return go(n, At.ENDED);
  }

  State fail(State n) {
    return go(n.set(failed, 1), At.DISARM);
  }

  private void forget(State n) {
    ofOneLife.forEach(cell -> n.set(cell, 0));
  }
}
