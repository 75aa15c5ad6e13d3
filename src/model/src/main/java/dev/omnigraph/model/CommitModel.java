package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writers, sweeps and cleanup on one branch: the core of the protocol. */
final class CommitModel implements Model {

  /**
   * How much of everything.
   *
   * @param looks at sidecars that one sweep takes, one after the other
   * @param range seqs that one sidecar names
   * @param others records of others, of whom nothing else is to be seen
   * @param mishaps of requests, together
   */
  record Bounds(int writers, int sweeps, int looks, int range, int others, int mishaps) {}

  /** What may happen beyond writers and sweeps. */
  enum Extra {
    CLEANUP,
    /** Somebody deletes the branch. */
    DELETION
  }

  private final Layout layout = new Layout();
  private final Bounds bounds;
  private final CommitCells cells;
  private final Store store;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Sweeper> sweepers = new ArrayList<>();
  private final @Nullable Cleaner cleaner;
  private final Cells others;
  private final boolean deletion;
  private final List<Invariant> invariants;

  CommitModel(Rules rules, Bounds bounds, List<Extra> extras) {
    this.bounds = bounds;
    this.cells = new CommitCells(layout, bounds.range(), bounds.writers());
    this.store = new Store(layout, bounds.mishaps());
    for (int i = 0; i < bounds.writers(); i++) {
      writers.add(new Writer(layout, i, rules, cells, store));
    }
    for (int i = 0; i < bounds.sweeps(); i++) {
      sweepers.add(new Sweeper(layout, i, rules, cells, store));
    }
    this.cleaner = extras.contains(Extra.CLEANUP) ? new Cleaner(layout, rules, cells) : null;
    this.others = layout.local("records of others to come", 1);
    this.deletion = extras.contains(Extra.DELETION);
    this.invariants = new CommitInvariants(layout, cells, writers).all(this::recover);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    State state = new State(layout);
    store.begin(state);
    state.set(cells.hint, CommitCells.hintOf(0)).set(others, bounds.others());
    sweepers.forEach(sweeper -> sweeper.begin(state, bounds.looks()));
    states.accept(state);
  }

  @Override
  public void steps(State state, Steps steps) {
    if (cleaner == null) {
      stepsOfAll(state, steps);
    } else {
      stepsOfAll(state, cleaner.dating(state, steps));
      cleaner.steps(state, steps);
    }
  }

  private void stepsOfAll(State state, Steps steps) {
    store.land(state, steps);
    publishOthers(state, steps);
    writers.forEach(writer -> writer.steps(state, steps));
    sweepers.forEach(sweeper -> sweeper.steps(state, steps));
  }

  private void publishOthers(State s, Steps steps) {
    int seq = cells.head(s) + 1;
    if (seq > cells.seqs || cells.hasEnded(s)) {
      return;
    }
    if (s.get(others) > 0) {
      State n =
          s.copy().set(others, s.get(others) - 1).set(cells.records, seq, CommitCells.ANOTHERS);
      steps.add("another", Seam.PUBLISH, "done", n);
    }
    if (deletion) {
      State n = s.copy().set(cells.records, seq, CommitCells.TERMINAL);
      steps.add("deletion", Seam.PUBLISH, "done", n);
    }
  }

  @Override
  public List<Invariant> invariants() {
    return invariants;
  }

  /** What one new sweep makes of it when everybody else is dead: it takes the first step it can. */
  private State recover(State found) {
    State state = found.copy();
    store.calm(state);
    writers.forEach(writer -> writer.kill(state));
    sweepers.forEach(sweeper -> sweeper.begin(state, 0));
    Sweeper fresh = sweepers.getFirst();
    fresh.begin(state, 2 * cells.operations);
    State[] now = {state};
    boolean[] moved = {true};
    while (moved[0]) {
      State before = now[0];
      moved[0] = false;
      fresh.steps(
          before,
          (who, seam, what, next) -> {
            if (!moved[0]) {
              moved[0] = true;
              now[0] = next;
            }
          });
    }
    return now[0];
  }
}
