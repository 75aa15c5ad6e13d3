package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Clause;
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

/** Functions of all kinds, and aggregates themselves. */
final class CallChecker {
  private static final Map<String, Aggregate.Function> AGGREGATES =
      Map.of(
          "count", Aggregate.Function.COUNT,
          "sum", Aggregate.Function.SUM,
          "avg", Aggregate.Function.AVG,
          "min", Aggregate.Function.MIN,
          "max", Aggregate.Function.MAX,
          "collect", Aggregate.Function.COLLECT);

  /** What is asked of an entity or of a path. */
  private static final Map<String, Expr.Meta.Field> MEMBERS =
      Map.of(
          "type", Expr.Meta.Field.TYPE,
          "length", Expr.Meta.Field.LENGTH,
          "nodes", Expr.Meta.Field.NODES,
          "edges", Expr.Meta.Field.EDGES);

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
    if (MEMBERS.containsKey(name)) {
      return member(call, MEMBERS.get(name));
    }
    if (FunctionChecker.NAMES.contains(name)) {
      return new FunctionChecker(context, values).call(call, expected);
    }
    if (ArithmeticChecker.isDuration(call)) {
      usage(call, "A duration stands behind `+` or `-`, as in `now() - duration(\"P7D\")`.");
      return null;
    }
    if (SearchChecker.NAMES.contains(name)) {
      return new SearchChecker(context, values).call(call);
    }
    if (AGGREGATES.containsKey(name)) {
      return aggregate(call);
    }
    Set<String> known = names();
    context.error(
        QueryError.UNKNOWN_FUNCTION,
        call.function().span(),
        "There is no function `%s`.".formatted(name),
        help(name, known));
    return null;
  }

  /** The names of all functions. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(FunctionChecker.NAMES);
    names.addAll(List.of("now", ArithmeticChecker.DURATION));
    names.addAll(SearchChecker.NAMES);
    names.addAll(AGGREGATES.keySet());
    names.addAll(MEMBERS.keySet());
    return names;
  }

  private static String help(String name, Set<String> known) {
    String foreign = ForeignWords.help(ForeignWords.Place.FUNCTION, name);
    return foreign != null
        ? foreign
        : Suggestions.closest(name, known)
            .map("Did you mean `%s`?"::formatted)
            .orElse("The functions are " + Suggestions.quoted(known) + ".");
  }

  private @Nullable Expr member(Syntax.Call call, Expr.Meta.Field field) {
    String name = call.function().text();
    boolean ofPath = field != Expr.Meta.Field.TYPE;
    if (call.arguments().size() != 1) {
      usage(call, "`%s` takes one argument.".formatted(name));
      return null;
    }
    Expr argument = values.value(call.arguments().getFirst(), null, "this");
    if (argument instanceof Expr.Whole(var variable, var type, var span)
        && ofPath == type instanceof ValueType.Path) {
      return !ofPath && variable.isEntity() && !variable.optional()
          ? new Expr.Literal(
              variable.type().name(), new ValueType.Value(Scalar.STRING, false), call.span())
          : NameResolver.meta(variable, field, call.span());
    }
    if (argument != null) {
      context.error(
          QueryError.CALL_ARGUMENTS,
          call.span(),
          "`%s` takes %s; this is %s."
              .formatted(
                  name, ofPath ? "a path" : "an entity", TypeRules.describe(argument.type())),
          field == Expr.Meta.Field.LENGTH && ExprChecker.typeOf(argument) != null
              ? "The characters of a text and the elements of a list are counted by `size(…)`."
              : ofPath
                  ? "A path is the variable of a traversal with bounds, as in"
                      + " `$a $p:knows{1,6} $b`."
                  : null);
    }
    return null;
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
    if (argument != null && FusionChecker.hasFusion(argument)) {
      context.error(
          QueryError.RRF_POSITION,
          call.arguments().getFirst().span(),
          "`rrf` is not summed up by `%s`.".formatted(name));
      return null;
    }
    ValueType type = argument == null ? null : aggregateType(call, function, argument);
    return argument == null || type == null
        ? null
        : new Aggregate(function, call.distinct(), argument, type, call.span());
  }

  /**
   * What sums up the rows of a pattern.
   *
   * @param clauses of the pattern, whose variables the argument may use
   * @param own the first slot of these variables
   */
  @Nullable Expr block(Syntax.Block block, List<Clause> clauses, int own) {
    Syntax.Call call = block.call();
    Aggregate.Function function = AGGREGATES.get(call.function().text());
    int given = call.arguments().size();
    boolean bare = function == null || function == Aggregate.Function.COUNT;
    if (given > 1 || given == 0 && !bare || given == 1 && function == null) {
      usage(
          call,
          function == null
              ? "`exists` takes a pattern alone, as in `exists { $p knows $f }`."
              : "`%1$s` takes one argument before the pattern, as in `%1$s($f.age) { … }`."
                  .formatted(call.function().text()));
      return null;
    }
    if (function == null) {
      return new Expr.Block(null, false, null, clauses, own, TypeRules.BOOL, block.span());
    }
    if (given == 0) {
      ValueType type = new ValueType.Value(Scalar.I64, false);
      return new Expr.Block(function, false, null, clauses, own, type, block.span());
    }
    Expr argument = values.value(call.arguments().getFirst(), null, "this");
    ValueType type = argument == null ? null : aggregateType(call, function, argument);
    return argument == null || type == null
        ? null
        : new Expr.Block(function, call.distinct(), argument, clauses, own, type, block.span());
  }

  private @Nullable ValueType aggregateType(
      Syntax.Call call, Aggregate.Function function, Expr argument) {
    PropertyType of = ExprChecker.typeOf(argument);
    return switch (function) {
      case COUNT ->
          argument.type() instanceof ValueType.Entities
              ? aggregateMismatch(call, "values and entities", argument)
              : new ValueType.Value(Scalar.I64, false);
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
        if (argument.type() instanceof ValueType.Entity(var entity, var nullable)) {
          yield new ValueType.Entities(entity);
        }
        if (of == null || !TypeRules.isSingle(of)) {
          yield aggregateMismatch(call, "values of one piece and entities", argument);
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
