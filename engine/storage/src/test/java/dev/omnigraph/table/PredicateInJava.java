package dev.omnigraph.table;

import dev.omnigraph.value.ValueOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a predicate means, in the plainest Java: empty is unknown. */
final class PredicateInJava {
  private PredicateInJava() {}

  static Optional<Boolean> matches(
      dev.omnigraph.table.Predicate predicate, Map<String, @Nullable Object> row) {
    return switch (predicate) {
      case dev.omnigraph.table.Predicate.Compare c ->
          known(row.get(c.column()), v -> compare(c.operator(), v, c.value()));
      case dev.omnigraph.table.Predicate.In in ->
          known(
              row.get(in.column()),
              v -> in.values().stream().anyMatch(c -> ValueOrder.compare(v, c) == 0));
      case dev.omnigraph.table.Predicate.IsNull n -> Optional.of(row.get(n.column()) == null);
      case dev.omnigraph.table.Predicate.StartsWith s ->
          known(row.get(s.column()), v -> v.toString().startsWith(s.prefix()));
      case dev.omnigraph.table.Predicate.ContainsText s ->
          known(row.get(s.column()), v -> v.toString().contains(s.part()));
      case dev.omnigraph.table.Predicate.ContainsElement e ->
          known(
              row.get(e.column()),
              v -> ((List<?>) v).stream().anyMatch(x -> ValueOrder.compare(x, e.element()) == 0));
      case dev.omnigraph.table.Predicate.And and -> all(and.terms(), row, false);
      case dev.omnigraph.table.Predicate.Or or -> all(or.terms(), row, true);
      case dev.omnigraph.table.Predicate.Not not -> matches(not.term(), row).map(b -> !b);
    };
  }

  /** A conjunction is false, a disjunction true as soon as one term is; else unknown if one is. */
  private static Optional<Boolean> all(
      List<dev.omnigraph.table.Predicate> terms, Map<String, @Nullable Object> row, boolean or) {
    List<Optional<Boolean>> found = terms.stream().map(t -> matches(t, row)).toList();
    if (found.contains(Optional.of(or))) {
      return Optional.of(or);
    }
    return found.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(!or);
  }

  private static Optional<Boolean> known(@Nullable Object value, Predicate<Object> test) {
    return Optional.ofNullable(value).map(test::test);
  }

  private static boolean compare(
      dev.omnigraph.table.Predicate.Compare.Operator operator, Object value, Object constant) {
    int order = ValueOrder.compare(value, constant);
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
