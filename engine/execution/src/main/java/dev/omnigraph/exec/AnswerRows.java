package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns result columns into rows in Java form, one at a time: the only place where there are row
 * objects.
 */
final class AnswerRows {
  private AnswerRows() {}

  static void emit(
      List<IntFunction<@Nullable Object>> columns,
      Ints order,
      Consumer<List<@Nullable Object>> sink) {
    for (int i = 0; i < order.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>(columns.size());
      for (IntFunction<@Nullable Object> column : columns) {
        row.add(column.apply(order.get(i)));
      }
      sink.accept(Collections.unmodifiableList(row));
    }
  }

  /** Reads a column that is no aggregate. */
  static IntFunction<@Nullable Object> reader(TypedQuery.Column column, RelationColumns inputs) {
    return column.value() instanceof Expr.Whole whole
        ? entity(whole.variable(), inputs)
        : inputs.operand(column.value())::value;
  }

  private static IntFunction<@Nullable Object> entity(Variable variable, RelationColumns inputs) {
    Map<String, Operand> fields = new LinkedHashMap<>();
    fields.put(ArrowSchemas.ID, inputs.column(variable, ArrowSchemas.ID));
    if (variable.type() instanceof EdgeType) {
      fields.put(ArrowSchemas.SRC, inputs.column(variable, ArrowSchemas.SRC));
      fields.put(ArrowSchemas.DST, inputs.column(variable, ArrowSchemas.DST));
    }
    for (Property property : variable.type().properties()) {
      fields.put(property.name(), inputs.column(variable, property.name()));
    }
    Ints numbers = inputs.relation().numbers(variable);
    return row -> {
      if (numbers.get(row) < 0) {
        return null;
      }
      Map<String, @Nullable Object> entity = new LinkedHashMap<>();
      fields.forEach((name, operand) -> entity.put(name, operand.value(row)));
      return Collections.unmodifiableMap(entity);
    };
  }
}
