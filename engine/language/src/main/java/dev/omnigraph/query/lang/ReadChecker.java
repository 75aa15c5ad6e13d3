package dev.omnigraph.query.lang;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.lang.ReturnedNames.Kind;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queries that read: their match, and then projection, groups, order and limit. */
final class ReadChecker {
  private final Context context;

  ReadChecker(Context context) {
    this.context = context;
  }

  /** Null when something is wrong, which is then reported. */
  @Nullable TypedQuery check(Syntax.Query query, Syntax.Read read) {
    int before = context.diagnostics().size();
    MatchChecker match = new MatchChecker(context);
    Scope scope = new Scope(context, match, null);
    List<Clause> clauses = match.clauses(read.match(), scope, false);
    if (scope.own().isEmpty() && context.diagnostics().size() == before) {
      context.error(
          QueryError.EMPTY_MATCH,
          query.name().span(),
          "The query `%s` matches no variable, so it has nothing to return."
              .formatted(query.name().text()));
    }
    scope.showOptionals();
    scope.rankRows();
    ReturnedNames names = new ReturnedNames(context, scope, kind(read), read.columns());
    List<TypedQuery.Column> columns = columns(query, read, scope, names);
    boolean complete = columns.size() == read.columns().size();
    Expr having = complete ? having(read, names) : null;
    List<TypedQuery.OrderKey> order = complete ? order(read, names) : List.of();
    Expr limit = count(read.limit(), "limit", scope);
    Expr offset = count(read.offset(), "offset", scope);
    if (read.limit() == null) {
      order.forEach(key -> requireLimit(key.value()));
    }
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
        having,
        order,
        limit,
        offset);
  }

  private static Kind kind(Syntax.Read read) {
    boolean grouped =
        read.columns().stream().map(Syntax.Column::value).anyMatch(CallChecker::hasAggregate)
            || read.order().stream().map(Syntax.Order::value).anyMatch(CallChecker::hasAggregate)
            || read.having() != null && CallChecker.hasAggregate(read.having());
    return grouped ? Kind.GROUPED : read.distinct() ? Kind.DISTINCT : Kind.PLAIN;
  }

  /** Those without an aggregate first, since the others are made of them. */
  private List<TypedQuery.Column> columns(
      Syntax.Query query, Syntax.Read read, Scope scope, ReturnedNames names) {
    if (read.columns().isEmpty()) {
      context.error(
          QueryError.EMPTY_RETURN,
          query.name().span(),
          "The query `%s` returns no columns.".formatted(query.name().text()));
    }
    Map<Syntax.Column, Expr> checked = new HashMap<>();
    for (boolean aggregates : new boolean[] {false, true}) {
      ExprChecker expressions = new ExprChecker(context, aggregates ? names : scope);
      for (Syntax.Column column : read.columns()) {
        if (CallChecker.hasAggregate(column.value()) == aggregates) {
          Expr value = expressions.value(column.value(), null, "this");
          if (value != null) {
            checked.put(column, value);
          }
        }
      }
      if (!aggregates) {
        checked.forEach(names::add);
      }
    }
    checked.forEach(names::add);
    return named(read, checked);
  }

  private List<TypedQuery.Column> named(Syntax.Read read, Map<Syntax.Column, Expr> checked) {
    List<TypedQuery.Column> columns = new ArrayList<>();
    Map<String, Syntax.Column> byName = new HashMap<>();
    for (Syntax.Column column : read.columns()) {
      String name = column.alias() == null ? SyntaxText.of(column.value()) : column.alias().text();
      if (byName.putIfAbsent(name, column) != null) {
        context.error(
            QueryError.DUPLICATE_COLUMN,
            column.span(),
            "There are two columns called `%s`.".formatted(name));
      }
      Expr value = checked.get(column);
      if (value != null && isTold(read, column, value)) {
        columns.add(new TypedQuery.Column(name, value));
      }
    }
    return columns;
  }

  /** False, and reported, where rows would have to be told apart by a list of entities. */
  private boolean isTold(Syntax.Read read, Syntax.Column column, Expr value) {
    Kind kind = kind(read);
    if (!(value.type() instanceof ValueType.Entities)
        || kind == Kind.PLAIN
        || kind == Kind.GROUPED && value.hasAggregate()) {
      return true;
    }
    context.error(
        QueryError.NOT_COMPARABLE,
        column.value().span(),
        "Rows cannot be %s by this: it is %s."
            .formatted(
                kind == Kind.GROUPED ? "grouped" : "made distinct",
                TypeRules.describe(value.type())),
        "Collect the ids instead, as in `collect($x.id)`.");
    return false;
  }

  private @Nullable Expr having(Syntax.Read read, ReturnedNames names) {
    Syntax.Expr having = read.having();
    if (having == null) {
      return null;
    }
    if (kind(read) != Kind.GROUPED) {
      context.error(
          QueryError.HAVING_WITHOUT_GROUPS,
          having.span(),
          "`having` filters groups, and without an aggregate there are none.");
      return null;
    }
    return new ExprChecker(context, names).condition(having);
  }

  private List<TypedQuery.OrderKey> order(Syntax.Read read, ReturnedNames names) {
    List<TypedQuery.OrderKey> keys = new ArrayList<>();
    for (Syntax.Order order : read.order()) {
      Expr value = new ExprChecker(context, names).value(order.value(), null, "this");
      Expr key = value == null ? null : sortable(order, value);
      if (key != null) {
        keys.add(new TypedQuery.OrderKey(key, order.descending()));
      }
    }
    return keys;
  }

  /** What rows are ordered by for a value: of an entity its id. */
  private @Nullable Expr sortable(Syntax.Order order, Expr value) {
    if (value instanceof Expr.Whole whole && whole.type() instanceof ValueType.Entity) {
      return NameResolver.id(whole);
    }
    PropertyType type = ExprChecker.typeOf(value);
    if (type != null && TypeRules.isSingle(type)) {
      return value;
    }
    context.error(
        QueryError.NO_ORDER,
        order.value().span(),
        "Rows cannot be ordered by this: it is %s.".formatted(TypeRules.describe(value.type())));
    return null;
  }

  /** A number of rows: a literal or a parameter. */
  private @Nullable Expr count(Syntax.@Nullable Expr syntax, String word, Scope scope) {
    if (syntax == null) {
      return null;
    }
    Expr count = new ExprChecker(context, scope).value(syntax, Scalar.I64, "the " + word);
    if (count == null || count instanceof Expr.Literal) {
      return count;
    }
    boolean fits =
        count instanceof Expr.Param
            && count.type() instanceof ValueType.Value(var type, var nullable)
            && type instanceof Scalar scalar
            && scalar.isInteger()
            && !nullable;
    if (!fits) {
      context.error(
          QueryError.LIMIT_TYPE,
          syntax.span(),
          "A%s is a whole number or a parameter of an integer type that is not optional."
              .formatted(word.equals("offset") ? "n offset" : " limit"));
      return null;
    }
    return count;
  }

  /** To order by a distance is to look for the nearest. */
  private void requireLimit(Expr key) {
    boolean ranks =
        key instanceof Expr.Fusion
            || key instanceof Expr.Search search
                && search.function() == Expr.Search.Function.NEAREST;
    if (ranks) {
      context.error(
          QueryError.LIMIT_REQUIRED,
          key.span(),
          "To order by `nearest` or `rrf` is to look for the best rows, so the query needs a"
              + " `limit`.");
    } else if (!(key instanceof Expr.Aggregate)) {
      key.parts().forEach(this::requireLimit);
    }
  }
}
