package dev.omnigraph.schema;

import dev.omnigraph.value.PropertyType;
import java.util.List;

/**
 * A declared property.
 *
 * @param id stable within its type: a rename keeps it, dropping and adding again makes a new one
 * @param name its present alias, and the name of its column
 */
public record Property(
    int id, String name, PropertyType type, boolean nullable, List<Annotation> annotations) {
  public Property {
    annotations = List.copyOf(annotations);
  }

  public boolean isIndexed() {
    return annotations.stream().anyMatch(a -> a.name().equals("index"));
  }
}
