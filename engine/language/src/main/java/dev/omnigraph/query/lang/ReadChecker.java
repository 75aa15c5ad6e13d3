package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queries that read: their match, and then projection, order and limit. */
final class ReadChecker {
  private final Context context;

  ReadChecker(Context context) {
    this.context = context;
  }

  /** Null when something is wrong, which is then reported. */
  @Nullable TypedQuery check(Syntax.Query query, Syntax.Read read) {
    int before = context.diagnostics().size();
    Scope scope = new Scope(context, null);
    MatchChecker match = new MatchChecker(context);
    List<Clause> clauses = match.clauses(read.match(), scope, false);
    if (scope.own().isEmpty() && context.diagnostics().size() == before) {
      context.error(
          QueryError.EMPTY_MATCH,
          query.name().span(),
          "The query `%s` matches no variable, so it has nothing to return."
              .formatted(query.name().text()));
    }
    scope.showOptionals();
    ExprChecker expressions = new ExprChecker(context, scope);
    List<TypedQuery.Column> columns = columns(query, read, expressions);
    List<TypedQuery.OrderKey> order = order(read, columns, expressions);
    Expr limit = limit(read, columns, order, expressions);
    if (context.diagnostics().size() > before) {
      return null;
    }
    return new TypedQuery.Read(
        query.name().text(),
        Optional.ofNullable(query.description()),
        List.copyOf(context.parameters().values()),
        match.variables(),
        clauses,
        read.distinct(),
        columns,
        order,
        limit);
  }

  private List<TypedQuery.Column> columns(
      Syntax.Query query, Syntax.Read read, ExprChecker expressions) {
    List<TypedQuery.Column> columns = new ArrayList<>();
    Map<String, Syntax.Column> names = new HashMap<>();
    if (read.columns().isEmpty()) {
      context.error(
          QueryError.EMPTY_RETURN,
          query.name().span(),
          "The query `%s` returns no columns.".formatted(query.name().text()));
    }
    for (Syntax.Column column : read.columns()) {
      String name = column.alias() == null ? SyntaxText.of(column.value()) : column.alias().text();
      if (names.putIfAbsent(name, column) != null) {
        context.error(
            QueryError.DUPLICATE_COLUMN,
            column.span(),
            "There are two columns called `%s`.".formatted(name));
      }
      Expr value =
          column.value() instanceof Syntax.Call call && CallChecker.isAggregate(call)
              ? new CallChecker(context, expressions).aggregate(call)
              : expressions.value(column.value(), null, "this");
      if (value != null) {
        columns.add(new TypedQuery.Column(name, value));
      }
    }
    return columns;
  }

  private List<TypedQuery.OrderKey> order(
      Syntax.Read read, List<TypedQuery.Column> columns, ExprChecker expressions) {
    boolean grouped = columns.stream().anyMatch(c -> c.value() instanceof Expr.Aggregate);
    List<TypedQuery.OrderKey> keys = new ArrayList<>();
    boolean complete = columns.size() == read.columns().size();
    Map<String, Integer> returned = returned(read.columns());
    for (Syntax.Order order : read.order()) {
      int column = returned.getOrDefault(SyntaxText.source(order.value()), -1);
      if (column >= 0) {
        if (complete && sortable(order, columns.get(column).value())) {
          keys.add(new TypedQuery.OrderKey(null, column, order.descending()));
        }
        continue;
      }
      Expr value = orderValue(order, read, expressions);
      if (value == null || !sortable(order, value)) {
        continue;
      }
      if (grouped || read.distinct()) {
        context.error(
            QueryError.ORDER_NOT_RETURNED,
            order.value().span(),
            grouped
                ? "With an aggregate there is one row for each group, and this is not part of it."
                : "With `distinct` the order can only use what is returned.");
        continue;
      }
      keys.add(new TypedQuery.OrderKey(value, -1, order.descending()));
    }
    return keys;
  }

