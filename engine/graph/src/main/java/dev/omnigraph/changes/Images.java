package dev.omnigraph.changes;

import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ColumnChange;
import dev.omnigraph.view.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Entities of a state by id, in the layout of a type that may be of another schema: properties are
 * the same whose stable ids are, and values have the form that the layout's schema gives them.
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
  private final List<Field> fields;
  private final @Nullable EntityType there;
  private final @Nullable ColumnChange change;

  /**
   * @param layout of the rows that are wanted
   */
  public Images(View view, RowLayout layout) {
    this.view = view;
    this.fields = layout.schema().getFields();
    this.there = typeIn(view, layout.type()).orElse(null);
    this.change = there == null ? null : ColumnChange.between(there, layout.type(), false);
  }

  /** The type of the same table as the state's own schema has it. */
  public static Optional<EntityType> typeIn(View view, EntityType type) {
    return view.catalog().entities().stream()
        .filter(own -> own.tableId().equals(type.tableId()))
        .findFirst();
  }

  /** Those of the ids that are there. */
  public Map<String, Row> byId(Collection<String> ids) {
    return byId(ids, row -> {});
  }

  /**
   * The same.
   *
   * @param each gets each row as it comes; what it throws ends the reading
   */
  public Map<String, Row> byId(Collection<String> ids, Consumer<Row> each) {
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
                each.accept(image);
                rows.put(String.valueOf(image.values()[RowLayout.ID]), image);
              });
    }
    return rows;
  }

  /** What to read of the state's table, so that {@link #values} can be asked of a row. */
  public List<String> read() {
    return change == null ? List.of() : change.kept();
  }

  /**
   * The values of a row in the layout's order; of a property that the state does not know, what an
   * entity gets that states none.
   */
  public @Nullable Object[] values(VectorSchemaRoot batch, int row) {
    ColumnChange form = Objects.requireNonNull(change);
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = form.value(batch, row, fields.get(i));
    }
    return values;
  }
}
