package dev.omnigraph.export;

import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.List;

/**
 * A type, and what is written of it.
 *
 * @param columns of its table: the id, on an edge the ids of its ends, and the properties
 * @param properties the last of the columns
 */
record ExportedType(EntityType type, List<String> columns, List<Property> properties) {

  static ExportedType of(EntityType type, boolean withBlobs) {
    List<Property> properties =
        type.properties().stream()
            .filter(property -> withBlobs || !(property.type() instanceof PropertyType.Blob))
            .toList();
    List<String> columns =
        new ArrayList<>(new RowLayout(type).columns().subList(0, firstProperty(type)));
    properties.forEach(property -> columns.add(property.name()));
    return new ExportedType(type, List.copyOf(columns), properties);
  }

  /** The columns as whoever reads a table knows them. */
  List<String> columnNames() {
    List<String> names = new ArrayList<>(columns);
    if (isEdge()) {
      names.set(RowLayout.SRC, "from");
      names.set(RowLayout.DST, "to");
    }
    return names;
  }

  boolean isEdge() {
    return type instanceof EdgeType;
  }

  /** Where the values of the properties begin in a row. */
  int firstProperty() {
    return firstProperty(type);
  }

  private static int firstProperty(EntityType type) {
    return type instanceof EdgeType ? RowLayout.DST + 1 : RowLayout.ID + 1;
  }
}