  /** Positions of the columns by alias, and by expression where no alias is spelt like it. */
  private static Map<String, Integer> returned(List<Syntax.Column> columns) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Syntax.Name alias = columns.get(i).alias();
      if (alias != null) {
        positions.putIfAbsent(alias.text(), i);
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!(columns.get(i).value() instanceof Syntax.Bare)) {
        positions.putIfAbsent(SyntaxText.source(columns.get(i).value()), i);
      }
    }
    return positions;
  }

  private @Nullable Expr orderValue(Syntax.Order order, Syntax.Read read, ExprChecker expressions) {
    if (!(order.value() instanceof Syntax.Bare(var name, var span))) {
      return expressions.value(order.value(), null, "this");
    }
    List<String> aliases =
        read.columns().stream()
            .filter(c -> c.alias() != null)
            .map(c -> c.alias() == null ? "" : c.alias().text())
            .toList();
    context.error(
        QueryError.UNKNOWN_COLUMN,
        span,
        "No column has the alias `%s`.".formatted(name),
        read.columns().stream()
            .map(Syntax.Column::value)
            .filter(v -> v instanceof Syntax.Member m && m.member().text().equals(name))
            .findFirst()
            .map(v -> "Write `$%s`.".formatted(SyntaxText.of(v)))
            .orElseGet(() -> direction(name, aliases)));
    return null;
  }

  /** What is no alias may be a direction, as other languages write it. */
  private static @Nullable String direction(String name, List<String> aliases) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (Suggestions.closest(name, aliases).isPresent()) {
      return Suggestions.help(name, aliases, "aliases");
    }
    for (String word : List.of("desc", "asc")) {
      if (lower.startsWith(word) || Suggestions.closest(name, List.of(word)).isPresent()) {
        return "Write `%s` after what is ordered by.".formatted(word);
      }
    }
    return Suggestions.help(name, aliases, "aliases");
  }

  private boolean sortable(Syntax.Order order, Expr value) {
    PropertyType type = ExprChecker.typeOf(value);
    if (type != null && TypeRules.isSingle(type)) {
      return true;
    }
    context.error(
        QueryError.NO_ORDER,
        order.value().span(),
        "Rows cannot be ordered by this: it is %s.".formatted(TypeRules.describe(value.type())),
        value instanceof Expr.Whole whole
            ? "Order by a property, or by `$%s.id`.".formatted(whole.variable().name())
            : null);
    return false;
  }

  private @Nullable Expr limit(
      Syntax.Read read,
      List<TypedQuery.Column> columns,
      List<TypedQuery.OrderKey> order,
      ExprChecker expressions) {
    Syntax.Expr syntax = read.limit();
    if (syntax == null) {
      requireLimit(columns, order);
      return null;
    }
    Expr limit = expressions.value(syntax, Scalar.I64, "the limit");
    if (limit == null || limit instanceof Expr.Literal) {
      return limit;
    }
    boolean fits =
        limit instanceof Expr.Param
            && limit.type() instanceof ValueType.Value(var type, var nullable)
            && type instanceof Scalar scalar
            && scalar.isInteger()
            && !nullable;
    if (!fits) {
      context.error(
          QueryError.LIMIT_TYPE,
          syntax.span(),
          "A limit is a whole number or a parameter of an integer type that is not optional.");
      return null;
    }
    return limit;
  }

  private void requireLimit(List<TypedQuery.Column> columns, List<TypedQuery.OrderKey> order) {
    List<Expr> values = new ArrayList<>(columns.stream().map(TypedQuery.Column::value).toList());
    for (TypedQuery.OrderKey key : order) {
      Expr value = key.value();
      if (value != null) {
        values.add(value);
      }
    }
    for (Expr value : values) {
      boolean ranks =
          value instanceof Expr.Search search
              && (search.function() == Expr.Search.Function.NEAREST
                  || search.function() == Expr.Search.Function.RRF);
      if (ranks) {
        context.error(
            QueryError.LIMIT_REQUIRED,
            value.span(),
            "`nearest` and `rrf` find the best rows, so the query needs a `limit`.");
        return;
      }
    }
  }
}
