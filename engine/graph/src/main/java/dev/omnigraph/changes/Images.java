package dev.omnigraph.changes;

import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Entities of a state by id, in the layout of a type that may be of another schema: properties are
 * the same whose stable ids are.
 */
public final class Images {
  /**
   * One entity.
   *
   * @param values in the order of the layout
   * @param address of its row in the state's table
   */
  public record Row(@Nullable Object[] values, long address) {}

  private final View view;
  private final RowLayout layout;
  private final @Nullable EntityType there;
  private final List<@Nullable String> columns;

  /**
   * @param layout of the rows that are wanted
   */
  public Images(View view, RowLayout layout) {
    this.view = view;
    this.layout = layout;
    this.there = typeIn(view, layout.type()).orElse(null);
    this.columns = there == null ? List.of() : columns(layout, there);
  }

  /** The type of the same table as the state's own schema has it. */
  public static Optional<EntityType> typeIn(View view, EntityType type) {
    return view.catalog().entities().stream()
        .filter(own -> own.tableId().equals(type.tableId()))
        .findFirst();
  }

  /** Those of the ids that are there. */
  public Map<String, Row> byId(Collection<String> ids) {
    Map<String, Row> rows = new HashMap<>();
    if (there != null && !ids.isEmpty()) {
      new CommittedRows(view)
          .matching(
              there,
              read(),
              ArrowSchemas.ID,
              ids,
              true,
              (batch, row) -> {
                Row image = new Row(values(batch, row), CommittedRows.address(batch, row));
                rows.put(String.valueOf(image.values()[RowLayout.ID]), image);
              });
    }
    return rows;
  }

  /** What to read of the state's table, so that {@link #values} can be asked of a row. */
  public List<String> read() {
    List<String> read = new ArrayList<>();
    for (String column : columns) {
      if (column != null) {
        read.add(column);
      }
    }
    return read;
  }

  /**
   * The values of a row in the layout's order; of a property that the state does not know, what an
   * entity gets that states none.
   */
  public @Nullable Object[] values(VectorSchemaRoot batch, int row) {
    @Nullable Object[] values = layout.blank();
    for (int i = 0; i < values.length; i++) {
      String column = columns.get(i);
      if (column != null) {
        values[i] = ArrowValues.get(batch.getVector(column), row);
      }
    }
    return values;
  }

  private static List<@Nullable String> columns(RowLayout layout, EntityType there) {
    List<@Nullable String> columns = new ArrayList<>();
    for (int i = 0; i < layout.width(); i++) {
      Property property = layout.propertyAt(i);
      columns.add(property == null ? layout.columns().get(i) : nameOf(property, there));
    }
    return columns;
  }

  private static @Nullable String nameOf(Property property, EntityType there) {
    return there.properties().stream()
        .filter(own -> own.id() == property.id())
        .map(Property::name)
        .findFirst()
        .orElse(null);
  }
}
