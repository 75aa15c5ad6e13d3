package dev.omnigraph.testkit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a graph, what is sent to each, and the actions that it takes. In what is sent,
 * {@code B} is a branch, {@code O} another one of the same kind, and {@code C} a commit of both.
 */
public enum RouteRights {
  QUERY("POST query", "{'query': '" + Texts.READ + "', 'branch': 'B'}", "read"),
  MUTATE(
      "POST mutate",
      "{'query': '" + Texts.INSERT + "', 'params': {'n': 'NEW'}, 'branch': 'B'}",
      "change"),
  LOAD("POST load?branch=B", "{'type': 'Person', 'data': {'name': 'NEW'}}", "load"),
  EXPORT("GET export?branch=B", null, "export"),
  BLOB_GET("GET blobs/Person/Ada/photo?branch=B", null, "read", Texts.BLOB),
  BLOB_PUT("PUT blobs/Person/Ada/photo?branch=B", "bytes", "change", Texts.BLOB),
  SCHEMA_GET("GET schema?branch=B", null, "read"),
  SCHEMA_PUT("PUT schema", "{'schema': '" + Texts.SCHEMA + "', 'branch': 'B'}", "schema_apply"),
  SCHEMA_PLAN(
      "POST schema/plan", "{'schema': '" + Texts.SCHEMA + "', 'branch': 'B'}", "schema_apply"),
  QUERIES_PUT(
      "PUT queries", "{'files': {'q.gq': '" + Texts.QUERIES + "'}, 'branch': 'B'}", "schema_apply"),
  CALL("POST queries/people", "{'branch': 'B'}", "invoke_query", "/graphs/{graph}/queries/{query}"),
  POLICY(Of.GRAPH, "GET policy", null, "policy_write"),
  POLICY_PUT(
      Of.GRAPH,
      "PUT policy",
      "{'files': {'p.cedar': 'permit (principal, action, resource);'}}",
      "policy_write"),
  APPLY(
      "POST apply",
      "{'queries': {'q.gq': '" + Texts.QUERIES + "'}, 'branch': 'B'}",
      "schema_apply"),
  SNAPSHOT("GET snapshot?branch=B", null, "read"),
  MERGE("POST merge", "{'source': 'O', 'branch': 'B'}", "branch_merge read"),
  MERGE_PLAN("POST merge", "{'source': 'O', 'branch': 'B', 'dry_run': true}", "read"),
  REVERT("POST revert", "{'commit': 'C', 'branch': 'B'}", "change read"),
  CHERRY_PICK("POST cherry-pick", "{'commit': 'C', 'source': 'O', 'branch': 'B'}", "change read"),
  RESTORE("POST restore", "{'commit': 'C', 'branch': 'B'}", "change read"),
  BRANCH_POST("POST branches", "{'name': 'O-NEW', 'from': {'branch': 'B'}}", "branch_create read"),
  BRANCH("GET branches/O", null, "read", Texts.BRANCH),
  BRANCH_DELETE("DELETE branches/O", null, "branch_delete", Texts.BRANCH),
  HOLDS(Of.GRAPH, "GET holds", null, "read"),
  HOLD_PUT(Of.GRAPH, "PUT holds/h", "{'branch': 'B'}", "cleanup", Texts.HOLD),
  HOLD_DELETE(Of.GRAPH, "DELETE holds/h", null, "cleanup", Texts.HOLD),
  FEED("GET feed?branch=B", null, "read"),
  COMMITS("GET commits?branch=B", null, "read"),
  COMMIT("GET commits/C?branch=B", null, "read", "/graphs/{graph}/commits/{id}"),
  CHANGES("GET commits/C/changes?branch=B", null, "read", "/graphs/{graph}/commits/{id}/changes"),
  DIFF("GET diff?from=O&to=B", null, "read"),
  GRAPH_DELETE(Of.GRAPH, "DELETE ?confirm=GRAPH", null, "admin", "/graphs/{graph}");

  /** What a route is about. */
  private enum Of {
    BRANCH,
    GRAPH
  }

  /** The schema and the stored queries that graphs of the table have. */
  public static final class Texts {
    public static final String SCHEMA = "node Person { name: String @key  photo: Blob? }";
    public static final String READ = "query q() { match { $p: Person } return { $p.name } }";
    public static final String INSERT = "query m($n: String) { insert Person { name: $n } }";
    public static final String QUERIES = READ.replace("q()", "people()");
    private static final String BLOB = "/graphs/{graph}/blobs/{type}/{id}/{property}";
    private static final String BRANCH = "/graphs/{graph}/branches/{name}";
    private static final String HOLD = "/graphs/{graph}/holds/{hold}";

    private Texts() {}
  }

  /**
   * What is there.
   *
   * @param fresh a name that nothing has
   */
  public record Place(String graph, String branch, String other, String commit, String fresh) {
    private String fill(String text) {
      return text.replaceAll("\\bB\\b", branch)
          .replaceAll("\\bO\\b", other)
          .replaceAll("\\bC\\b", commit)
          .replace("GRAPH", graph)
          .replace("NEW", fresh);
    }
  }

  /** Two branches of each kind, protected ones first, if {@code main} and {@code release} are. */
  public static final List<List<String>> KINDS =
      List.of(List.of("main", "release"), List.of("dev", "draft"));

  private final Of of;
  private final String method;
  private final String path;
  private final @Nullable String body;
  private final List<String> needs;
  private final String route;

  RouteRights(String call, @Nullable String body, String needs) {
    this(Of.BRANCH, call, body, needs);
  }

  RouteRights(String call, @Nullable String body, String needs, String route) {
    this(Of.BRANCH, call, body, needs, route);
  }

  RouteRights(Of of, String call, @Nullable String body, String needs) {
    this(of, call, body, needs, "/graphs/{graph}/" + call.replaceAll("^[A-Z]+ |[?].*", ""));
  }

  RouteRights(Of of, String call, @Nullable String body, String needs, String route) {
    this.of = of;
    this.method = call.substring(0, call.indexOf(' '));
    this.path = call.substring(call.indexOf(' ') + 1);
    this.body = body;
    this.needs = List.of(needs.split(" "));
    this.route = route;
  }

  public String method() {
    return method;
  }

  /** As the API's document writes it. */
  public String route() {
    return route;
  }

  /** The actions without any of which it is refused. */
  public List<String> needs() {
    return needs;
  }

  /** Whether it is about a branch, and not about the graph as a whole. */
  public boolean isOfBranch() {
    return of == Of.BRANCH;
  }

  public String contentType() {
    return switch (this) {
      case LOAD -> "application/x-ndjson";
      case BLOB_PUT -> "application/octet-stream";
      default -> "application/json";
    };
  }

  /** Path and query. */
  public String target(Place place) {
    String filled = place.fill(path);
    return "/graphs/" + place.graph() + (filled.startsWith("?") ? filled : "/" + filled);
  }

  public Optional<String> body(Place place) {
    return Optional.ofNullable(body).map(text -> place.fill(text.replace('\'', '"')));
  }
}
