package dev.omnigraph.exec;

import dev.omnigraph.plan.Conjuncts;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.Pushdown;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import dev.omnigraph.view.View;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Finds the rows that a condition on one variable matches: what updates and deletes start from. */
public final class ConditionScan {
  private ConditionScan() {}

  /**
   * Gives every committed entity of the variable's type that the condition matches, whole, in no
   * particular order; the scan decides as much of the condition as it can.
   *
   * @param arguments by parameter name, in the Java form of {@link Expr.Literal}
   */
  public static void forEach(
      View view,
      Variable variable,
      Expr condition,
      Map<String, ? extends @Nullable Object> arguments,
      Consumer<StoredRow> consumer) {
    List<Expr> conjuncts = Conjuncts.of(condition);
    List<Expr> pushed = conjuncts.stream().filter(c -> Pushdown.takes(c, variable)).toList();
    List<Expr> rest =
        Conjuncts.safeFirst(conjuncts.stream().filter(c -> !Pushdown.takes(c, variable)).toList());
    Predicate filter =
        Pushdown.predicate(variable.type(), pushed, new ConstantValues(arguments, view.now()));
    if (Pushdown.NEVER.equals(filter)) {
      return;
    }
    RowEvaluator evaluator = new RowEvaluator(arguments, view.now());
    Table table = view.table(variable.type());
    List<String> columns = table.schema().getFields().stream().map(Field::getName).toList();
    try (BatchStream stream = table.scan(ScanRequest.of(columns).where(filter).addressed())) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.batch();
        UInt8Vector addresses = (UInt8Vector) batch.getVector(ScanRequest.ROW_ADDRESS);
        for (int row = 0; row < batch.getRowCount(); row++) {
          Map<String, @Nullable Object> values = values(batch, columns, row);
          if (rest.stream().allMatch(c -> evaluator.test(c, values::get))) {
            consumer.accept(new StoredRow(addresses.get(row), values));
          }
        }
      }
    }
  }

  private static Map<String, @Nullable Object> values(
      VectorSchemaRoot batch, List<String> columns, int row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String column : columns) {
      FieldVector vector = batch.getVector(column);
      values.put(column, ArrowValues.get(vector, row));
    }
    return Collections.unmodifiableMap(values);
  }
}
