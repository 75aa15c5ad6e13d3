package dev.omnigraph.row;

import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of an entity are in a row: {@code id}, on an edge {@code src} and {@code dst},
 * then the properties in their order, as in the columns of the type's table.
 */
public final class RowLayout {
  /** Position of the id in every row. */
  public static final int ID = 0;

  /** Position of the source's id in an edge's row. */
  public static final int SRC = 1;

  /** Position of the target's id in an edge's row. */
  public static final int DST = 2;

  private final EntityType type;
  private final int firstProperty;
  private final List<String> columns;
  private final Map<String, Integer> positions;
  private final @Nullable Object[] defaults;

  public RowLayout(EntityType type) {
    this.type = type;
    this.firstProperty = type instanceof EdgeType ? 3 : 1;
    List<String> names = new ArrayList<>();
    names.add(ArrowSchemas.ID);
    if (type instanceof EdgeType) {
      names.add(ArrowSchemas.SRC);
      names.add(ArrowSchemas.DST);
    }
    type.properties().forEach(p -> names.add(p.name()));
    this.columns = List.copyOf(names);
    this.positions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i), i);
    }
    this.defaults = new @Nullable Object[columns.size()];
    for (int i = firstProperty; i < defaults.length; i++) {
      defaults[i] = type.properties().get(i - firstProperty).defaultValue();
    }
  }

  /** A row that states nothing: the defaults of the properties that have one. */
  public @Nullable Object[] blank() {
    return defaults.clone();
  }

  public EntityType type() {
    return type;
  }

  public List<String> columns() {
    return columns;
  }

  public int width() {
    return columns.size();
  }

  /** Position of a column, or -1. */
  public int position(String column) {
    return positions.getOrDefault(column, -1);
  }

  /** Position of the type's n-th property. */
  public int ofProperty(int n) {
    return firstProperty + n;
  }

  /** The property at a position, or null for the id and the endpoints. */
  public @Nullable Property propertyAt(int position) {
    return position < firstProperty ? null : type.properties().get(position - firstProperty);
  }

  /** What callers call a column: an edge's ends are {@code from} and {@code to}. */
  public String shownName(int column) {
    if (type instanceof EdgeType && column == SRC) {
      return "from";
    }
    return type instanceof EdgeType && column == DST ? "to" : columns.get(column);
  }

  public Schema schema() {
    return ArrowSchemas.of(type);
  }
}
