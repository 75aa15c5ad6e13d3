package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Span;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values and conditions at one place of a query, typed. */
final class ExprChecker {
  private final Context context;
  private final NameResolver names;
  private final LiteralChecker literals;

  ExprChecker(Context context, NameResolver names) {
    this.context = context;
    this.names = names;
    this.literals = new LiteralChecker(context);
  }

  /**
   * A value.
   *
   * @param expected the type that a literal takes on, if something says it
   * @param what has that type, for the message
   */
  @Nullable Expr value(Syntax.Expr expr, @Nullable PropertyType expected, String what) {
    context.step();
    if (LiteralChecker.isLiteral(expr)) {
      return isAmbiguous(expr) ? null : literals.literal(expr, expected, what);
    }
    return switch (expr) {
      case Syntax.Var var -> variable(var);
      case Syntax.Member member -> names.member(member);
      case Syntax.Bare bare -> names.bare(bare);
      case Syntax.Call call -> new CallChecker(context, this).value(call);
      default -> {
        context.error(
            QueryError.NOT_A_VALUE,
            expr.span(),
            "A condition stands here where a value is needed.",
            "Conditions belong in a `match` or after `where`.");
        yield null;
      }
    };
  }

  /**
   * A literal word that is a property too: what it is taken for would decide which rows are met.
   */
  private boolean isAmbiguous(Syntax.Expr expr) {
    if (!(expr instanceof Syntax.Constant(var value, var span))
        || value instanceof String
        || !names.isName(String.valueOf(value))) {
      return false;
    }
    context.error(
        QueryError.AMBIGUOUS_NAME,
        span,
        "`%s` is a literal, and the type has a property of that name.".formatted(value),
        "Rename the property in the schema, as in `is_%1$s: Bool @rename_from(\"%1$s\")`."
            .formatted(value));
    return true;
  }

  /**
   * A value that is compared with one of the type: an integer may be written with a fraction.
   *
   * @param what has that type, for the message
   */
  private @Nullable Expr compared(Syntax.Expr expr, @Nullable PropertyType with, String what) {
    boolean decimal = expr instanceof Syntax.NumberText number && number.decimal();
    return decimal && with instanceof Scalar scalar && scalar.isInteger()
        ? literals.decimal((Syntax.NumberText) expr, scalar, what)
        : value(expr, with, what);
  }

  private @Nullable Expr variable(Syntax.Var variable) {
    Parameter parameter = context.parameters().get(variable.name());
    if (parameter == null) {
      return names.variable(variable);
    }
    return new Expr.Param(
        parameter.name(),
        new ValueType.Value(parameter.type(), parameter.nullable()),
        variable.span());
  }

  /** Something that holds or does not. */
  @Nullable Expr condition(Syntax.Expr expr) {
    context.step();
    return switch (expr) {
      case Syntax.Both(var terms, var span) -> {
        List<Expr> checked = conditions(terms);
        yield checked == null ? null : new Expr.And(checked, TypeRules.BOOL, span);
      }
      case Syntax.Either(var terms, var span) -> {
        List<Expr> checked = conditions(terms);
        yield checked == null ? null : new Expr.Or(checked, TypeRules.BOOL, span);
      }
      case Syntax.Comparison comparison -> comparison(comparison);
      case Syntax.Call call when SearchChecker.isFilter(call) ->
          new SearchChecker(context, this).filter(call);
      default -> bool(expr);
    };
  }

  private @Nullable List<Expr> conditions(List<Syntax.Expr> terms) {
    List<Expr> checked = new ArrayList<>();
    for (Syntax.Expr term : terms) {
      Expr condition = condition(term);
      if (condition != null) {
        checked.add(condition);
      }
    }
    return checked.size() == terms.size() ? checked : null;
  }

  private @Nullable Expr bool(Syntax.Expr expr) {
    Expr value = value(expr, null, "this");
    if (value == null) {
      return null;
    }
    if (!(value.type() instanceof ValueType.Value(var type, var nullable)) || type != Scalar.BOOL) {
      context.error(
          QueryError.NOT_A_CONDITION,
          expr.span(),
          "A condition is needed here; this is %s.".formatted(TypeRules.describe(value.type())));
      return null;
    }
    return value;
  }

