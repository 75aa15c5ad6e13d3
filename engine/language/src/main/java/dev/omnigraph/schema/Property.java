package dev.omnigraph.schema;

import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.ValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** What an entity gets that states no value; null when there is no {@code @default}. */
  public @Nullable Object defaultValue() {
    String text = defaultText();
    if (text == null) {
      return null;
    }
    try {
      return DefaultValue.of(type, text);
    } catch (ValueException e) {
      // Of a schema that was accepted while the annotation meant nothing.
      return null;
    }
  }

  @Nullable String defaultText() {
    return argument("default");
  }

  /** The property that {@code @content_type} names; null when there is none. */
  public @Nullable String contentType() {
    return argument("content_type");
  }

  private @Nullable String argument(String annotation) {
    return annotations.stream()
        .filter(a -> a.name().equals(annotation) && a.arguments().size() == 1)
        .map(a -> a.arguments().getFirst())
        .findFirst()
        .orElse(null);
  }

  public boolean isIndexed() {
    return annotations.stream().anyMatch(a -> a.name().equals("index"));
  }
}
