package dev.omnigraph.schema;

import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.ValueException;
import java.util.List;
import java.util.Optional;
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
    return arguments(annotation)
        .filter(arguments -> arguments.size() == 1)
        .map(List::getFirst)
        .orElse(null);
  }

  public boolean isIndexed() {
    return arguments("index").isPresent();
  }

  /** How its texts are searched, with an index or without one; of a String. */
  public TextAnalysis analysis() {
    return index().analysis();
  }

  /** What is near, with an index or without one; of a Vector. */
  public VectorMetric metric() {
    return index().metric();
  }

  IndexArguments index() {
    return new IndexArguments(arguments("index").orElse(List.of()));
  }

  /** What makes its vectors; empty when there is no {@code @embed}. */
  public Optional<Embedding> embedding() {
    String model = "model=";
    return arguments("embed")
        .flatMap(
            arguments ->
                arguments.stream()
                    .skip(1)
                    .filter(argument -> argument.startsWith(model))
                    .map(argument -> argument.substring(model.length()))
                    .findFirst()
                    .map(made -> new Embedding(arguments.getFirst(), made)));
  }

  private Optional<List<String>> arguments(String annotation) {
    return annotations.stream()
        .filter(a -> a.name().equals(annotation))
        .map(Annotation::arguments)
        .findFirst();
  }
}
