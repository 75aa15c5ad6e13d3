package dev.omnigraph.schema;

import java.util.List;

/**
 * An annotation as it was written, known to this version or not.
 *
 * @param name without the {@code @}
 * @param arguments each as source text, string literals unquoted; a keyword argument is {@code
 *     name=value}
 */
public record Annotation(String name, List<String> arguments) {
  public Annotation {
    arguments = List.copyOf(arguments);
  }
}
