package dev.omnigraph.api;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.wire.ErrorBody;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What does not exist, in the caller's words: the name that was meant, and where to look. */
@Singleton
class Missing {
  private final Supplier<List<String>> graphs;
  private final Function<String, List<String>> branches;

  @Inject
  Missing(CallersGraphs graphs) {
    this(
        graphs::names,
        name -> graphs.get(name).branchNames().stream().map(BranchName::text).toList());
  }

  Missing(Supplier<List<String>> graphs, Function<String, List<String>> branches) {
    this.graphs = graphs;
    this.branches = branches;
  }

  ErrorBody body(GraphException e, String graph) {
    return switch (e.errorCode()) {
      // Where graphs are kept is the operator's business.
      case ProtocolError.GRAPH_NOT_FOUND ->
          new ErrorBody(
              "There is no graph \"%s\".".formatted(graph),
              e.code(),
              help(graph, "GET /graphs lists the graphs.", graphs),
              Map.of("graph", graph));
      case ProtocolError.BRANCH_NOT_FOUND ->
          ErrorBody.of(e)
              .next(
                  help(
                      String.valueOf(e.details().get("branch")),
                      "GET /graphs/%s/branches lists the branches.".formatted(graph),
                      () -> branches.apply(graph)));
      case ProtocolError.COMMIT_NOT_FOUND ->
          ErrorBody.of(e)
              .next(
                  "GET /graphs/%s/commits?branch=%s lists the newest commits."
                      .formatted(graph, e.details().get("branch")));
      default -> ErrorBody.of(e);
    };
  }

  private static String help(String name, String where, Supplier<List<String>> names) {
    try {
      return Suggestions.closest(name, names.get())
          .map(closest -> "Did you mean \"%s\"? %s".formatted(closest, where))
          .orElse(where);
    } catch (GraphException e) {
      // Help that cannot be had must not hide what it was to help with.
      return where;
    }
  }
}
