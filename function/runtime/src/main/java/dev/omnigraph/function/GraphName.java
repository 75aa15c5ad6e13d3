package dev.omnigraph.function;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Map;
import java.util.regex.Pattern;

/** The name of a graph: one path segment that no store and no shell reads otherwise. */
public record GraphName(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * @throws GraphException {@code invalid_graph_name}
   */
  public GraphName {
    if (!isValid(value)) {
      throw new GraphException(
          ErrorKind.INVALID,
          "invalid_graph_name",
          "\"%s\" cannot name a graph.".formatted(value),
          "Use 1 to 100 letters, digits, dots, hyphens and underscores, a letter or digit first.",
          Map.of("graph", value),
          null);
    }
  }

  static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
