package dev.omnigraph.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Walks at random where there are too many states to visit all; the seed repeats the walk. */
final class RandomWalk {
  private RandomWalk() {}

  /**
   * How far it went.
   *
   * @param ends of walks: nothing more could happen, or the walk was long enough
   */
  record Result(long steps, long ends, @Nullable Counterexample counterexample) {}

  static Result walk(Model model, RandomGenerator random, long steps, int longest) {
    List<State> beginnings = new ArrayList<>();
    model.begin(beginnings::add);
    List<State> next = new ArrayList<>();
    long taken = 0;
    long ends = 0;
    while (taken < steps) {
      int first = random.nextInt(beginnings.size());
      State state = beginnings.get(first);
      List<Integer> path = new ArrayList<>(List.of(first));
      for (int i = 0; i < longest; i++) {
        next.clear();
        model.steps(state, (who, seam, what, after) -> next.add(after));
        if (next.isEmpty()) {
          break;
        }
        int choice = random.nextInt(next.size());
        path.add(choice);
        taken++;
        for (Invariant invariant : model.invariants()) {
          if (!invariant.check().holds(state, next.get(choice))) {
            return new Result(taken, ends, Counterexample.replay(model, path, invariant.says()));
          }
        }
        state = next.get(choice);
      }
      ends++;
    }
    return new Result(taken, ends, null);
  }
}
