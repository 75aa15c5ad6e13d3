package dev.omnigraph.query;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A type-checked query of a {@code .gq} source. */
public sealed interface TypedQuery {
  String name();

  Optional<String> description();

  List<Parameter> parameters();

  /**
   * A query that reads.
   *
   * @param variables all bound variables, by slot
   * @param columns the projection; when one has an aggregate the others are the group key
   * @param order most significant first; what is left undecided is ordered by the variables' ids
   * @param limit a literal or parameter of an integer type
   */
  record Read(
      String name,
      Optional<String> description,
      List<Parameter> parameters,
      List<Variable> variables,
      List<Clause> match,
      boolean distinct,
      List<Column> columns,
      List<OrderKey> order,
      @Nullable Expr limit)
      implements TypedQuery {
    public Read {
      parameters = List.copyOf(parameters);
      variables = List.copyOf(variables);
      match = List.copyOf(match);
      columns = List.copyOf(columns);
      order = List.copyOf(order);
    }
  }

  /** A query that writes: all inserts and updates, or all deletes. */
  record Write(
      String name,
      Optional<String> description,
      List<Parameter> parameters,
      List<Statement> statements)
      implements TypedQuery {
    public Write {
      parameters = List.copyOf(parameters);
      statements = List.copyOf(statements);
    }
  }

  /** A result column; without an alias the name is the expression's text, {@code p.name}. */
  record Column(String name, Expr value) {}

  /** An expression, or a column by name through {@code columnIndex}; nulls sort below all else. */
  record OrderKey(@Nullable Expr value, int columnIndex, boolean descending) {}
}
