package dev.omnigraph.plan;

import dev.omnigraph.query.TypedQuery;
import java.util.List;

/** Plans as text for people. */
public final class Explain {
  private final StringBuilder text = new StringBuilder();

  private Explain() {}

  /** What the query means, before anything is decided about how to answer it. */
  public static String logical(TypedQuery.Read query) {
    return LogicalText.of(query);
  }

  /**
   * How it will be answered: a line for each step, inner steps indented, with the rows expected.
   */
  public static String text(Plan plan) {
    Explain explain = new Explain();
    explain.steps(plan.steps(), 0);
    if (plan.aggregates()) {
      explain.line(0, "aggregate");
    }
    explain.line(0, "order" + (plan.query().limit() == null ? "" : ", limit"));
    plan.late().forEach(fetch -> explain.line(0, StepText.of(fetch)));
    return explain.text.toString();
  }

  private void steps(List<? extends Step> steps, int depth) {
    for (Step step : steps) {
      line(depth, StepText.of(step) + " ~" + Math.round(step.rows()));
      switch (step) {
        case Step.Without without -> steps(without.steps(), depth + 1);
        case Step.Optionally optional -> steps(optional.steps(), depth + 1);
        default -> {}
      }
    }
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
