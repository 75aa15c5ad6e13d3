package dev.omnigraph.plan;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import java.util.List;
import java.util.stream.Collectors;

/** Plans as text for people. */
public final class Explain {
  private final StringBuilder text = new StringBuilder();

  private Explain() {}

  /** What the query means, before anything is decided about how to answer it. */
  public static String logical(TypedQuery.Read query) {
    Explain explain = new Explain();
    explain.answer(query);
    return explain.text.toString();
  }

  /**
   * How it will be answered: a line for each step, inner steps indented, with the rows expected.
   */
  public static String text(Plan plan) {
    Explain explain = new Explain();
    if (plan.best() != null) {
      explain.line(0, "with the best of them, and if these are too few:");
      explain.steps(plan.best().steps(), 1);
    }
    explain.steps(plan.steps(), 0);
    if (plan.query().isGrouped()) {
      explain.line(0, aggregate(plan.query()));
    }
    explain.line(0, order(plan.query()));
    plan.late().forEach(fetch -> explain.line(0, StepText.of(fetch)));
    explain.steps(plan.shown(), 0);
    return explain.text.toString();
  }

  /** The step that groups rows. */
  public static String aggregate(TypedQuery.Read query) {
    return "aggregate" + (query.having() == null ? "" : " having " + ExprText.of(query.having()));
  }

  /** The step that orders what is left. */
  public static String order(TypedQuery.Read query) {
    return "order"
        + (query.offset() == null ? "" : ", offset")
        + (query.limit() == null ? "" : ", limit");
  }

  private void answer(TypedQuery.Read query) {
    int depth = 0;
    if (query.limit() != null) {
      line(depth++, "limit " + ExprText.of(query.limit()));
    }
    if (query.offset() != null) {
      line(depth++, "offset " + ExprText.of(query.offset()));
    }
    if (!query.order().isEmpty()) {
      line(
          depth++,
          query.order().stream()
              .map(key -> ExprText.of(key.value()) + (key.descending() ? " desc" : ""))
              .collect(Collectors.joining(", ", "order by ", "")));
    }
    if (query.having() != null) {
      line(depth++, "having " + ExprText.of(query.having()));
    }
    line(depth++, (query.distinct() ? "distinct " : "return ") + columns(query));
    match(query.match(), depth);
  }

  private static String columns(TypedQuery.Read query) {
    return query.columns().stream()
        .map(column -> ExprText.of(column.value()))
        .collect(Collectors.joining(", "));
  }

  private void match(List<Clause> clauses, int depth) {
    line(depth, "match");
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Bind bind -> line(depth + 1, typed(bind.node()));
        case Clause.Traverse traverse -> line(depth + 1, traversal(traverse));
        case Clause.Where where -> line(depth + 1, "where " + ExprText.of(where.condition()));
        case Clause.Not not -> {
          line(depth + 1, "not");
          match(not.clauses(), depth + 2);
        }
        case Clause.Optionally optional -> {
          line(depth + 1, "optional");
          match(optional.clauses(), depth + 2);
        }
      }
    }
  }

  static String typed(Variable variable) {
    return "$" + variable.name() + ": " + variable.type().name();
  }

  static String traversal(Clause.Traverse traverse) {
    Variable along = traverse.along();
    String name =
        (along == null ? "" : "$" + along.name() + ": ") + StepText.edges(traverse.edges());
    String hops = traverse.max() == 1 ? "" : "{" + traverse.min() + "," + traverse.max() + "}";
    String arrow =
        switch (StepText.direction(traverse.edges())) {
          case OUT -> " -[" + name + hops + "]-> ";
          case IN -> " <-[" + name + hops + "]- ";
          case BOTH -> " -[" + name + hops + "]- ";
        };
    return "$" + traverse.from().name() + arrow + "$" + traverse.to().name();
  }

  private void steps(List<? extends Step> steps, int depth) {
    for (Step step : steps) {
      line(depth, StepText.of(step) + " ~" + Math.round(step.rows()));
      switch (step) {
        case Step.Join join -> steps(join.steps(), depth + 1);
        case Step.Exists exists -> steps(exists.steps(), depth + 1);
        case Step.Summarize summarize -> steps(summarize.steps(), depth + 1);
        case Step.Optionally optional -> steps(optional.steps(), depth + 1);
        default -> {}
      }
    }
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
