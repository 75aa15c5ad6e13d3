package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.access.AccessError;
import dev.omnigraph.access.Action;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.wire.AccessJson;
import dev.omnigraph.wire.ReadJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the graph is there, who the caller is to it, and what it may do. All of it is asked as
 * the caller, so doctor tells nobody more of a graph than other commands do.
 */
final class CallerChecks {
  private static final String STATE = "graph state";

  /** How many names of types or queries a line has. */
  private static final int MOST_NAMES = 5;

  private CallerChecks() {}

  /**
   * @param whose what else is known of the caller, after its name
   * @param help what to do about a failure
   */
  static List<Check> of(
      Reach graph,
      BranchOption branch,
      String whose,
      Function<GraphException, @Nullable String> help) {
    try {
      Answer access = access(graph, branch.name());
      List<Check> checks = new ArrayList<>();
      checks.add(state(graph, branch, help));
      checks.add(Check.ok("caller", caller(access) + whose));
      checks.add(Check.ok("policies", policies(access)));
      checks.addAll(rights(access));
      return checks;
    } catch (GraphException e) {
      return List.of(failed(e, help));
    }
  }

  /** Who the caller is, and what it may do on a branch. */
  static Answer access(Reach graph, BranchName branch) {
    return graph.call(
        (here, meter) -> AccessJson.of(here.access(branch)),
        ApiRequest.get("access").parameter("branch", branch));
  }

  private static Check state(
      Reach graph, BranchOption branch, Function<GraphException, @Nullable String> help) {
    try {
      Answer now =
          graph.call(
              (here, meter) -> ReadJson.snapshot(here.snapshot(branch.head())),
              ApiRequest.get("snapshot").at(branch.head()));
      return Check.ok(STATE, "branch %s at commit %s".formatted(now.text("branch"), now.commit()));
    } catch (GraphException e) {
      return mayNotKnow(e)
          ? Check.ok(
              STATE,
              "branch %s is there, and not all of it is yours to read".formatted(branch.name()))
          : failed(e, help);
    }
  }

  /** Of a branch of which something is known: an answer that hides the rest. */
  private static boolean mayNotKnow(GraphException e) {
    return Stream.of(
            AccessError.FORBIDDEN, ProtocolError.GRAPH_NOT_FOUND, ProtocolError.BRANCH_NOT_FOUND)
        .anyMatch(code -> Failures.is(e, code));
  }

  private static Check failed(GraphException e, Function<GraphException, @Nullable String> help) {
    return Check.fail(STATE, String.valueOf(e.getMessage()), help.apply(e));
  }

  private static String caller(Answer access) {
    List<String> groups = Answer.texts(access.json().path("groups"));
    String caller = access.text("principal");
    return groups.isEmpty() ? caller : "%s, in the groups %s".formatted(caller, names(groups));
  }

  private static String policies(Answer access) {
    boolean isAdministrator = access.flag("administrator");
    if (!access.flag("policies")) {
      return isAdministrator
          ? "the graph has none, and you are an administrator, who may do everything"
          : "the graph has none, and without any everybody may do everything";
    }
    return isAdministrator
        ? "the graph has some, and you are an administrator, who may do everything in any case"
        : "the graph has some, and they decide";
  }

  private static List<Check> rights(Answer access) {
    List<String> whole = Answer.texts(access.json().path("actions"));
    Map<String, String> parts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> part : access.json().path("parts").properties()) {
      parts.put(part.getKey(), names(Answer.texts(part.getValue())));
    }
    List<String> missing =
        Arrays.stream(Action.values())
            .map(Action::text)
            .filter(action -> !whole.contains(action) && !parts.containsKey(action))
            .toList();
    String where = "(branch %s)".formatted(access.text("branch"));
    if (missing.isEmpty() && parts.isEmpty()) {
      return List.of(Check.ok("may", "everything " + where));
    }
    List<Check> checks = new ArrayList<>();
    if (!whole.isEmpty()) {
      checks.add(Check.ok("may", "%s %s".formatted(String.join(", ", whole), where)));
    }
    parts.forEach(
        (action, names) ->
            checks.add(Check.ok("may in part", "%s of %s %s".formatted(action, names, where))));
    if (!missing.isEmpty()) {
      checks.add(Check.ok("may not", "%s %s".formatted(String.join(", ", missing), where)));
    }
    return checks;
  }

  private static String names(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return more <= 1
        ? String.join(", ", names)
        : "%s and %d more".formatted(String.join(", ", names.subList(0, MOST_NAMES)), more);
  }
}
