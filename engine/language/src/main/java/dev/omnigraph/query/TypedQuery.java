package dev.omnigraph.query;

import dev.omnigraph.value.PropertyType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
   * @param columns the projection. In a grouped query those without an aggregate are the group key,
   *     and what the others, {@code having} and the order have outside of aggregates is made of
   *     them
   * @param having which groups are answered; null for all
   * @param order most significant first; what is left undecided is ordered by the variables' ids
   * @param limit a literal or parameter of an integer type
   * @param offset how many rows of that order are passed over before the limit counts; of the same
   */
  record Read(
      String name,
      Optional<String> description,
      List<Parameter> parameters,
      List<Variable> variables,
      List<Clause> match,
      boolean distinct,
      List<Column> columns,
      @Nullable Expr having,
      List<OrderKey> order,
      @Nullable Expr limit,
      @Nullable Expr offset)
      implements TypedQuery {
    public Read {
      parameters = List.copyOf(parameters);
      variables = List.copyOf(variables);
      match = List.copyOf(match);
      columns = List.copyOf(columns);
      order = List.copyOf(order);
    }

    /** The same query with another limit and offset. */
    public Read within(long newLimit, long newOffset) {
      return new Read(
          name,
          description,
          parameters,
          variables,
          match,
          distinct,
          columns,
          having,
          order,
          count(newLimit),
          count(newOffset));
    }

    private Expr count(long value) {
      ValueType type = new ValueType.Value(PropertyType.Scalar.I64, false);
      return new Expr.Literal(value, type, columns.getFirst().value().span());
    }

    /** Whether rows are grouped, which they are where there is an aggregate. */
    public boolean isGrouped() {
      return behindMatch().anyMatch(Expr::hasAggregate);
    }

    /** What rows of a group are equal in. */
    public List<Expr> groupKey() {
      return columns.stream().map(Column::value).filter(value -> !value.hasAggregate()).toList();
    }

    /** The expressions that are computed of rows of the match or of groups of them. */
    public Stream<Expr> behindMatch() {
      return Stream.of(
              columns.stream().map(Column::value),
              Stream.ofNullable(having),
              order.stream().map(OrderKey::value))
          .flatMap(exprs -> exprs);
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

  /** What rows are ordered by; nulls are below all else. */
  record OrderKey(Expr value, boolean descending) {}
}
