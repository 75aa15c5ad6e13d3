package dev.omnigraph.api;

import dev.omnigraph.lang.Suggestions;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the API answers to: the methods of each path and the parameters that its URL may have. The
 * resources say the same in annotations, which cannot be asked at run time without reflection; a
 * test holds that both agree with the OpenAPI document.
 */
public final class Routes {
  private static final Set<String> READ_AT = Set.of("branch", "commit", "as_of");

  private static final String BLOB = "/graphs/{graph}/blobs/{type}/{id}/{property}";

  private static final List<Route> ALL =
      List.of(
          new Route("health", "GET", "/healthz"),
          new Route("version", "GET", "/version"),
          new Route("openapi", "GET", "/openapi.json"),
          new Route("graphs", "GET", "/graphs"),
          new Route("graphs", "POST", "/graphs/{graph}"),
          new Route("graphs", "DELETE", "/graphs/{graph}", Set.of("confirm")),
          new Route("query", "POST", "/graphs/{graph}/query"),
          new Route("query", "POST", "/graphs/{graph}/query/handover"),
          new Route("mutate", "POST", "/graphs/{graph}/mutate"),
          new Route(
              "load",
              "POST",
              "/graphs/{graph}/load",
              Set.of("mode", "branch", "create_from", "type")),
          new Route(
              "export",
              "GET",
              "/graphs/{graph}/export",
              Set.of("branch", "commit", "as_of", "format", "type", "blobs")),
          new Route("export", "POST", "/graphs/{graph}/export"),
          new Route("blob", "GET", BLOB, READ_AT),
          new Route("blob", "PUT", BLOB, Set.of("branch", "expected_head")),
          new Route("schema", "GET", "/graphs/{graph}/schema", READ_AT),
          new Route("schema", "PUT", "/graphs/{graph}/schema"),
          new Route("schema", "POST", "/graphs/{graph}/schema/plan"),
          new Route("queries", "GET", "/graphs/{graph}/queries", READ_AT),
          new Route("queries", "PUT", "/graphs/{graph}/queries"),
          new Route("call", "POST", "/graphs/{graph}/queries/{query}"),
          new Route("access", "GET", "/graphs/{graph}/access", Set.of("branch")),
          new Route("policy", "GET", "/graphs/{graph}/policy"),
          new Route("policy", "PUT", "/graphs/{graph}/policy"),
          new Route("apply", "POST", "/graphs/{graph}/apply"),
          new Route("mcp", "POST", "/graphs/{graph}/mcp"),
          new Route("snapshot", "GET", "/graphs/{graph}/snapshot", READ_AT),
          new Route("merge", "POST", "/graphs/{graph}/merge"),
          new Route("revert", "POST", "/graphs/{graph}/revert"),
          new Route("cherry-pick", "POST", "/graphs/{graph}/cherry-pick"),
          new Route("restore", "POST", "/graphs/{graph}/restore"),
          new Route("branches", "GET", "/graphs/{graph}/branches"),
          new Route("branches", "POST", "/graphs/{graph}/branches"),
          new Route("branches", "GET", "/graphs/{graph}/branches/{name}"),
          new Route("branches", "DELETE", "/graphs/{graph}/branches/{name}"),
          new Route("holds", "GET", "/graphs/{graph}/holds"),
          new Route("holds", "PUT", "/graphs/{graph}/holds/{hold}"),
          new Route("holds", "DELETE", "/graphs/{graph}/holds/{hold}"),
          new Route(
              "feed",
              "GET",
              "/graphs/{graph}/feed",
              Set.of(
                  "branch",
                  "start",
                  "cursor",
                  "kind",
                  "type",
                  "operation",
                  "blobs",
                  "limit",
                  "wait")),
          new Route(
              "commits", "GET", "/graphs/{graph}/commits", Set.of("branch", "limit", "before")),
          new Route("commits", "GET", "/graphs/{graph}/commits/{id}", Set.of("branch")),
          new Route(
              "diff",
              "GET",
              "/graphs/{graph}/commits/{id}/changes",
              Set.of("branch", "kind", "type", "operation", "blobs", "limit", "after")),
          new Route(
              "diff",
              "GET",
              "/graphs/{graph}/diff",
              Set.of("from", "to", "kind", "type", "operation", "blobs", "limit", "after")));

  private Routes() {}

  /**
   * One method of one path.
   *
   * @param operation what it does, out of few names: the value of a metric's dimension
   * @param path in which {@code {…}} stands for any segment, and {@code {name}} at its end for any
   *     number of them, since the names of branches have slashes
   * @param parameters that its URL may have after the question mark
   */
  public record Route(String operation, String method, String path, Set<String> parameters) {
    Route(String operation, String method, String path) {
      this(operation, method, path, Set.of());
    }

    private boolean matches(List<String> segments) {
      List<String> own = segments(path);
      boolean open = path.endsWith("{name}") && segments.size() > own.size();
      if (own.size() != segments.size() && !open) {
        return false;
      }
      for (int i = 0; i < own.size(); i++) {
        if (!own.get(i).startsWith("{") && !own.get(i).equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }

    /** Its path with the names of the one that was sent, if the words are only misspelt there. */
    private Optional<String> meantBy(List<String> segments) {
      List<String> own = segments(path);
      if (own.size() != segments.size()) {
        return Optional.empty();
      }
      StringBuilder meant = new StringBuilder();
      for (int i = 0; i < own.size(); i++) {
        String word = own.get(i);
        String sent = segments.get(i);
        if (!word.startsWith("{") && Suggestions.closest(sent, List.of(word)).isEmpty()) {
          return Optional.empty();
        }
        meant.append('/').append(word.startsWith("{") ? sent : word);
      }
      return Optional.of(meant.toString());
    }
  }

  /** The path of a request as it was sent: an escaped slash does not separate segments. */
  public static String path(UriInfo request) {
    return request.getRequestUri().getRawPath();
  }

  /**
   * Whether a path leads to one place only, for a router that follows {@code ..}, skips empty
   * segments or takes parameters out of segments as for one that does not.
   *
   * @param path as it was sent, with escapes that can be read
   */
  static boolean isCanonical(String path) {
    return !path.contains("//")
        && !path.contains(";")
        && segments(path).stream().noneMatch(segment -> segment.matches("\\.{1,2}"));
  }

  public static List<Route> all() {
    return ALL;
  }

  /** The route of a request; that of {@code GET} for {@code HEAD}. */
  public static Optional<Route> find(String method, String path) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    return at(path).filter(route -> route.method().equals(wanted)).findFirst();
  }

  /** What the path does, whatever the method; empty when there is nothing at it. */
  public static Optional<String> operation(String path) {
    return at(path).map(Route::operation).findFirst();
  }

  /** The methods of a path as the header {@code Allow} lists them; empty when it has none. */
  public static String allow(String path) {
    SortedSet<String> methods = new TreeSet<>();
    at(path).map(Route::method).forEach(methods::add);
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return String.join(", ", methods);
  }

  /** The path that was probably meant by one that leads nowhere. */
  static Optional<String> meant(String path) {
    List<String> segments =
        Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
    return ALL.stream().flatMap(route -> route.meantBy(segments).stream()).findFirst();
  }

  private static Stream<Route> at(String path) {
    List<String> segments = segments(path);
    return ALL.stream().filter(route -> route.matches(segments));
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/"))
        .filter(segment -> !segment.isEmpty())
        .map(Routes::decoded)
        .toList();
  }

  /** Resources are found by words that may be escaped, so their routes are, too. */
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A broken escape, which is refused elsewhere.
      return segment;
    }
  }
}
