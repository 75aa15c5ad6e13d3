package dev.omnigraph.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writers, sweeps and cleanup on one branch: the core of the protocol. */
final class CommitModel implements Model {

  /**
   * How much of everything.
   *
   * @param sidecars that one sweep looks at, one after the other
   * @param seqs that writers may aim at
   * @param mishaps of requests, together
   */
  record Bounds(int writers, int sweeps, int sidecars, int seqs, int mishaps) {}

  /** What may happen beyond writers and sweeps. */
  enum Extra {
    CLEANUP,
    /** The network may deliver the create of a sidecar twice, which the protocol rules out. */
    DUPLICATE_ARMING
  }

  private final Layout layout = new Layout();
  private final Bounds bounds;
  private final CommitCells cells;
  private final Store store;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Sweeper> sweepers = new ArrayList<>();
  private final @Nullable Cleaner cleaner;
  private final List<Invariant> invariants;

  CommitModel(Rules rules, Bounds bounds, List<Extra> extras) {
    boolean cleanup = extras.contains(Extra.CLEANUP);
    boolean duplicateArming = extras.contains(Extra.DUPLICATE_ARMING);
    this.bounds = bounds;
    this.cells = new CommitCells(layout, bounds.seqs(), bounds.writers());
    this.store = new Store(layout, bounds.mishaps());
    store.etagIs(cells.sidecars, CommitCells.NONCE | CommitCells.ABORTING);
    for (int i = 0; i < bounds.writers(); i++) {
      writers.add(new Writer(layout, i, rules, cells, store, cleanup, duplicateArming));
    }
    for (int i = 0; i < bounds.sweeps(); i++) {
      sweepers.add(new Sweeper(layout, i, rules, cells, store));
    }
    this.cleaner = cleanup ? new Cleaner(layout, rules, cells) : null;
    this.invariants =
        new CommitInvariants(layout, cells, writers).all(this::recover, duplicateArming);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    State state = new State(layout);
    store.begin(state);
    state.set(cells.hint, CommitCells.hintOf(0));
    sweepers.forEach(sweeper -> sweeper.begin(state, bounds.sidecars()));
    states.accept(state);
  }

  @Override
  public void steps(State state, Steps steps) {
    store.land(state, steps);
    writers.forEach(writer -> writer.steps(state, steps));
    sweepers.forEach(sweeper -> sweeper.steps(state, steps));
    if (cleaner != null) {
      cleaner.steps(state, steps);
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
