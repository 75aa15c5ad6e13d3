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

/** Expressions at one place of a query, typed; the same ones wherever that is. */
final class ExprChecker {
  private final Context context;
  private final NameResolver names;
  private final LiteralChecker literals;
  private final ComparisonChecker comparisons;

  ExprChecker(Context context, NameResolver names) {
    this.context = context;
    this.names = names;
    this.literals = new LiteralChecker(context);
    this.comparisons = new ComparisonChecker(context);
  }

  NameResolver names() {
    return names;
  }

  /**
   * An expression.
   *
   * @param expected the type that a literal takes on, if something says it
   * @param what has that type, for the message
   */
  @Nullable Expr value(Syntax.Expr expr, @Nullable PropertyType expected, String what) {
    context.step();
    Expr returned = names.returned(expr);
    if (returned != null) {
      return returned;
    }
    if (LiteralChecker.isLiteral(expr)) {
      return isAmbiguous(expr) ? null : literals.literal(expr, expected, what);
    }
    return switch (expr) {
      case Syntax.Var var -> variable(var);
      case Syntax.Member member -> names.member(member);
      case Syntax.Bare bare -> names.bare(bare);
      case Syntax.Call call -> new CallChecker(context, this).value(call, expected);
      case Syntax.Block block -> names.block(block);
      case Syntax.Operation operation -> new ArithmeticChecker(context, this).operation(operation);
      case Syntax.Minus minus -> new ArithmeticChecker(context, this).minus(minus);
      case Syntax.Comparison comparison -> comparison(comparison);
      case Syntax.NullTest test -> nullTest(test);
      case Syntax.Negation(var term, var span) -> {
        Expr checked = condition(term);
        yield checked == null ? null : new Expr.Not(checked, checked.type(), span);
      }
      case Syntax.Both(var terms, var span) -> {
        List<Expr> checked = conditions(terms);
        yield checked == null ? null : new Expr.And(checked, TypeRules.bool(checked), span);
      }
      case Syntax.Either(var terms, var span) -> {
        List<Expr> checked = conditions(terms);
        yield checked == null ? null : new Expr.Or(checked, TypeRules.bool(checked), span);
      }
      case Syntax.Constant c -> throw new IllegalStateException("a literal");
      case Syntax.NumberText n -> throw new IllegalStateException("a literal");
      case Syntax.ListText l -> throw new IllegalStateException("a literal");
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
    Expr value = value(expr, null, "this");
    if (value == null) {
      return null;
    }
    if (typeOf(value) != Scalar.BOOL) {
      context.error(
          QueryError.NOT_A_CONDITION,
          expr.span(),
          "A condition is needed here; this is %s.".formatted(TypeRules.describe(value.type())));
      return null;
    }
    return value;
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

  /** {@code { property: value }} in a binding. */
  @Nullable Expr equality(Expr subject, Syntax.Expr value) {
    PropertyType type = typeOf(subject);
    String what = "`" + text(subject) + "`";
    if (isNull(value)) {
      nullComparison(value.span(), "Write it as a filter, as in `$x.%s is null`.", text(subject));
      return null;
    }
    Expr right;
    if (type instanceof PropertyType.ListOf(var element)) {
      right = compared(value, element, "what is in " + what);
    } else {
      right = compared(value, type, what);
    }
    if (right == null) {
      return null;
    }
    Span span = subject.span().to(value.span());
    return type instanceof PropertyType.ListOf
        ? comparisons.contains(subject, right, "contains", span)
        : comparisons.compare(Expr.Compare.Op.EQ, subject, right, span);
  }

  private @Nullable Expr nullTest(Syntax.NullTest test) {
    Expr value = value(test.value(), null, "this");
    if (value == null) {
      return null;
    }
    Expr isNull = new Expr.IsNull(value, TypeRules.BOOL, test.span());
    return test.negated() ? new Expr.Not(isNull, TypeRules.BOOL, test.span()) : isNull;
  }

  private @Nullable Expr comparison(Syntax.Comparison c) {
    return switch (c.operator().text()) {
      case "contains" -> contains(c.left(), c.right(), c);
      case "in" -> contains(c.right(), c.left(), c);
      case "starts_with" -> {
        Expr left = value(c.left(), null, "this");
        Expr right = value(c.right(), null, "this");
        yield left == null || right == null ? null : comparisons.startsWith(left, right, c.span());
      }
      default -> ordered(c);
    };
  }

  /** A literal takes the type of the other side. */
  private @Nullable Expr ordered(Syntax.Comparison c) {
    if (isNull(c.left()) || isNull(c.right())) {
      nullComparison(
          c.span(),
          c.operator().text().equals("!=") ? "Write `%s is not null`." : "Write `%s is null`.",
          SyntaxText.source(isNull(c.right()) ? c.left() : c.right()));
      return null;
    }
    Expr left;
    Expr right;
    if (LiteralChecker.isLiteral(c.left()) && !LiteralChecker.isLiteral(c.right())) {
      right = value(c.right(), null, "this");
      left = right == null ? null : compared(c.left(), typeOf(right), quoted(c.right()));
    } else {
      left = value(c.left(), null, "this");
      right =
          left == null && LiteralChecker.isLiteral(c.right())
              ? null
              : compared(c.right(), left == null ? null : typeOf(left), quoted(c.left()));
    }
    return left == null || right == null
        ? null
        : comparisons.compare(op(c.operator().text()), left, right, c.span());
  }

  private static boolean isNull(Syntax.Expr expr) {
    return expr instanceof Syntax.Constant(var value, var span) && value == null;
  }

  private void nullComparison(Span span, String help, String subject) {
    context.error(
        QueryError.NULL_COMPARISON,
        span,
        "A comparison with null is never true.",
        help.formatted(subject));
  }

  /** What is sought takes the type of the list's elements, or the list that of what is sought. */
  private @Nullable Expr contains(Syntax.Expr in, Syntax.Expr part, Syntax.Comparison c) {
    Expr subject;
    Expr sought;
    if (in instanceof Syntax.ListText written && !LiteralChecker.isLiteral(part)) {
      sought = value(part, null, "this");
      PropertyType element = sought == null ? null : typeOf(sought);
      PropertyType list =
          element != null && TypeRules.isSingle(element) && !hasDecimals(written, element)
              ? new PropertyType.ListOf(element)
              : null;
      subject = sought == null ? null : value(in, list, "this list");
    } else {
      subject = value(in, null, "this");
      PropertyType type = subject == null ? null : typeOf(subject);
      sought =
          subject == null && LiteralChecker.isLiteral(part)
              ? null
              : type instanceof PropertyType.ListOf(var element)
                  ? compared(part, element, "what is in " + quoted(in))
                  : value(part, null, "this");
    }
    return subject == null || sought == null
        ? null
        : comparisons.contains(subject, sought, c.operator().text(), c.span());
  }

  /** Whether integers are sought among numbers of which some are written with a fraction. */
  private static boolean hasDecimals(Syntax.ListText list, PropertyType element) {
    return element instanceof Scalar scalar
        && scalar.isInteger()
        && list.elements().stream()
            .anyMatch(e -> e instanceof Syntax.NumberText number && number.decimal());
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
