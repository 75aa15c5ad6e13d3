package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Arithmetic;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.TimeSpan;
import dev.omnigraph.value.ValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computations with numbers, texts one after the other, and times before or after a duration. */
final class ArithmeticChecker {
  static final String DURATION = "duration";

  private final Context context;
  private final ExprChecker values;

  ArithmeticChecker(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
  }

  @Nullable Expr operation(Syntax.Operation operation) {
    Arithmetic.Op op = op(operation.operator().text());
    if (operation.right() instanceof Syntax.Call call && isDuration(call)) {
      return shift(operation, op, call);
    }
    Expr left = values.value(operation.left(), null, "this");
    Expr right = values.value(operation.right(), null, "this");
    if (left == null || right == null) {
      return null;
    }
    PropertyType type = type(op, left, right);
    if (type == null) {
      context.error(
          QueryError.ARITHMETIC_TYPES,
          operation.span(),
          "`%s` computes with numbers%s; these are %s and %s."
              .formatted(
                  operation.operator().text(),
                  op == Arithmetic.Op.ADD ? " or joins texts" : "",
                  TypeRules.describe(left.type()),
                  TypeRules.describe(right.type())),
          help(left, right));
      return null;
    }
    return new Arithmetic(
        op,
        left,
        right,
        new ValueType.Value(type, TypeRules.isAnyNullable(List.of(left, right))),
        operation.span());
  }

  /** What is taken from zero: an integer with a sign, whatever it was. */
  @Nullable Expr minus(Syntax.Minus minus) {
    Expr value = values.value(minus.value(), null, "this");
    if (value == null) {
      return null;
    }
    PropertyType of = ExprChecker.typeOf(value);
    PropertyType type = of == null ? null : TypeRules.computed(of, Scalar.I64);
    if (type == null) {
      context.error(
          QueryError.ARITHMETIC_TYPES,
          minus.span(),
          "`-` stands before a number; this is %s.".formatted(TypeRules.describe(value.type())));
      return null;
    }
    ValueType zero = new ValueType.Value(Scalar.I64, false);
    return new Arithmetic(
        Arithmetic.Op.SUBTRACT,
        new Expr.Literal(0L, zero, minus.span()),
        value,
        new ValueType.Value(
            type == Scalar.U64 ? Scalar.I64 : type, TypeRules.isNullable(value.type())),
        minus.span());
  }

  static boolean isDuration(Syntax.Call call) {
    return call.function().text().equals(DURATION);
  }

  private static @Nullable PropertyType type(Arithmetic.Op op, Expr left, Expr right) {
    PropertyType a = ExprChecker.typeOf(left);
    PropertyType b = ExprChecker.typeOf(right);
    if (a == null || b == null) {
      return null;
    }
    if (op == Arithmetic.Op.ADD && TypeRules.isText(a) && TypeRules.isText(b)) {
      return Scalar.STRING;
    }
    PropertyType common = TypeRules.computed(a, b);
    return common == null || op != Arithmetic.Op.DIVIDE ? common : Scalar.F64;
  }

  private static @Nullable String help(Expr left, Expr right) {
    for (Expr side : List.of(left, right)) {
      PropertyType type = ExprChecker.typeOf(side);
      if (type == Scalar.DATE || type == Scalar.DATETIME) {
        return "A time is moved by a duration, as in `now() - duration(\"P7D\")`.";
      }
    }
    PropertyType a = ExprChecker.typeOf(left);
    PropertyType b = ExprChecker.typeOf(right);
    return a != null && TypeRules.isText(a) != (b != null && TypeRules.isText(b))
        ? "`string(…)` makes a text of a value, and `int(…)` a number of a text."
        : null;
  }

  private @Nullable Expr shift(Syntax.Operation operation, Arithmetic.Op op, Syntax.Call call) {
    Expr time = values.value(operation.left(), null, "this");
    Expr duration = duration(call);
    if (time == null || duration == null) {
      return null;
    }
    PropertyType type = ExprChecker.typeOf(time);
    boolean moves = op == Arithmetic.Op.ADD || op == Arithmetic.Op.SUBTRACT;
    if (!moves || (type != Scalar.DATE && type != Scalar.DATETIME)) {
      context.error(
          QueryError.ARITHMETIC_TYPES,
          operation.span(),
          "A duration is added to a Date or a DateTime, or taken from it; this is %s."
              .formatted(TypeRules.describe(time.type())));
      return null;
    }
    return new Expr.Shift(
        time,
        op == Arithmetic.Op.SUBTRACT,
        duration,
        new ValueType.Value(type, TypeRules.isAnyNullable(List.of(time, duration))),
        operation.span());
  }

  private @Nullable Expr duration(Syntax.Call call) {
    if (call.arguments().size() != 1) {
      usage(call);
      return null;
    }
    Expr text = values.value(call.arguments().getFirst(), null, "this");
    if (text != null && ExprChecker.typeOf(text) != Scalar.STRING) {
      usage(call);
      return null;
    }
    if (text instanceof Expr.Literal(var value, var type, var span)) {
      try {
        TimeSpan.of(String.valueOf(value));
      } catch (ValueException e) {
        context.error(e.errorCode(), span, "The text " + e.getMessage() + ".", TimeSpan.EXAMPLES);
        return null;
      }
    }
    return text;
  }

  private void usage(Syntax.Call call) {
    context.error(
        QueryError.CALL_ARGUMENTS, call.span(), "`duration` takes one text.", TimeSpan.EXAMPLES);
  }

  private static Arithmetic.Op op(String symbol) {
    return switch (symbol) {
      case "+" -> Arithmetic.Op.ADD;
      case "-" -> Arithmetic.Op.SUBTRACT;
      case "*" -> Arithmetic.Op.MULTIPLY;
      case "/" -> Arithmetic.Op.DIVIDE;
      case "%" -> Arithmetic.Op.REMAINDER;
      default -> throw new IllegalArgumentException(symbol);
    };
  }
}
