package dev.omnigraph.exec;

import dev.omnigraph.table.Predicate;
import dev.omnigraph.value.ValueOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** What predicates mean, on Java maps; the executor negates only what speaks of one column. */
@NullUnmarked
final class Predicates {
  private Predicates() {}

  static boolean matches(Predicate predicate, Map<String, Object> row) {
    return switch (predicate) {
      case Predicate.Compare c -> {
        Object value = row.get(c.column());
        yield value != null && compare(c.operator(), ValueOrder.compare(value, c.value()));
      }
      case Predicate.In in -> {
        Object value = row.get(in.column());
        yield value != null && in.values().stream().anyMatch(v -> ValueOrder.equal(v, value));
      }
      case Predicate.IsNull isNull -> row.get(isNull.column()) == null;
      case Predicate.StartsWith starts ->
          row.get(starts.column()) instanceof String s && s.startsWith(starts.prefix());
      case Predicate.ContainsText contains ->
          row.get(contains.column()) instanceof String s && s.contains(contains.part());
      case Predicate.ContainsElement contains ->
          row.get(contains.column()) instanceof List<?> list
              && list.stream().anyMatch(e -> ValueOrder.equal(e, contains.element()));
      case Predicate.And and -> and.terms().stream().allMatch(t -> matches(t, row));
      case Predicate.Or or -> or.terms().stream().anyMatch(t -> matches(t, row));
      case Predicate.Not(Predicate.IsNull isNull) -> row.get(isNull.column()) != null;
      case Predicate.Not not ->
          columns(not.term()).stream().allMatch(column -> row.get(column) != null)
              && !matches(not.term(), row);
    };
  }

  private static Set<String> columns(Predicate predicate) {
    Set<String> columns = new HashSet<>();
    predicate.addColumns(columns);
    return columns;
  }

  private static boolean compare(Predicate.Compare.Operator operator, int order) {
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
