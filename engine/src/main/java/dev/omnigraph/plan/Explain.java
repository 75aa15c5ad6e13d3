package dev.omnigraph.plan;

import dev.omnigraph.query.Variable;
import java.util.List;
import java.util.Locale;

/** Plans as text: a line for each step, inner steps indented, with the rows expected. */
public final class Explain {
  private final StringBuilder text = new StringBuilder();

  private Explain() {}

  public static String text(Plan plan) {
    Explain explain = new Explain();
    explain.steps(plan.steps(), 0);
    if (plan.aggregates()) {
      explain.line(0, "aggregate");
    }
    explain.line(0, "order" + (plan.query().limit() == null ? "" : ", limit"));
    explain.steps(plan.late(), 0);
    return explain.text.toString();
  }

  private void steps(List<? extends Step> steps, int depth) {
    for (Step step : steps) {
      switch (step) {
        case Step.Scan scan ->
            line(
                depth,
                "scan "
                    + name(scan.variable())
                    + ": "
                    + scan.variable().type().name()
                    + conditions(scan.conditions().size(), "pushed")
                    + conditions(scan.joins().size(), "joining")
                    + columns(scan.columns())
                    + rows(scan));
        case Step.Expand expand -> line(depth, "expand " + hop(expand.hop()) + rows(step));
        case Step.Connect connect -> line(depth, "connect " + hop(connect.hop()) + rows(step));
        case Step.Fetch fetch ->
            line(
                depth,
                "fetch "
                    + name(fetch.variable())
                    + conditions(fetch.conditions().size(), "pushed")
                    + columns(fetch.columns()));
        case Step.Select select ->
            line(depth, "filter" + conditions(select.conditions().size(), "") + rows(step));
        case Step.Without without -> {
          line(depth, "not");
          steps(without.steps(), depth + 1);
        }
        case Step.Optionally optional -> {
          line(depth, "optional");
          steps(optional.steps(), depth + 1);
        }
      }
    }
  }

  private static String hop(Step.Hop hop) {
    String range = hop.edge() == null ? "{" + hop.min() + "," + hop.max() + "}" : "";
    String edge = hop.edge() == null ? "" : name(hop.edge()) + ":";
    return name(hop.from())
        + " "
        + edge
        + hop.type().name()
        + range
        + " "
        + hop.direction().name().toLowerCase(Locale.ROOT)
        + " "
        + name(hop.to())
        + conditions(hop.conditions().size(), "pushed")
        + columns(hop.columns());
  }

  private static String name(Variable variable) {
    return "$" + variable.name();
  }

  private static String conditions(int count, String how) {
    return count == 0 ? "" : ", " + count + (how.isEmpty() ? "" : " " + how);
  }

  private static String columns(List<String> columns) {
    return columns.isEmpty() ? "" : " " + columns;
  }

  private static String rows(Step step) {
    return " ~" + Math.round(step.rows());
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
