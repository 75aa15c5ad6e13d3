package dev.omnigraph.table;

import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An index that a table should have. Answers never depend on it, only their cost does. */
public record IndexSpec(String column, Kind kind) {

  /** What the index answers. */
  public enum Kind {
    /** Equality, sets, ranges and prefixes of a scalar column. */
    BTREE
  }

  /**
   * The indexes of a type: its id, an edge's endpoints, and the properties that are its key or have
   * {@code @index}, as far as a BTREE fits their type.
   */
  public static List<IndexSpec> of(EntityType type) {
    List<IndexSpec> specs = new ArrayList<>();
    specs.add(new IndexSpec(ArrowSchemas.ID, Kind.BTREE));
    if (type instanceof EdgeType) {
      specs.add(new IndexSpec(ArrowSchemas.SRC, Kind.BTREE));
      specs.add(new IndexSpec(ArrowSchemas.DST, Kind.BTREE));
    }
    for (Property property : type.properties()) {
      // A text that is the whole key is the id, which has its own.
      boolean wanted =
          property.isIndexed() || type.isKey(property) && property.type() != Scalar.STRING;
      if (wanted && isOrdered(property.type())) {
        specs.add(new IndexSpec(property.name(), Kind.BTREE));
      }
    }
    return List.copyOf(specs);
  }

  /** The columns of {@link #of}. */
  public static Set<String> columns(EntityType type) {
    return of(type).stream().map(IndexSpec::column).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isOrdered(PropertyType type) {
    return switch (type) {
      case PropertyType.Enumeration enumeration -> true;
      case Scalar scalar -> true;
      case PropertyType.Vector vector -> false;
      case PropertyType.ListOf list -> false;
      case PropertyType.Blob blob -> false;
    };
  }
}
