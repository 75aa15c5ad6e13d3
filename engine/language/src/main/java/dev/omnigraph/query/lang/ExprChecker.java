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
  private final ComparisonChecker comparisons;

  ExprChecker(Context context, NameResolver names) {
    this.context = context;
    this.names = names;
    this.literals = new LiteralChecker(context);
    this.comparisons = new ComparisonChecker(context, names);
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
    return right == null ? null : comparisons.compare(Expr.Compare.Op.EQ, subject, right, span);
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
      case "contains" -> comparisons.contains(left, right, c.span());
      case "starts_with" -> comparisons.startsWith(left, right, c.span());
      default -> comparisons.compare(op(operator), left, right, c.span());
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
