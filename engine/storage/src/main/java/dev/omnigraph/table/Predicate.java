package dev.omnigraph.table;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A condition on the columns of one table, pushed into scans. Values are in the Java form of {@code
 * query.Expr.Literal}; a null column value matches nothing except {@link IsNull}, under {@link Not}
 * neither. Values are equal and ordered as {@link dev.omnigraph.value.ValueOrder} says; a number
 * may be of any numeric type, whatever the column's.
 */
public sealed interface Predicate {

  /** Column, operator, non-null constant. */
  record Compare(String column, Operator operator, Object value) implements Predicate {
    /** Comparison operators. */
    public enum Operator {
      EQ,
      NE,
      LT,
      GT,
      LE,
      GE
    }
  }

  /** The column's value is one of the constants, which may be many thousands. */
  record In(String column, Collection<?> values) implements Predicate {}

  record IsNull(String column) implements Predicate {}

  /** Exact, case-sensitive prefix; {@code %} and {@code _} are literal. */
  record StartsWith(String column, String prefix) implements Predicate {}

  /** Exact, case-sensitive substring; {@code %} and {@code _} are literal. */
  record ContainsText(String column, String part) implements Predicate {}

  /** The list column has the element. */
  record ContainsElement(String column, Object element) implements Predicate {}

  record And(List<Predicate> terms) implements Predicate {
    public And {
      terms = List.copyOf(terms);
    }
  }

  record Or(List<Predicate> terms) implements Predicate {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  record Not(Predicate term) implements Predicate {}

  /** Adds the columns that it reads. */
  default void addColumns(Set<String> columns) {
    switch (this) {
      case Compare compare -> columns.add(compare.column());
      case In in -> columns.add(in.column());
      case IsNull isNull -> columns.add(isNull.column());
      case StartsWith starts -> columns.add(starts.column());
      case ContainsText contains -> columns.add(contains.column());
      case ContainsElement contains -> columns.add(contains.column());
      case And and -> and.terms().forEach(term -> term.addColumns(columns));
      case Or or -> or.terms().forEach(term -> term.addColumns(columns));
      case Not not -> not.term().addColumns(columns);
    }
  }
}
