package dev.omnigraph.table;

import dev.omnigraph.table.Predicate.Compare.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a filter is better answered by indexes or by reading the columns. A BTREE takes about
 * half a millisecond for each constant of a set, as it searches a page for each; reading a million
 * rows takes no longer than a hundred of those, however large the set.
 */
final class IndexChoice {
  private static final int ALWAYS = 256;
  private static final int ROWS_PER_CONSTANT = 2000;

  private IndexChoice() {}

  static boolean pays(Predicate filter, long rows) {
    return constants(filter) <= Math.max(ALWAYS, rows / ROWS_PER_CONSTANT);
  }

  /**
   * The columns whose indexes tell which rows can match, so that no others are read.
   *
   * @param indexed columns that have an index; null when any may have one
   */
  static Set<String> answering(Predicate filter, @Nullable Set<String> indexed) {
    return switch (filter) {
      case Predicate.Compare compare ->
          isNarrow(compare) ? answering(compare.column(), indexed) : Set.of();
      case Predicate.In in -> answering(in.column(), indexed);
      case Predicate.StartsWith starts -> answering(starts.column(), indexed);
      case Predicate.IsNull isNull -> answering(isNull.column(), indexed);
      case Predicate.And and ->
          Stream.concat(
                  and.terms().stream().flatMap(term -> answering(term, indexed).stream()),
                  bothSides(and).flatMap(column -> answering(column, indexed).stream()))
              .collect(Collectors.toCollection(TreeSet::new));
      case Predicate.Or or -> {
        List<Set<String>> terms =
            or.terms().stream().map(term -> answering(term, indexed)).toList();
        yield terms.contains(Set.<String>of())
            ? Set.of()
            : terms.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
      }
      case Predicate.Not not -> Set.of();
      case Predicate.ContainsText contains -> Set.of();
      case Predicate.ContainsElement contains -> Set.of();
    };
  }

  /** Half a range of texts is most of them as a rule: then reading the index is in vain. */
  private static boolean isNarrow(Predicate.Compare compare) {
    return switch (compare.operator()) {
      case EQ -> true;
      case NE -> false;
      case LT, LE, GT, GE -> !(compare.value() instanceof String);
    };
  }

  /** Columns that the terms limit from below and from above. */
  private static Stream<String> bothSides(Predicate.And and) {
    Set<String> above = new HashSet<>();
    Set<String> below = new HashSet<>();
    for (Predicate term : and.terms()) {
      if (term instanceof Predicate.Compare(String column, Operator operator, Object value)) {
        switch (operator) {
          case GT, GE -> above.add(column);
          case LT, LE -> below.add(column);
          case EQ, NE -> {}
        }
      }
    }
    above.retainAll(below);
    return above.stream();
  }

  private static Set<String> answering(String column, @Nullable Set<String> indexed) {
    return indexed == null || indexed.contains(column) ? Set.of(column) : Set.of();
  }

  private static long constants(Predicate filter) {
    return switch (filter) {
      case Predicate.In in -> in.values().size();
      case Predicate.And and -> and.terms().stream().mapToLong(IndexChoice::constants).sum();
      case Predicate.Or or -> or.terms().stream().mapToLong(IndexChoice::constants).sum();
      case Predicate.Not not -> constants(not.term());
      case Predicate.Compare compare -> 1;
      case Predicate.IsNull isNull -> 1;
      case Predicate.StartsWith starts -> 1;
      case Predicate.ContainsText contains -> 1;
      case Predicate.ContainsElement contains -> 1;
    };
  }
}
