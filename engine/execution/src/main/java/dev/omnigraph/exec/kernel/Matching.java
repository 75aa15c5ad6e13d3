package dev.omnigraph.exec.kernel;

import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.value.ValueOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Decides predicates on single rows, for rows that no table's scan gives. */
public final class Matching {
  private Matching() {}

  /**
   * @param rows with the columns of the predicate
   */
  public static boolean matches(Predicate predicate, VectorSchemaRoot rows, int row) {
    return switch (predicate) {
      case Predicate.Compare compare -> {
        Object value = value(compare.column(), rows, row);
        yield value != null
            && holds(compare.operator(), ValueOrder.compare(value, compare.value()));
      }
      case Predicate.In in -> {
        Object value = value(in.column(), rows, row);
        yield value != null && in.values().stream().anyMatch(v -> ValueOrder.equal(value, v));
      }
      case Predicate.IsNull isNull -> rows.getVector(isNull.column()).isNull(row);
      case Predicate.StartsWith starts ->
          value(starts.column(), rows, row) instanceof String text
              && text.startsWith(starts.prefix());
      case Predicate.ContainsText contains ->
          value(contains.column(), rows, row) instanceof String text
              && text.contains(contains.part());
      case Predicate.ContainsElement contains ->
          value(contains.column(), rows, row) instanceof List<?> list
              && list.stream()
                  .filter(Objects::nonNull)
                  .anyMatch(element -> ValueOrder.equal(element, contains.element()));
      case Predicate.And and -> and.terms().stream().allMatch(term -> matches(term, rows, row));
      case Predicate.Or or -> or.terms().stream().anyMatch(term -> matches(term, rows, row));
      case Predicate.Not(Predicate.IsNull isNull) -> !rows.getVector(isNull.column()).isNull(row);
      // Of a single column, where a null matches neither way.
      case Predicate.Not not ->
          columns(not.term()).stream().noneMatch(column -> rows.getVector(column).isNull(row))
              && !matches(not.term(), rows, row);
    };
  }

  private static Set<String> columns(Predicate predicate) {
    Set<String> columns = new HashSet<>();
    predicate.addColumns(columns);
    return columns;
  }

  private static @Nullable Object value(String column, VectorSchemaRoot rows, int row) {
    return ArrowValues.get(rows.getVector(column), row);
  }

  private static boolean holds(Predicate.Compare.Operator operator, int order) {
    return switch (operator) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case GT -> order > 0;
      case LE -> order <= 0;
      case GE -> order >= 0;
    };
  }
}
