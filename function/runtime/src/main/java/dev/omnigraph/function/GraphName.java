package dev.omnigraph.function;

import dev.omnigraph.error.GraphException;
import java.util.regex.Pattern;

/** The name of a graph: one path segment that no store and no shell reads otherwise. */
public record GraphName(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * @throws GraphException {@code invalid_graph_name}
   */
  public GraphName {
    if (!isValid(value)) {
      throw GraphException.of(
              FunctionError.INVALID_GRAPH_NAME, "\"%s\" cannot name a graph.".formatted(value))
          .with("graph", value)
          .build();
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
