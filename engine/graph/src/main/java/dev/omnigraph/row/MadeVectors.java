package dev.omnigraph.row;

import dev.omnigraph.schema.Embedding;
import dev.omnigraph.schema.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a type that are made of a text beside them, as {@code @embed} says. A vector is
 * always of the text that it stands beside: where the text changes and no vector comes with it, it
 * goes, until it is made again.
 */
public final class MadeVectors {
  private final List<Column> columns;

  /**
   * One of them.
   *
   * @param vector its place in a row
   * @param text that of what it is made of
   */
  public record Column(Property property, Embedding embedding, int vector, int text) {}

  private MadeVectors(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  public static MadeVectors of(RowLayout layout) {
    List<Column> columns = new ArrayList<>();
    for (Property property : layout.type().properties()) {
      property
          .embedding()
          .ifPresent(
              embedding ->
                  columns.add(
                      new Column(
                          property,
                          embedding,
                          layout.position(property.name()),
                          layout.position(embedding.source()))));
    }
    return new MadeVectors(columns);
  }

  public List<Column> columns() {
    return columns;
  }

  /**
   * Clears the vectors of texts that differ from what they were.
   *
   * @param given names of the properties whose values were stated, which stay
   */
  public void clearStale(@Nullable Object[] before, @Nullable Object[] values, Set<String> given) {
    for (Column column : columns) {
      if (!given.contains(column.property().name())
          && !Objects.equals(before[column.text()], values[column.text()])) {
        values[column.vector()] = null;
      }
    }
  }
}
