package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueError;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What search functions are given: properties of an entity, and what is the same for every row. */
final class SearchArguments {
  private final Context context;
  private final ExprChecker values;

  SearchArguments(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
  }

  Expr.@Nullable Prop text(Syntax.Call call, Syntax.Expr argument) {
    return property(
        call,
        argument,
        QueryError.SEARCH_PROPERTY,
        "a String",
        value -> ExprChecker.typeOf(value) == Scalar.STRING);
  }

  Expr.@Nullable Prop vector(Syntax.Call call, Syntax.Expr argument) {
    return property(
        call,
        argument,
        QueryError.NEAREST_PROPERTY,
        "a Vector",
        value -> ExprChecker.typeOf(value) instanceof PropertyType.Vector);
  }

  /** Of an entity of one type, since each type says for itself what it finds. */
  private Expr.@Nullable Prop property(
      Syntax.Call call, Syntax.Expr argument, QueryError code, String what, Predicate<Expr> fits) {
    String function = call.function().text();
    if (argument instanceof Syntax.ListText) {
      context.error(
          code,
          argument.span(),
          "`%s` takes one property here; this is a list.".formatted(function));
      return null;
    }
    Expr value = values.value(argument, null, "this");
    if (value == null) {
      return null;
    }
    if (!(value instanceof Expr.Prop property) || !fits.test(property)) {
      context.error(
          code,
          argument.span(),
          "`%s` searches %s property; this is %s."
              .formatted(function, what, TypeRules.describe(value.type())));
      return null;
    }
    if (!property.variable().isEntity()) {
      context.error(
          code,
          argument.span(),
          "`%s` searches entities of one type; `$%s` is an edge of one of several."
              .formatted(function, property.variable().name()),
          "Name one edge type in the traversal.");
      return null;
    }
    return property;
  }

  @Nullable Expr whole(Syntax.Expr argument, String what, int least, int most) {
    Expr value = constant(argument, Scalar.I32, what);
    if (value instanceof Expr.Literal(var number, var type, var span)
        && number instanceof Integer n
        && (n < least || n > most)) {
      String range = most == Integer.MAX_VALUE ? "at least %d" : "from %d to %d";
      context.error(
          ValueError.OUT_OF_RANGE,
          span,
          "%s is %s.".formatted(LiteralChecker.capital(what), range.formatted(least, most)));
      return null;
    }
    return value;
  }

  /** A literal or a non-null parameter of exactly that type. */
  @Nullable Expr constant(Syntax.Expr argument, PropertyType type, String what) {
    Expr value = values.value(argument, type, what);
    if (value == null) {
      return null;
    }
    if (!isConstant(value) || !type.equals(ExprChecker.typeOf(value))) {
      context.error(
          QueryError.CALL_ARGUMENTS,
          argument.span(),
          "%s is a literal or a parameter of type %s; this is %s."
              .formatted(LiteralChecker.capital(what), type.spelling(), value.type().spelling()));
      return null;
    }
    return value;
  }

  /** Whether it is the same for every row, and never null. */
  static boolean isConstant(Expr value) {
    return (value instanceof Expr.Literal || value instanceof Expr.Param)
        && !TypeRules.isNullable(value.type());
  }
}
