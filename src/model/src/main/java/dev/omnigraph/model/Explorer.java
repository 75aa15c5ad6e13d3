package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that a model can reach, nearest first, so that a counterexample is as short as
 * any. States are told apart by a 64-bit hash: among 50 million the chance that two share one, and
 * the second goes unvisited, is one in 15,000.
 */
final class Explorer {
  private final Model model;
  private final long most;
  private final HashSet64 seen = new HashSet64();
  private final Links links = new Links();
  private final Set<Seam> seams = EnumSet.noneOf(Seam.class);
  private final ArrayDeque<State> waiting = new ArrayDeque<>();
  private final List<Invariant> ofStates;
  private final List<Invariant> ofSteps;

  private long transitions;
  private int ordinal;
  private @Nullable Counterexample counterexample;

  private Explorer(Model model, long most) {
    this.model = model;
    this.most = most;
    this.ofStates = model.invariants().stream().filter(Invariant::ofState).toList();
    this.ofSteps = model.invariants().stream().filter(i -> !i.ofState()).toList();
  }

  /**
   * What was found.
   *
   * @param exhaustive whether every reachable state was visited
   */
  record Result(
      long states,
      long transitions,
      boolean exhaustive,
      Set<Seam> seams,
      @Nullable Counterexample counterexample) {}

  /** Stops at the first state that breaks an invariant, or after so many states. */
  static Result explore(Model model, long most) {
    return new Explorer(model, most).run();
  }

  private Result run() {
    ordinal = 0;
    model.begin(state -> visit(-1, state, state));
    int number = 0;
    while (counterexample == null && !waiting.isEmpty() && seen.size() < most) {
      State state = waiting.remove();
      int parent = number++;
      ordinal = 0;
      model.steps(state, (who, seam, what, next) -> step(parent, state, seam, next));
    }
    boolean exhaustive = counterexample == null && waiting.isEmpty();
    return new Result(
        seen.size(), transitions, exhaustive, Collections.unmodifiableSet(seams), counterexample);
  }

  private void step(int parent, State before, @Nullable Seam seam, State next) {
    if (seam != null) {
      seams.add(seam);
    }
    transitions++;
    check(ofSteps, parent, before, next);
    visit(parent, before, next);
  }

  private void visit(int parent, State before, State next) {
    if (counterexample == null && seen.add(next.hash())) {
      links.add(parent, ordinal);
      waiting.add(next);
      check(ofStates, parent, before, next);
    }
    ordinal++;
  }

  private void check(List<Invariant> invariants, int parent, State before, State next) {
    for (Invariant invariant : invariants) {
      if (counterexample == null && !invariant.check().holds(before, next)) {
        List<Integer> path = new ArrayList<>(parent < 0 ? List.of() : links.path(parent));
        path.add(ordinal);
        counterexample = Counterexample.replay(model, path, invariant.says());
      }
    }
  }
}
