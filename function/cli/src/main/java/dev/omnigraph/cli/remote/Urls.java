package dev.omnigraph.cli.remote;

import dev.omnigraph.error.GraphException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URLs of graphs. */
public final class Urls {
  private static final Pattern GRAPH = Pattern.compile("(?<server>.*)/graphs/[^/]+/?");

  private Urls() {}

  /** Whether the place of a graph is a URL, whether or not it can be read. */
  public static boolean isUrl(String place) {
    return place.matches("(?i)https?:.*");
  }

  /**
   * The URL of a graph, without a slash at its end.
   *
   * @throws GraphException {@code url_invalid}
   */
  public static URI graph(String text) {
    try {
      URI uri = new URI(text.replaceFirst("/+$", ""));
      if (uri.getHost() == null || uri.getUserInfo() != null) {
        throw invalid(text, "it names no host, or a user");
      }
      if (uri.getQuery() != null || uri.getFragment() != null) {
        throw invalid(text, "nothing follows the name of the graph");
      }
      if (!GRAPH.matcher(uri.getRawPath()).matches()) {
        throw invalid(text, "its path does not end in /graphs/NAME");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw invalid(text, "it has a character that must be escaped");
    }
  }

  /** The name of a graph, which its URL ends in. */
  public static String name(URI graph) {
    String path = graph.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Where the token of a graph can be read on the way. */
  public static boolean isOpen(URI graph) {
    return !"https".equalsIgnoreCase(graph.getScheme())
        && !graph.getHost().matches("localhost|127\\..*|\\[::1]");
  }

  static URI server(URI graph) {
    Matcher path = GRAPH.matcher(graph.getRawPath());
    String server = path.matches() ? path.group("server") : graph.getRawPath();
    return URI.create(graph.getScheme() + "://" + graph.getRawAuthority() + server);
  }

  static URI below(URI place, String target) {
    boolean isBelow = !target.isEmpty() && !target.startsWith("?");
    return URI.create(place + (isBelow ? "/" : "") + target);
  }

  private static GraphException invalid(String text, String reason) {
    return GraphException.of(
            RemoteError.URL_INVALID,
            "\"%s\" is not the URL of a graph: %s.".formatted(text, reason))
        .build();
  }
}
