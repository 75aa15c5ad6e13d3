package dev.omnigraph.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A way from a beginning to a state that must not be.
 *
 * @param says what is wrong there
 * @param steps one line each
 */
record Counterexample(String says, List<String> steps) {

  /** Takes the same steps again, this time writing them down. */
  static Counterexample replay(Model model, List<Integer> path, String says) {
    List<State> beginnings = new ArrayList<>();
    model.begin(beginnings::add);
    State state = beginnings.get(path.getFirst());
    List<String> lines = new ArrayList<>();
    for (int ordinal : path.subList(1, path.size())) {
      State before = state;
      List<State> next = new ArrayList<>();
      List<String> line = new ArrayList<>();
      model.steps(
          before,
          (who, seam, what, after) -> {
            next.add(after);
            String changed = model.layout().difference(before, after);
            line.add(
                "%-10s %-15s %s%s"
                    .formatted(
                        who,
                        seam == null ? "" : seam,
                        what,
                        changed.isEmpty() ? "" : "  [" + changed + "]"));
          });
      lines.add(line.get(ordinal));
      state = next.get(ordinal);
    }
    return new Counterexample(says, List.copyOf(lines));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(says);
    for (int i = 0; i < steps.size(); i++) {
      text.append("%n  %2d. %s".formatted(i + 1, steps.get(i)));
    }
    return text.toString();
  }
}