  /** {@code { property: value }} in a binding. */
  @Nullable Expr equality(Expr subject, Syntax.Expr value) {
    if (value instanceof Syntax.Var(var name, var span)
        && !context.parameters().containsKey(name)
        && names instanceof Scope scope
        && scope.find(name) == null) {
      context.error(
          QueryError.UNKNOWN_VARIABLE,
          span,
          "There is no parameter `$%s`.".formatted(name),
          context.parameterHelp(name, typeOf(subject)));
      return null;
    }
    boolean allowed =
        LiteralChecker.isLiteral(value)
            || (value instanceof Syntax.Var var && context.parameters().containsKey(var.name()))
            || (value instanceof Syntax.Call call && call.function().text().equals("now"));
    if (!allowed) {
      context.error(
          QueryError.INLINE_VALUE,
          value.span(),
          "After a type, use only literals, parameters or `now()`.");
      return null;
    }
    Expr right = compared(value, typeOf(subject), "`" + ExprChecker.text(subject) + "`");
    Span span = subject.span().to(value.span());
    return right == null ? null : compare(Expr.Compare.Op.EQ, subject, right, span);
  }

  private @Nullable Expr comparison(Syntax.Comparison c) {
    String operator = c.operator().text();
    boolean text = operator.equals("contains") || operator.equals("starts_with");
    Expr left;
    Expr right;
    if (operator.equals("contains")
        && c.left() instanceof Syntax.ListText
        && !LiteralChecker.isLiteral(c.right())) {
      right = value(c.right(), null, "this");
      PropertyType element = right == null ? null : typeOf(right);
      left =
          element == null || !TypeRules.isSingle(element)
              ? null
              : value(c.left(), new PropertyType.ListOf(element), "this list");
    } else if (!text
        && LiteralChecker.isLiteral(c.left())
        && !LiteralChecker.isLiteral(c.right())) {
      right = value(c.right(), null, "this");
      left = right == null ? null : compared(c.left(), typeOf(right), quoted(c.right()));
    } else {
      left = value(c.left(), null, "this");
      right = left == null && LiteralChecker.isLiteral(c.right()) ? null : right(c, left, text);
    }
    if (left == null || right == null) {
      return null;
    }
    return switch (operator) {
      case "contains" -> contains(left, right, c.span());
      case "starts_with" -> startsWith(left, right, c.span());
      default -> compare(op(operator), left, right, c.span());
    };
  }

  private @Nullable Expr right(Syntax.Comparison c, @Nullable Expr left, boolean text) {
    PropertyType type = left == null ? null : typeOf(left);
    if (!text) {
      return compared(c.right(), type, quoted(c.left()));
    }
    return type instanceof PropertyType.ListOf(var element)
            && c.operator().text().equals("contains")
        ? value(c.right(), element, "what is in " + quoted(c.left()))
        : value(c.right(), null, "this");
  }

  private static String quoted(Syntax.Expr expr) {
    return "`" + SyntaxText.source(expr) + "`";
  }

  private static Expr.Compare.Op op(String symbol) {
    return switch (symbol) {
      case "=" -> Expr.Compare.Op.EQ;
      case "!=" -> Expr.Compare.Op.NE;
      case "<" -> Expr.Compare.Op.LT;
      case ">" -> Expr.Compare.Op.GT;
      case "<=" -> Expr.Compare.Op.LE;
      case ">=" -> Expr.Compare.Op.GE;
      default -> throw new IllegalArgumentException(symbol);
    };
  }

  private @Nullable Expr compare(Expr.Compare.Op op, Expr left, Expr right, Span span) {
    boolean equality = op == Expr.Compare.Op.EQ || op == Expr.Compare.Op.NE;
    if (left instanceof Expr.Whole a && right instanceof Expr.Whole b && equality) {
      return sameEntity(op, a, b, span);
    }
    if (isSelf(op, left, right)) {
      return new Expr.Compare(op, left, right, TypeRules.BOOL, span);
    }
    if (left.type() instanceof ValueType.Null || right.type() instanceof ValueType.Null) {
      context.error(
          QueryError.NULL_COMPARISON,
          span,
          "A comparison with null matches nothing, so this pattern has no matches.",
          nullHelp(left.type() instanceof ValueType.Null ? right : left));
      return null;
    }
    PropertyType a = typeOf(left);
    PropertyType b = typeOf(right);
    if (a == null || b == null || !TypeRules.isSingle(a) || !TypeRules.comparable(a, b)) {
      context.error(
          QueryError.NOT_COMPARABLE,
          span,
          a != null && a.equals(b)
              ? "Values of type %s are not compared.".formatted(a.spelling())
              : "%s cannot be compared with %s."
                  .formatted(
                      LiteralChecker.capital(TypeRules.describe(left.type())),
                      TypeRules.describe(right.type())),
          helpFor(left, a, b));
      return null;
    }
    if (!equality && !(TypeRules.isOrdered(a) && TypeRules.isOrdered(b))) {
      context.error(
          QueryError.NO_ORDER,
          span,
          "%s has no order; only `=` and `!=` compare it."
              .formatted(TypeRules.isOrdered(a) ? b.spelling() : a.spelling()));
      return null;
    }
    return new Expr.Compare(op, left, right, TypeRules.BOOL, span);
  }

