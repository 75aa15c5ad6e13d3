package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Aggregate;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Functions: {@code now}, aggregates and searches. */
final class CallChecker {
  private static final Map<String, Aggregate.Function> AGGREGATES =
      Map.of(
          "count", Aggregate.Function.COUNT,
          "sum", Aggregate.Function.SUM,
          "avg", Aggregate.Function.AVG,
          "min", Aggregate.Function.MIN,
          "max", Aggregate.Function.MAX,
          "collect", Aggregate.Function.COLLECT);

  private final Context context;
  private final ExprChecker values;

  CallChecker(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
  }

  /** Whether a part of the expression is an aggregate. */
  static boolean hasAggregate(Syntax.Expr expr) {
    return expr instanceof Syntax.Call call && AGGREGATES.containsKey(call.function().text())
        || expr.parts().stream().anyMatch(CallChecker::hasAggregate);
  }

  /**
   * The value of a call.
   *
   * @param expected the type that literals among its arguments take on, if something says it
   */
  @Nullable Expr value(Syntax.Call call, @Nullable PropertyType expected) {
    String name = call.function().text();
    if (call.distinct() && !AGGREGATES.containsKey(name)) {
      usage(call, "`distinct` stands in aggregates, as in `count(distinct $p.kind)`.");
      return null;
    }
    if (name.equals("now")) {
      if (!call.arguments().isEmpty()) {
        usage(call, "`now()` takes no arguments.");
        return null;
      }
      return new Expr.Now(new ValueType.Value(Scalar.DATETIME, false), call.span());
    }
    if (FunctionChecker.NAMES.contains(name)) {
      return new FunctionChecker(context, values).call(call, expected);
    }
    if (ArithmeticChecker.isDuration(call)) {
      usage(call, "A duration stands behind `+` or `-`, as in `now() - duration(\"P7D\")`.");
      return null;
    }
    if (SearchChecker.isScore(call)) {
      return new SearchChecker(context, values).score(call);
    }
    if (AGGREGATES.containsKey(name)) {
      return aggregate(call);
    }
    if (SearchChecker.isFilter(call)) {
      context.error(
          QueryError.NOT_A_VALUE,
          call.span(),
          "`%s` is a condition, not a value.".formatted(name),
          "Write it as a filter in the `match`.");
      return null;
    }
    TreeSet<String> known = new TreeSet<>(FunctionChecker.NAMES);
    known.addAll(List.of("now", ArithmeticChecker.DURATION));
    known.addAll(SearchChecker.NAMES);
    known.addAll(AGGREGATES.keySet());
    context.error(
        QueryError.UNKNOWN_FUNCTION,
        call.function().span(),
        "There is no function `%s`.".formatted(name),
        help(name, known));
    return null;
  }

  private static String help(String name, Set<String> known) {
    String foreign = ForeignWords.help(ForeignWords.Place.FUNCTION, name);
    return foreign != null
        ? foreign
        : Suggestions.closest(name, known)
            .map("Did you mean `%s`?"::formatted)
            .orElse("The functions are " + Suggestions.quoted(known) + ".");
  }

  /** What sums up the rows of a group. */
  private @Nullable Expr aggregate(Syntax.Call call) {
    String name = call.function().text();
    NameResolver rows = values.names().aggregated();
    if (rows == null) {
      context.error(
          QueryError.AGGREGATE_POSITION,
          call.span(),
          "`%s` is an aggregate, which stands behind the match and not in another aggregate."
              .formatted(name));
      return null;
    }
    Aggregate.Function function = AGGREGATES.get(name);
    if (function == null || call.arguments().size() != 1) {
      usage(call, "`%s` takes one argument.".formatted(name));
      return null;
    }
    Expr argument = new ExprChecker(context, rows).value(call.arguments().getFirst(), null, "this");
    if (argument == null) {
      return null;
    }
    ValueType type = aggregateType(call, function, argument);
    return type == null
        ? null
        : new Aggregate(function, call.distinct(), argument, type, call.span());
  }

  private @Nullable ValueType aggregateType(
      Syntax.Call call, Aggregate.Function function, Expr argument) {
    PropertyType of = ExprChecker.typeOf(argument);
    return switch (function) {
      case COUNT -> new ValueType.Value(Scalar.I64, false);
      case SUM, AVG -> {
        if (of == null || !TypeRules.isNumber(of)) {
          yield aggregateMismatch(call, "numbers", argument);
        }
        yield new ValueType.Value(Scalar.F64, true);
      }
      case MIN, MAX -> {
        if (of == null || !TypeRules.isSingle(of)) {
          yield aggregateMismatch(call, "values that have an order", argument);
        }
        yield new ValueType.Value(of, true);
      }
      case COLLECT -> {
        if (of == null || !TypeRules.isSingle(of)) {
          yield aggregateMismatch(call, "values of one piece", argument);
        }
        yield new ValueType.Value(new PropertyType.ListOf(of), false);
      }
    };
  }

  private @Nullable ValueType aggregateMismatch(Syntax.Call call, String wanted, Expr argument) {
    context.error(
        QueryError.AGGREGATE_TYPE,
        call.arguments().getFirst().span(),
        "`%s` is of %s; this is %s."
            .formatted(call.function().text(), wanted, TypeRules.describe(argument.type())));
    return null;
  }

  private void usage(Syntax.Call call, String message) {
    context.error(QueryError.CALL_ARGUMENTS, call.span(), message);
  }
}
