package dev.omnigraph.plan;

import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Clause.Traverse.Edge;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ScanRequest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Steps of a plan as a person would read them, without what they contain or expect. */
public final class StepText {
  private StepText() {}

  public static String of(Step step) {
    return switch (step) {
      case Step.Scan scan ->
          "scan "
              + name(scan.variable())
              + ": "
              + scan.variable().type().name()
              + where(Stream.concat(scan.conditions().stream(), scan.found().stream()).toList())
              + top(scan.top())
              + best(scan.best())
              + columns(scan.columns());
      case Step.Join join ->
          "join "
              + (join.keys().isEmpty() ? "all pairs" : "by hash on " + keys(join.keys()))
              + where(join.conditions())
              + why(join);
      case Step.Expand expand -> (expand.counts() ? "count " : "expand ") + hop(expand.hop());
      case Step.Connect connect -> "connect " + hop(connect.hop());
      case Step.Fetch fetch ->
          "fetch " + name(fetch.variable()) + where(fetch.conditions()) + columns(fetch.columns());
      case Step.Score score ->
          "score " + score.searches().stream().map(ExprText::of).collect(Collectors.joining(", "));
      case Step.Fuse fuse -> "rank for " + ExprText.of(fuse.fusion());
      case Step.Select select -> "filter " + conditions(select.conditions());
      case Step.Exists exists -> exists.wanted() ? "exists" : "not";
      case Step.Summarize summarize -> "per row " + ExprText.of(summarize.block());
      case Step.Optionally optional -> "optional";
    };
  }

  private static String keys(List<Step.Key> keys) {
    return keys.stream()
        .map(key -> ExprText.of(key.right()) + " = " + ExprText.of(key.left()))
        .collect(Collectors.joining(" and "));
  }

  /** What its rows are estimated from, but for the conditions. */
  private static String why(Step.Join join) {
    String pairs = number(join.left()) + " × " + number(join.steps().getLast().rows());
    return join.keys().isEmpty()
        ? " (" + pairs + ")"
        : " (" + pairs + " / " + number(join.values()) + " values)";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }

  private static String hop(Step.Hop hop) {
    String range = hop.max() == 1 ? "" : "{" + hop.min() + "," + hop.max() + "}";
    String along = hop.along() == null ? "" : name(hop.along()) + ":";
    return name(hop.from())
        + " "
        + along
        + edges(hop.edges())
        + range
        + " "
        + direction(hop.edges()).name().toLowerCase(Locale.ROOT)
        + " "
        + name(hop.to())
        + where(hop.conditions())
        + columns(hop.columns());
  }

  /** The names of edge types, with parentheses where there are several. */
  static String edges(List<Edge> edges) {
    List<String> names = edges.stream().map(edge -> edge.type().name()).distinct().toList();
    return names.size() == 1 ? names.getFirst() : "(" + String.join("|", names) + ")";
  }

  /** The one way in which all are followed, or both. */
  static Direction direction(List<Edge> edges) {
    List<Direction> directions = edges.stream().map(Edge::direction).distinct().toList();
    return directions.size() == 1 ? directions.getFirst() : Direction.BOTH;
  }

  private static String name(Variable variable) {
    return "$" + variable.name();
  }

  private static String where(List<Expr> conditions) {
    return conditions.isEmpty() ? "" : " where " + conditions(conditions);
  }

  private static String conditions(List<Expr> conditions) {
    return conditions.stream().map(ExprText::of).collect(Collectors.joining(" and "));
  }

  private static String top(@Nullable List<ScanRequest.Order> order) {
    if (order == null) {
      return "";
    }
    return order.isEmpty()
        ? " any"
        : order.stream()
            .map(key -> key.column() + (key.descending() ? " desc" : ""))
            .collect(Collectors.joining(", ", " first by ", ""));
  }

  private static String best(Step.@Nullable Ranking ranking) {
    return ranking == null
        ? ""
        : " best by " + ExprText.of(ranking.by()) + (ranking.descending() ? " desc" : "");
  }

  private static String columns(List<String> columns) {
    return columns.isEmpty() ? "" : " " + columns;
  }
}