  /** {@code $p.x = $p.x}, which holds where there is a value; so it is for every type. */
  private static boolean isSelf(Expr.Compare.Op op, Expr left, Expr right) {
    return op == Expr.Compare.Op.EQ
        && left instanceof Expr.Prop a
        && right instanceof Expr.Prop b
        && a.variable().equals(b.variable())
        && a.property().equals(b.property());
  }

  /** What finds the rows that a comparison with null was meant to find. */
  private @Nullable String nullHelp(Expr other) {
    if (!(other instanceof Expr.Prop(var variable, var property, var type, var span))) {
      return null;
    }
    return names instanceof Scope
        ? ForeignWords.help(
            ForeignWords.Place.OPERATOR,
            "is null",
            "$%s.%s".formatted(variable.name(), property.name()))
        : ForeignWords.help(ForeignWords.Place.WHERE, "is null", property.name());
  }

  private static @Nullable String helpFor(
      Expr left, @Nullable PropertyType a, @Nullable PropertyType b) {
    if (a == null && left instanceof Expr.Whole whole) {
      return "Compare a property or the id, `$%s.id`.".formatted(whole.variable().name());
    }
    if (a instanceof PropertyType.ListOf) {
      return "Ask for an element of a list with `contains`; `x = x` tells whether there is one.";
    }
    if (a == Scalar.DATE && b == Scalar.DATETIME) {
      return "`date(\"…\")` makes a Date.";
    }
    return null;
  }

  private @Nullable Expr sameEntity(
      Expr.Compare.Op op, Expr.Whole left, Expr.Whole right, Span span) {
    if (!left.variable().type().equals(right.variable().type())) {
      context.error(
          QueryError.NOT_COMPARABLE,
          span,
          "`$%s` is %s and `$%s` is %s: they are never the same."
              .formatted(
                  left.variable().name(),
                  left.variable().type().name(),
                  right.variable().name(),
                  right.variable().type().name()));
      return null;
    }
    return new Expr.Compare(op, id(left), id(right), TypeRules.BOOL, span);
  }

  private static Expr id(Expr.Whole whole) {
    ValueType type = new ValueType.Value(Scalar.STRING, whole.variable().optional());
    return new Expr.Meta(whole.variable(), Expr.Meta.Field.ID, type, whole.span());
  }

  private @Nullable Expr contains(Expr subject, Expr part, Span span) {
    PropertyType in = typeOf(subject);
    PropertyType what = typeOf(part);
    boolean fits =
        in instanceof PropertyType.ListOf(var element)
            ? what != null && TypeRules.comparable(element, what)
            : in == Scalar.STRING && what != null && TypeRules.isText(what);
    if (!fits) {
      context.error(
          QueryError.CONTAINS_TYPES,
          span,
          "`contains` finds text in a String or an element in a list; this looks for %s in %s."
              .formatted(TypeRules.describe(part.type()), TypeRules.describe(subject.type())));
      return null;
    }
    return new Expr.Contains(subject, part, TypeRules.BOOL, span);
  }

  private @Nullable Expr startsWith(Expr subject, Expr prefix, Span span) {
    PropertyType what = typeOf(prefix);
    if (typeOf(subject) != Scalar.STRING || what == null || !TypeRules.isText(what)) {
      context.error(
          QueryError.STARTS_WITH_TYPES,
          span,
          "`starts_with` compares Strings; these are %s and %s."
              .formatted(TypeRules.describe(subject.type()), TypeRules.describe(prefix.type())));
      return null;
    }
    return new Expr.StartsWith(subject, prefix, TypeRules.BOOL, span);
  }

  static @Nullable PropertyType typeOf(Expr expr) {
    return expr.type() instanceof ValueType.Value(var type, var nullable) ? type : null;
  }

  private static String text(Expr expr) {
    return switch (expr) {
      case Expr.Prop prop -> prop.property().name();
      case Expr.Meta meta -> meta.field().name().toLowerCase(java.util.Locale.ROOT);
      default -> "this";
    };
  }
}
